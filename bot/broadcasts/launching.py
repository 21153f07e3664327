"""Room: a broadcast from draft to end: launched, started, paused, resumed, cancelled, finished.

Law: the audience is fixed at launch, one line a member, by one statement.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    case,
    exists,
    insert,
    literal,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import audit, segments
from bot.access import Actor, job_actor
from bot.broadcasts.permissions import require
from bot.broadcasts.verdicts import skip_reason
from bot.broadcasts.writing import get
from bot.errors import Refused
from bot.models import Broadcast, ChannelAccount, Chat, Delivery, Link, Member

# verb: the states that it leaves, and the one that it leads to
MOVES = {
    "pause": (("running",), "paused"),
    "resume": (("paused",), "running"),
    "cancel": (("draft", "awaiting_approval", "scheduled", "running", "paused"), "cancelled"),
}


async def launch(  # noqa: PLR0913 - when, and for whom among the audience
    session: AsyncSession,
    actor: Actor,
    broadcast_id: int,
    *,
    now: datetime,
    at: datetime | None = None,
    only: ColumnElement[bool] | None = None,
) -> Broadcast:
    """Fix the audience and let a draft leave, now or at a time; raise Refused when it may not.

    `only` is a further condition on Member: those whom an earlier broadcast missed, say.
    """
    broadcast = await get(session, broadcast_id, locked=True)
    require(
        actor,
        "broadcast:send",
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    if broadcast.state != "draft":
        raise Refused("broadcast-already-launched")
    lines = await freeze(session, broadcast, only=only)
    if not lines:
        raise Refused("broadcast-nobody")
    begin(broadcast, now=now, at=at)
    audit.record(
        session, actor, "broadcast:launch", f"broadcast:{broadcast.id}", now=now, lines=lines
    )
    await session.flush()
    await finish_done(session, now=now)
    return await get(session, broadcast_id)


def begin(broadcast: Broadcast, *, now: datetime, at: datetime | None = None) -> None:
    """Set a frozen broadcast running, or scheduled when its time is still to come."""
    waits = at is not None and at > now
    broadcast.state = "scheduled" if waits else "running"
    broadcast.starts_at = at if waits else now
    broadcast.launched_at = now


async def freeze(
    session: AsyncSession, broadcast: Broadcast, *, only: ColumnElement[bool] | None = None
) -> int:
    """Write one line a member of the audience, with the chat chosen now or why there is none.

    Lines of one chat are neighbours, so that a family gets one message.
    """
    line = _line(broadcast)
    lines = (
        select(*line.values())
        .select_from(Member)
        .outerjoin(Chat, Chat.id == chosen_chat())
        .where(segments.members_where(broadcast.rule), true() if only is None else only)
        .order_by(Chat.id, Member.id)
    )
    written = await session.execute(
        insert(Delivery).from_select(list(line), lines),
        execution_options={"preserve_rowcount": True},
    )
    return cast("CursorResult[Any]", written).rowcount


async def start_due(session: AsyncSession, *, now: datetime) -> list[int]:
    """Set running every scheduled broadcast whose time has come; return which."""
    started = await session.scalars(
        update(Broadcast)
        .where(Broadcast.state == "scheduled", Broadcast.starts_at <= now)
        .values(state="running")
        .returning(Broadcast.id)
    )
    ids = list(started)
    for one in ids:
        audit.record(session, job_actor("launch"), "broadcast:start", f"broadcast:{one}", now=now)
    return ids


async def pause(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime
) -> Broadcast:
    """Begin no more messages of a running broadcast."""
    return await _move(session, actor, broadcast_id, "pause", now=now)


async def resume(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime
) -> Broadcast:
    """Go on with a paused broadcast."""
    return await _move(session, actor, broadcast_id, "resume", now=now)


async def cancel(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime
) -> Broadcast:
    """End a broadcast for good; what has not begun never will, and says so."""
    broadcast = await _move(session, actor, broadcast_id, "cancel", now=now)
    broadcast.ended_at = now
    await session.execute(
        update(Delivery)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.state == "queued")
        .values(state="skipped", reason="cancelled")
    )
    await session.flush()
    return broadcast


async def finish_done(session: AsyncSession, *, now: datetime) -> list[int]:
    """End every running broadcast that has no open line left; return which."""
    open_lines = [
        exists().where(
            Delivery.account_id.in_(select(ChannelAccount.id)),  # first column of the indexes
            Delivery.broadcast_id == Broadcast.id,
            Delivery.state == literal_column(f"'{state}'"),  # no parameter: they are partial
        )
        for state in ("queued", "sending")
    ]
    finished = await session.scalars(
        update(Broadcast)
        .where(Broadcast.state == "running", *(~found for found in open_lines))
        .values(state="finished", ended_at=now)
        .returning(Broadcast.id)
        .execution_options(synchronize_session=False)
    )
    return list(finished)


def _line(broadcast: Broadcast) -> dict[str, Any]:
    """Return the columns of a line, each with what it is selected from."""
    reason = skip_reason(broadcast)
    return {
        "broadcast_id": literal(broadcast.id),
        "member_id": Member.id,
        "chat_id": Chat.id,
        "account_id": Chat.account_id,
        "ward_key": segments.ward_counted(),
        "state": case((reason == "", "queued"), else_="skipped"),
        "reason": reason,
        "platform_ref": literal(""),
        "pressed": literal(""),
    }


def chosen_chat() -> ColumnElement[int]:
    """Return the chat that a member is reached in: an open one, where they last wrote."""
    chat = aliased(Chat)
    return (
        select(chat.id)
        .join(Link, Link.chat_id == chat.id)
        .where(Link.member_id == Member.id)
        .order_by((chat.state == "open").desc(), chat.last_in_at.desc().nulls_last(), chat.id)
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )


async def _move(
    session: AsyncSession, actor: Actor, broadcast_id: int, verb: str, *, now: datetime
) -> Broadcast:
    broadcast = await get(session, broadcast_id, locked=True)
    require(
        actor,
        "broadcast:send",
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    leaves, leads_to = MOVES[verb]
    if broadcast.state not in leaves:
        raise Refused(f"broadcast-cannot-{verb}")
    broadcast.state = leads_to
    audit.record(session, actor, f"broadcast:{verb}", f"broadcast:{broadcast_id}", now=now)
    await session.flush()
    return broadcast
