"""Room: lines of which nobody knows whether they arrived, tried a second time.

Law: never by themselves, unless the broadcast was launched as "better twice than never"; and then
once, so that nobody gets it a third time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, segments
from bot.access import Actor
from bot.broadcasts.permissions import require
from bot.broadcasts.priors import AMENDING
from bot.broadcasts.writing import get
from bot.errors import Refused
from bot.members.permissions import within
from bot.models import Broadcast, Delivery, Member

AGAIN = "again"  # the reason of a line that is tried for the second time
RESENT_IN = ("running", "paused", "finished")
MOST_NAMED = 20


async def resend_unknown(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime
) -> int:
    """Queue a broadcast's unknown lines, knowing that some may have arrived; return how many.

    Raises Refused when there are none, when the broadcast can send nothing any more, and when it
    has been put right or taken back. Who was erased since has no chat to send to.
    """
    broadcast = await get(session, broadcast_id, locked=True)
    require(
        actor, "broadcast:send", organisation_id=broadcast.organisation_id, rule=broadcast.rule
    )
    if broadcast.state not in RESENT_IN:
        raise Refused("broadcast-cannot-resend")
    if broadcast.send_by is not None and broadcast.send_by <= now:
        raise Refused("broadcast-resend-too-late")
    if await _is_amended(session, broadcast):
        raise Refused("broadcast-resend-amended")
    lines = await _requeue(
        session,
        Delivery.broadcast_id == broadcast_id,
        Delivery.state == "unknown",
        Delivery.chat_id.is_not(None),
    )
    if not lines:
        raise Refused("broadcast-nothing-unknown")
    if broadcast.state == "finished":
        broadcast.state, broadcast.ended_at = "running", None
    audit.record(
        session, actor, "broadcast:resend", f"broadcast:{broadcast_id}", now=now, lines=lines
    )
    await session.flush()
    return lines


async def find_unknown(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, limit: int = MOST_NAMED
) -> list[tuple[str, str]]:
    """Return the members of whom nobody knows whether it arrived, with why, by their names.

    Nobody is named whom the actor may not read of, and no organizer is told who is meant by what
    they answered.
    """
    broadcast = await get(session, broadcast_id)
    require(actor, "report:read", organisation_id=broadcast.organisation_id, rule=broadcast.rule)
    if not actor.trusted and await segments.tells_answers(session, broadcast.rule):
        return []
    query = (
        select(Member.full_name, Delivery.reason)
        .join(Member, Member.id == Delivery.member_id)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.state == "unknown")
        .where(within(actor, "report:read"))
        .order_by(Member.full_name, Member.id)
        .limit(limit)
    )
    return [(row.full_name, row.reason) for row in await session.execute(query)]


async def try_again(session: AsyncSession, *lines: ColumnElement[bool]) -> int:
    """Queue those of these lines, in our hands, that may come twice and were tried once."""
    may_come_twice = select(Broadcast.id).where(Broadcast.twice_ok)
    return await _requeue(
        session,
        *lines,
        Delivery.state == literal_column("'sending'"),
        Delivery.reason != AGAIN,
        Delivery.broadcast_id.in_(may_come_twice),
    )


async def _is_amended(session: AsyncSession, broadcast: Broadcast) -> bool:
    """Tell whether something newer puts a broadcast right or takes it back, or is about to."""
    amended = broadcast.parent_id if broadcast.kind in AMENDING else broadcast.id
    newer = select(Broadcast.id).where(
        Broadcast.parent_id == amended,
        Broadcast.kind.in_(AMENDING),
        Broadcast.id > broadcast.id,
        or_(Broadcast.state != "cancelled", Broadcast.launched_at.is_not(None)),
    )
    return await session.scalar(newer.limit(1)) is not None


async def _requeue(session: AsyncSession, *lines: ColumnElement[bool]) -> int:
    """Queue lines again; what was begun of them counts in nobody's contact budget twice."""
    queued: dict[str, Any] = {"state": "queued", "reason": AGAIN, "begun_at": None}
    changed = await session.execute(
        update(Delivery)
        .where(*lines)
        .values(**queued)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", changed).rowcount
