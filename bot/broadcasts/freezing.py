"""Room: a broadcast's audience fixed, one line a member, in slices that a kill cannot hurt.

A small audience is written down by its launch, so that it never waits behind a large one. Else
first the chats, in their order, so that a family's lines are neighbours and the first messages
leave at once; then the members whom no chat reached. A slice and the place it came to are one
transaction. Who joins while it goes on is not of the audience: nobody newer than the newest
member at launch is.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    or_,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot import segments
from bot.broadcasts.detours import chosen_chat, has_better, has_several, why_elsewhere
from bot.broadcasts.fares import Fares, load_fares
from bot.broadcasts.planning import prefer_indexes
from bot.broadcasts.priors import AMENDING, has_prior, prior_chat
from bot.broadcasts.verdicts import is_meant, skip_reason
from bot.models import WRITES_LINES, Broadcast, Chat, Delivery, Link, Member, Membership

LAUNCHED = ("scheduled", "running", "paused")
FIRST = 1000  # lines that a launch itself writes, or chats whose lines it begins with


async def count_audience(
    session: AsyncSession, broadcast: Broadcast, *also: ColumnElement[int]
) -> Sequence[int]:
    """Fix who is the last of an audience and count it, and what else is counted of Member."""
    broadcast.last_member_id = await session.scalar(select(func.max(Member.id))) or 0
    counted = select(func.count(), *also).select_from(Member).where(audience(broadcast))
    return tuple((await session.execute(counted)).one())


async def begin_freezing(
    session: AsyncSession, broadcast: Broadcast, *, now: datetime, people: int | None = None
) -> int:
    """Write an audience's first lines; return how many it has, 0 when there is nobody.

    `people`: how many they are, where that has just been counted.
    """
    if people is None:
        (people,) = await count_audience(session, broadcast)
    broadcast.audience = people
    await session.flush()
    if 0 < broadcast.audience <= FIRST:
        fares = await load_fares(session, now, where_last=broadcast.where_last)
        await prefer_indexes(session)
        lines = _member_lines(broadcast, broadcast.last_member_id, fares)
        await _insert(session, broadcast, lines)
        broadcast.frozen_at = now
    elif broadcast.audience:
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
        Broadcast, broadcast_id, populate_existing=True, with_for_update={"key_share": True}
    )  # a claim may read it meanwhile
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
    fares = await load_fares(session, now, where_last=broadcast.where_last)
    await prefer_indexes(session)
    upper = await _find_upper(session, Chat.id, broadcast.frozen_chat_id, most)
    if upper is not None:
        await _insert(session, broadcast, _chat_lines(broadcast, upper, fares))
        broadcast.frozen_chat_id = upper
    else:
        upper = await _find_upper(session, Member.id, broadcast.frozen_member_id, most)
        if upper is not None:
            await _insert(session, broadcast, _member_lines(broadcast, upper, fares))
            broadcast.frozen_member_id = upper
        if upper is None or upper >= broadcast.last_member_id:
            broadcast.frozen_at = now
    await session.flush()


def audience(broadcast: Broadcast) -> ColumnElement[bool]:
    """Return the condition on Member for whom a broadcast is meant; a survey's is its roll."""
    if broadcast.kind in AMENDING and broadcast.parent_id is not None:
        meant = has_prior(broadcast.parent_id)
    else:
        meant = is_meant(broadcast)
    return and_(meant, Member.id <= broadcast.last_member_id)


