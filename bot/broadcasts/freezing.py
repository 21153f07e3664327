"""Room: a broadcast's audience fixed, one line a member, in slices that a kill cannot hurt.

First the chats, in their order, so that a family's lines are neighbours and the first messages
leave at once; then the members whom no chat reached. A slice and the place it came to are one
transaction. Who joins while it goes on is not of the audience: nobody newer than the newest
member at launch is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot import segments
from bot.broadcasts.detours import chosen_chat, why_elsewhere
from bot.broadcasts.planning import prefer_indexes
from bot.broadcasts.priors import AMENDING, has_prior, prior_chat
from bot.broadcasts.verdicts import is_asked, skip_reason
from bot.models import Broadcast, Chat, Delivery, Link, Member, Membership

LAUNCHED = ("scheduled", "running", "paused")
FIRST = 1000  # chats, and members without one, whose lines the launch itself writes


async def begin_freezing(session: AsyncSession, broadcast: Broadcast, *, now: datetime) -> int:
    """Count the audience and write its first lines; return the count, 0 when there is nobody."""
    broadcast.last_member_id = await session.scalar(select(func.max(Member.id))) or 0
    counted = select(func.count()).select_from(Member).where(audience(broadcast))
    broadcast.audience = await session.scalar(counted) or 0
    await session.flush()
    if broadcast.audience:
        for _ in range(2):  # a slice of chats, and one of members where no chat is left
            await freeze_more(session, broadcast, now=now, most=FIRST)
    return broadcast.audience


async def find_unfrozen(session: AsyncSession) -> list[int]:
    """Return the launched broadcasts whose audience is not written down to the end."""
    query = select(Broadcast.id).where(
        Broadcast.state.in_(LAUNCHED), Broadcast.frozen_at.is_(None)
    )
    return list(await session.scalars(query.order_by(Broadcast.id)))


async def freeze_next(
    session: AsyncSession, broadcast_id: int, *, now: datetime, most: int
) -> bool:
    """Write the next slice of one broadcast; return whether more is to be written."""
    broadcast = await session.get_one(
        Broadcast, broadcast_id, populate_existing=True, with_for_update=True
    )
    if broadcast.state not in LAUNCHED:
        return False
    await freeze_more(session, broadcast, now=now, most=most)
    return broadcast.frozen_at is None


async def freeze_more(
    session: AsyncSession, broadcast: Broadcast, *, now: datetime, most: int
) -> None:
    """Write one slice: of chats while there are any left, of members without one after that."""
    if broadcast.frozen_at is not None:
        return
    await prefer_indexes(session)
    upper = await _find_upper(session, Chat.id, broadcast.frozen_chat_id, most)
    if upper is not None:
        await _insert(session, broadcast, _chat_lines(broadcast, upper))
        broadcast.frozen_chat_id = upper
    else:
        upper = await _find_upper(session, Member.id, broadcast.frozen_member_id, most)
        if upper is not None:
            await _insert(session, broadcast, _member_lines(broadcast, upper))
            broadcast.frozen_member_id = upper
        if upper is None or upper >= broadcast.last_member_id:
            broadcast.frozen_at = now
    await session.flush()


def audience(broadcast: Broadcast) -> ColumnElement[bool]:
    """Return the condition on Member for whom a broadcast is meant; a survey's is its roll."""
    if broadcast.kind in AMENDING and broadcast.parent_id is not None:
        meant = has_prior(broadcast.parent_id)
    elif broadcast.survey_id is not None:
        meant = is_asked(broadcast.survey_id, broadcast.kind)
    else:
        meant = segments.members_where(broadcast.rule)
    return and_(meant, Member.id <= broadcast.last_member_id)


def _chat_for(broadcast: Broadcast) -> ColumnElement[int]:
    """Return where a member is written to: what amends a message goes where that went."""
    if broadcast.kind in AMENDING and broadcast.parent_id is not None:
        return prior_chat(broadcast.parent_id)
    return chosen_chat()


async def _find_upper(session: AsyncSession, key: Any, after: int, most: int) -> int | None:
    """Return the last of the next so many numbers, None when there are none."""
    ahead = select(key.label("id")).where(key > after).order_by(key).limit(most).subquery()
    upper: int | None = await session.scalar(select(func.max(ahead.c.id)))
    return upper


async def _insert(
    session: AsyncSession, broadcast: Broadcast, lines: Select[*tuple[Any, ...]]
) -> None:
    """Write lines, but never a second one for a member: their chat may have changed meanwhile."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(Delivery) if on_sqlite else postgresql.insert(Delivery)
    written = insert.from_select(list(_columns(broadcast)), lines)
    await session.execute(written.on_conflict_do_nothing())


def _chat_lines(broadcast: Broadcast, upper: int) -> Select[*tuple[Any, ...]]:
    return (
        select(*_columns(broadcast).values())
        .select_from(Chat)
        .join(Link, Link.chat_id == Chat.id)
        .join(Member, Member.id == Link.member_id)
        .where(
            Chat.id > broadcast.frozen_chat_id,
            Chat.id <= upper,
            audience(broadcast),
            Chat.id + 0 == _chat_for(broadcast),  # no index: a slice begins with its chats
        )
        .order_by(Chat.id, Member.id)
    )


def _member_lines(broadcast: Broadcast, upper: int) -> Select[*tuple[Any, ...]]:
    has_line = exists().where(
        Delivery.broadcast_id == broadcast.id, Delivery.member_id == Member.id
    )
    return (
        select(*_columns(broadcast).values())
        .select_from(Member)
        .outerjoin(Chat, Chat.id == _chat_for(broadcast))
        .where(
            Member.id > broadcast.frozen_member_id,
            Member.id <= upper,
            audience(broadcast),
            ~has_line,
        )
        .order_by(Chat.id, Member.id)
    )


def _columns(broadcast: Broadcast) -> dict[str, Any]:
    """Return the columns of a line, each with what it is selected from."""
    reason = skip_reason(broadcast)
    return {
        "broadcast_id": literal(broadcast.id),
        "member_id": Member.id,
        "chat_id": Chat.id,
        "account_id": Chat.account_id,
        "ward_key": segments.ward_counted(),
        "organisation_id": _counted_under(broadcast.organisation_id),
        "state": case((reason == "", "queued"), else_="skipped"),
        "reason": reason,
        "detour": why_elsewhere(),
        "platform_ref": literal(""),
        "pressed": literal(""),
    }


def _counted_under(sender_id: int) -> ColumnElement[int]:
    """Return the organisation that a member is counted under: the sender where they belong."""
    return (
        select(Membership.organisation_id)
        .where(Membership.member_id == Member.id)
        .order_by((Membership.organisation_id == sender_id).desc(), Membership.organisation_id)
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )
