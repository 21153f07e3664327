"""Room: how far a broadcast is, and when it will be through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.foretelling import find_rates, window_of
from bot.broadcasts.reporting import Report
from bot.models import Broadcast, DeliveryCount
from bot.pacing import MARGIN
from bot.settings import Settings

DONE = ("sent", "failed", "unknown", "skipped")


@dataclass(frozen=True, slots=True)
class Progress:
    """Say how many lines of a broadcast are settled, of how many members."""

    done: int
    listed: int  # members who have their line
    total: int  # the audience, counted at launch
    is_listing: bool  # more lines are being written
    ends_at: datetime | None  # when the last queued line leaves; None: nobody can tell


async def foresee(
    session: AsyncSession, report: Report, settings: Settings, *, now: datetime
) -> Progress:
    """Return how far a launched broadcast is, and when its queued lines will have left.

    Those that wait for their member's budget are not foreseen: they come one by one, later.
    """
    broadcast = report.broadcast
    is_listing = broadcast.frozen_at is None
    return Progress(
        report.count(*DONE),
        report.total,
        max(report.total, broadcast.audience) if is_listing else report.total,
        is_listing,
        await _find_end(session, report, settings, now=now) if not is_listing else None,
    )


async def _find_end(
    session: AsyncSession, report: Report, settings: Settings, *, now: datetime
) -> datetime | None:
    broadcast = report.broadcast
    if broadcast.state != "running" or not report.leaving:
        return None
    rates = await find_rates(session, settings)
    if not all(rates.get(account) for account in report.leaving):
        return None
    ahead = await _count_before(session, broadcast)
    seconds = max(
        (count + ahead.get(account, 0)) / (rates[account] * MARGIN)
        for account, count in report.leaving.items()
    )
    ends = (await window_of(session, broadcast, settings)).end_of(now, seconds)
    return min(ends, broadcast.send_by or ends)


async def _count_before(session: AsyncSession, broadcast: Broadcast) -> Mapping[int, int]:
    """Return how many lines wait on each account that leave before this broadcast's."""
    starts = Broadcast.starts_at
    earlier = or_(
        starts < broadcast.starts_at,
        (starts == broadcast.starts_at) & (Broadcast.id < broadcast.id),
    )
    n = func.sum(DeliveryCount.lines)
    query = (
        select(DeliveryCount.account_id, n.label("n"))
        .join(Broadcast, Broadcast.id == DeliveryCount.broadcast_id)
        .where(Broadcast.state == "running", earlier, DeliveryCount.state == "queued")
        .group_by(DeliveryCount.account_id)
    )
    return {row.account_id: row.n for row in await session.execute(query)}