def _is_chosen(
    broadcast: Broadcast, fares: Fares, *, several: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Tell whether Chat is the one, of those linked to Member, that a line goes to."""
    if broadcast.kind in AMENDING and broadcast.parent_id is not None:
        return Chat.id + 0 == prior_chat(broadcast.parent_id)  # no index: the slice goes by chats
    return or_(~several, ~has_better(fares))


def _chat_for(broadcast: Broadcast, fares: Fares) -> ColumnElement[int]:
    """Return where a member is written to: what amends a message goes where that went."""
    if broadcast.kind in AMENDING and broadcast.parent_id is not None:
        return prior_chat(broadcast.parent_id)
    return chosen_chat(fares)


async def _find_upper(session: AsyncSession, key: Any, after: int, most: int) -> int | None:
    """Return the last of the next so many numbers, None when there are none."""
    ahead = select(key.label("id")).where(key > after).order_by(key).limit(most).subquery()
    upper: int | None = await session.scalar(select(func.max(ahead.c.id)))
    return upper


async def _insert(
    session: AsyncSession, broadcast: Broadcast, people: Select[*tuple[Any, ...]]
) -> None:
    """Write lines, but never a second one for a member: their chat may have changed meanwhile."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(Delivery) if on_sqlite else postgresql.insert(Delivery)
    one = people.offset(0).subquery()  # by itself, so that a reason is worked out only once
    columns = {
        **{column.name: column for column in one.c},
        "broadcast_id": literal(broadcast.id),
        "state": case((one.c.reason == "", "queued"), else_="skipped"),
        "platform_ref": literal(""),
        "pressed": literal(""),
    }
    if not on_sqlite:
        await session.execute(WRITES_LINES)
    lines = select(*columns.values()).where(true())  # else SQLite takes ON for a join's
    await session.execute(insert.from_select(list(columns), lines).on_conflict_do_nothing())


def _chat_lines(broadcast: Broadcast, upper: int, fares: Fares) -> Select[*tuple[Any, ...]]:
    """Select whom the next chats reach; by their links, so that a slice reads no other's."""
    first, last = broadcast.frozen_chat_id, upper
    link = (
        select(Link.chat_id, Link.member_id, has_several().label("several"))
        .where(Link.chat_id > first, Link.chat_id <= last)
        .offset(0)  # by itself, so that other chats are looked for once
        .subquery()
    )
    detour = case((link.c.several, why_elsewhere(fares)), else_="")
    return (
        select(*_columns(broadcast, fares, detour))
        .select_from(link)
        .join(Chat, Chat.id == link.c.chat_id)
        .join(Member, Member.id == link.c.member_id)
        .where(audience(broadcast), _is_chosen(broadcast, fares, several=link.c.several))
        .order_by(link.c.chat_id, link.c.member_id)
    )


def _member_lines(broadcast: Broadcast, upper: int, fares: Fares) -> Select[*tuple[Any, ...]]:
    """Select who of the next members has no line; a chat is looked for only for them."""
    has_line = exists().where(
        Delivery.broadcast_id == broadcast.id, Delivery.member_id == Member.id
    )
    left = (
        select(Member.id)
        .where(
            Member.id > broadcast.frozen_member_id,
            Member.id <= upper,
            audience(broadcast),
            ~has_line,
        )
        .offset(0)  # by itself: else PostgreSQL finds everybody's chat before it drops them
        .subquery()
    )
    return (
        select(*_columns(broadcast, fares, why_elsewhere(fares)))
        .select_from(left)
        .join(Member, Member.id == left.c.id)
        .outerjoin(Chat, Chat.id == _chat_for(broadcast, fares))
        .order_by(Chat.id, Member.id)
    )


def _columns(
    broadcast: Broadcast, fares: Fares, detour: ColumnElement[str]
) -> list[ColumnElement[Any]]:
    """Return what a line says of its member."""
    return [
        Member.id.label("member_id"),
        Chat.id.label("chat_id"),
        Chat.account_id.label("account_id"),
        segments.ward_counted().label("ward_key"),
        _counted_under(broadcast.organisation_id).label("organisation_id"),
        skip_reason(broadcast, fares).label("reason"),
        detour.label("detour"),
    ]


def _counted_under(sender_id: int) -> ColumnElement[int]:
    """Return the organisation that a member is counted under: the sender where they belong."""
    theirs = Membership.organisation_id
    belongs = func.max(case((theirs == sender_id, 1), else_=0)) == 1
    return (
        select(case((belongs, sender_id), else_=func.min(theirs)))
        .where(Membership.member_id == Member.id)
        .correlate(Member)
        .scalar_subquery()
    )
