"""Room: a broadcast from draft to end: launched, started, paused, resumed, cancelled, finished.

Law: the audience is fixed at launch, one line a member.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, audit, files, segments
from bot.access import Actor, job_actor
from bot.broadcasts.allowing import check_quota
from bot.broadcasts.approving import ask_or_pass
from bot.broadcasts.attaching import read_attachments
from bot.broadcasts.fields import DAY_FIELD, LACKING, find_needed, texts_of
from bot.broadcasts.freezing import begin_freezing, count_audience
from bot.broadcasts.permissions import require
from bot.broadcasts.states import has_state
from bot.broadcasts.waiting import skip_cancelled
from bot.broadcasts.writing import get
from bot.errors import Refused
from bot.models import OPEN, Broadcast, Delivery
from bot.settings import APPROVE_OVER

# verb: the states that it leaves, and the one that it leads to
MOVES = {
    "pause": (("running",), "paused"),
    "resume": (("paused",), "running"),
    "cancel": (("draft", "awaiting_approval", "scheduled", "running", "paused"), "cancelled"),
}


async def launch(  # noqa: PLR0913 - when it leaves, and what it may do alone
    session: AsyncSession,
    actor: Actor,
    broadcast_id: int,
    *,
    now: datetime,
    at: datetime | None = None,
    approve_over: int = APPROVE_OVER,
) -> Broadcast:
    """Let a draft leave, now or at a time, or wait for a second person; or raise Refused.

    To more than `approve_over` people it waits for approval; its state tells.
    """
    broadcast = await get(session, broadcast_id, locked=True)
    require(
        actor,
        "broadcast:send",
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    if broadcast.state != "draft":
        waits = broadcast.state == "awaiting_approval"
        raise Refused("broadcast-awaits" if waits else "broadcast-already-launched")
    if DAY_FIELD in texts_of(broadcast):
        raise Refused("broadcast-day-needs-series")
    if broadcast.send_by is not None and broadcast.send_by <= max(at or now, now):
        raise Refused("broadcast-send-by-before-start")
    people = await _count_people(session, broadcast)
    await check_quota(session, broadcast, start=at or now, now=now)
    if not await ask_or_pass(session, actor, broadcast, over=approve_over, now=now, at=at):
        return broadcast
    return await set_out(session, actor, broadcast, now=now, at=at, people=people)


async def set_out(  # noqa: PLR0913 - who sends what, when, and what is known of its audience
    session: AsyncSession,
    actor: Actor,
    broadcast: Broadcast,
    *,
    now: datetime,
    at: datetime | None = None,
    people: int | None = None,
) -> Broadcast:
    """Fix the audience of a broadcast that may leave, and begin; who calls has the right.

    `people`: how many the audience has, where this transaction has counted them already.
    """
    await segments.check_crowd(session, broadcast.rule)
    enclosed = read_attachments(broadcast.attachments)
    for file in enclosed.files if broadcast.kind != "recall" else ():
        await files.extend(session, file, now=now)
    await check_quota(session, broadcast, start=at or now, now=now)
    lines = await begin_freezing(session, broadcast, now=now, people=people)
    if not lines:
        raise Refused("broadcast-nobody")
    begin(broadcast, now=now, at=at)
    audit.record(
        session, actor, "broadcast:launch", f"broadcast:{broadcast.id}", now=now, lines=lines
    )
    await session.flush()
    await finish_done(session, now=now)
    return await get(session, broadcast.id)


async def _count_people(session: AsyncSession, broadcast: Broadcast) -> int:
    """Count an audience, or raise Refused for a field that somebody of it lacks.

    In one go: each look at everybody is made while we hold SQLite's one lock.
    """
    needed = find_needed(broadcast)
    lack = [func.count().filter(LACKING[name]()) for name in needed]
    people, *lacking = await count_audience(session, broadcast, *lack)
    for name, count in zip(needed, lacking, strict=True):
        if count:
            raise Refused("broadcast-field-lacking", field=name, count=count)
    return people


def begin(broadcast: Broadcast, *, now: datetime, at: datetime | None = None) -> None:
    """Set a frozen broadcast running, or scheduled when its time is still to come."""
    waits = at is not None and at > now
    broadcast.state = "scheduled" if waits else "running"
    broadcast.starts_at = at if waits else now
    broadcast.launched_at = now


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
    """End a broadcast for good; what has not begun never will, and says so.

    Of many lines only a slice says so at once, and the rest soon (`jobs/deliver.py`); then it has
    ended. None of them leaves meanwhile, as a claim looks at the broadcast.
    """
    broadcast = await _move(session, actor, broadcast_id, "cancel", now=now)
    await skip_cancelled(session, broadcast, now=now)
    return broadcast


async def finish_done(session: AsyncSession, *, now: datetime) -> list[int]:
    """End every running broadcast that has no open line left; return which.

    What seems to be done is locked and looked at once more: somebody may have queued lines of it
    in the meantime.
    """
    seem_done = select(Broadcast.id).where(_is_done())
    locked = seem_done.with_for_update(key_share=True, skip_locked=True)
    ids = list(await session.scalars(locked))
    if not ids:
        return []
    finished = await session.scalars(
        update(Broadcast)
        .where(Broadcast.id.in_(ids), _is_done())
        .values(state="finished", ended_at=now)
        .returning(Broadcast.id)
        .execution_options(synchronize_session=False)
    )
    return list(finished)


@cache
def _is_done() -> ColumnElement[bool]:
    open_lines = [
        exists().where(has_state(state), Delivery.broadcast_id == Broadcast.id)
        for state in (*OPEN, "sending")
    ]
    return and_(
        Broadcast.state == "running",
        Broadcast.frozen_at.is_not(None),
        *(~found for found in open_lines),
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
    broadcast.state, broadcast.pause_reason = leads_to, ""
    audit.record(session, actor, f"broadcast:{verb}", f"broadcast:{broadcast_id}", now=now)
    if leads_to == "cancelled":
        await approvals.void(session, "broadcast", broadcast_id, now=now)
    await session.flush()
    return broadcast
