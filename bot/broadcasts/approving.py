"""Room: broadcasts that wait for a second person, and how they go on once that one has decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals
from bot.access import Actor
from bot.approvals import Matter
from bot.broadcasts.costing import estimate
from bot.broadcasts.permissions import require
from bot.broadcasts.writing import back_to_draft, get
from bot.errors import Refused
from bot.models import Approval, Broadcast, Series

FLAGS = {"urgent": "urgent", "twice_ok": "twice"}  # what is agreed on it -> why it is looked at
ALWAYS = ("correction", "recall")  # kinds that a second person always looks at


async def ask_or_pass(  # noqa: PLR0913 - who sends what, when, and how many need nobody
    session: AsyncSession,
    actor: Actor,
    broadcast: Broadcast,
    *,
    over: int,
    now: datetime,
    at: datetime | None = None,
) -> bool:
    """Tell whether a broadcast may leave; if not, it waits for a second person from now on.

    `over`: to more people than that needs one. A run of an approved series may leave.
    """
    if broadcast.may_cost and broadcast.state == "draft":
        broadcast.most_cost = (await estimate(session, broadcast, now=at or now)).most
    matter = approvals.matter_of(broadcast, at=at)
    reasons = await find_reasons(session, actor, broadcast, matter, over=over)
    if not reasons or await approvals.covers(session, matter):
        return True
    if await _is_of_approved_series(session, broadcast):
        return True
    broadcast.state, broadcast.starts_at = "awaiting_approval", at
    await approvals.ask(session, actor, matter, reasons, now=now, at=at)
    return False


async def ask_or_pass_series(
    session: AsyncSession, actor: Actor, series: Series, *, over: int, now: datetime
) -> bool:
    """Tell whether a series may run; if not, it waits. A yes covers its runs until its end."""
    matter = approvals.matter_of(series)
    reasons = await approvals.find_reasons(session, actor, matter, over=over)
    reasons += [why for flag, why in FLAGS.items() if series.draft.get(flag)]
    if not reasons or await approvals.covers(session, matter):
        return True
    series.state = "awaiting_approval"
    await approvals.ask(session, actor, matter, reasons, now=now)
    return False


async def find_reasons(
    session: AsyncSession, actor: Actor, broadcast: Broadcast, matter: Matter, *, over: int
) -> list[str]:
    """Return why a broadcast needs a second person; nothing when it does not."""
    reasons = await approvals.find_reasons(session, actor, matter, over=over)
    reasons += [why for flag, why in FLAGS.items() if getattr(broadcast, flag)]
    if broadcast.may_cost:
        reasons.append("costs")
    if broadcast.kind in ALWAYS:
        reasons.append(broadcast.kind)
    return reasons


async def withdraw(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime
) -> Broadcast:
    """Take a broadcast that waits back to a draft, to be changed; the question is void."""
    broadcast = await get(session, broadcast_id, locked=True)
    require(
        actor, "broadcast:write", organisation_id=broadcast.organisation_id, rule=broadcast.rule
    )
    if broadcast.state != "awaiting_approval":
        raise Refused("broadcast-not-awaiting")
    await back_to_draft(session, broadcast, now=now)
    return broadcast


async def _is_of_approved_series(session: AsyncSession, broadcast: Broadcast) -> bool:
    if broadcast.series_id is None:
        return False
    series = await session.get_one(Series, broadcast.series_id)
    return await approvals.covers(session, approvals.matter_of(series))


async def find_question(session: AsyncSession, broadcast_id: int) -> Approval | None:
    """Return the approval that a broadcast waits for, if it waits for one."""
    return await approvals.find_pending(session, "broadcast", broadcast_id)
