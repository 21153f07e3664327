"""Room: how many lines of a broadcast are alike, read from what the ledger itself keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text, true
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Broadcast, DeliveryCount
from bot.models.counts import KEY

MOST_FOLDED = 5000  # rows a transaction
LIVELY = timedelta(hours=1)  # after its end a broadcast changes no more, but for late presses
WORTH_FOLDING = 200  # rows of one broadcast


@dataclass(frozen=True, slots=True)
class Count:
    """Hold how many lines of a broadcast are alike."""

    ward_key: str
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
    lively = Broadcast.ended_at.is_(None) | (Broadcast.ended_at > now - LIVELY)
    launched = select(Broadcast.id).where(Broadcast.launched_at.is_not(None), lively)
    busiest = (
        select(DeliveryCount.broadcast_id)
        .where(DeliveryCount.broadcast_id.in_(launched), ~DeliveryCount.folded)
        .group_by(DeliveryCount.broadcast_id)
        .having(func.count() > WORTH_FOLDING)
        .order_by(func.count().desc())
        .limit(1)
    )
    broadcast_id = await session.scalar(busiest)
    if broadcast_id is not None:
        await session.execute(_fold(broadcast_id))
    return broadcast_id is not None


def _fold(broadcast_id: int) -> Insert:
    """Add changes to the rows that hold those of their kind, whoever else writes meanwhile.

    In one order, so that two who fold wait for each other once at most.
    """
    taken = (
        select(DeliveryCount.id)
        .where(DeliveryCount.broadcast_id == broadcast_id, ~DeliveryCount.folded)
        .limit(MOST_FOLDED)
        .with_for_update(skip_locked=True)
    )
    gone = (
        delete(DeliveryCount)
        .where(DeliveryCount.id.in_(taken))
        .returning(*ALIKE, DeliveryCount.lines)
        .cte("gone")
    )
    alike = [gone.c[name] for name in KEY]
    change = func.sum(gone.c.lines)
    sums = select(*alike, change, true()).group_by(*alike).having(change != 0).order_by(*alike)
    folded = insert(DeliveryCount).from_select([*KEY, "lines", "folded"], sums)
    return folded.on_conflict_do_update(
        index_elements=ALIKE,
        index_where=text("folded"),
        set_={"lines": DeliveryCount.lines + folded.excluded.lines},
    )
