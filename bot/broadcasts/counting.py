"""Room: how many lines of a broadcast are alike, read from what the ledger itself keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import distinct, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Broadcast, DeliveryCount
from bot.models.counts import KEY, fold_alike

LIVELY = timedelta(hours=1)  # after its end a broadcast changes no more, but for late presses
WORTH_FOLDING = 200  # rows of one broadcast beyond those that stay


@dataclass(frozen=True, slots=True)
class Count:
    """Hold how many lines of a broadcast are alike."""

    ward_key: str
    organisation_id: int
    account_id: int
    state: str
    reason: str
    pressed: str
    n: int


ALIKE = [getattr(DeliveryCount, name) for name in KEY]


async def count_lines(session: AsyncSession, broadcast_id: int) -> list[Count]:
    """Return a broadcast's lines, those that are alike counted together."""
    n = func.sum(DeliveryCount.lines)
    query = (
        select(*ALIKE[1:], n.label("n"))
        .where(DeliveryCount.broadcast_id == broadcast_id)
        .group_by(*ALIKE[1:])
        .having(n != 0)
    )
    rows = (await session.execute(query)).mappings()
    return [Count(**{str(name): value for name, value in row.items()}) for row in rows]


async def fold_counts(session: AsyncSession, *, now: datetime) -> bool:
    """Add up changes of the lively broadcast that has most of them; return whether one had.

    SQLite adds up at once and never has anything to fold.
    """
    if session.get_bind().dialect.name == "sqlite":
        return False
    kinds = func.count(distinct(tuple_(*ALIKE)))
    lively = Broadcast.state.in_(("running", "paused")) | (Broadcast.ended_at > now - LIVELY)
    busiest = (
        select(DeliveryCount.broadcast_id)
        .where(DeliveryCount.broadcast_id.in_(select(Broadcast.id).where(lively)))
        .group_by(DeliveryCount.broadcast_id)
        .having(func.count() > kinds + WORTH_FOLDING)
        .order_by(func.count().desc())
        .limit(1)
    )
    broadcast_id = await session.scalar(busiest)
    if broadcast_id is not None:
        await session.execute(fold_alike(DeliveryCount, KEY, broadcast_id))
    return broadcast_id is not None
