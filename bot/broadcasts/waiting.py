"""Room: open lines that wait, are too late, or whose broadcast was cancelled, slice by slice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.states import has_state
from bot.models import OPEN, Broadcast, Delivery

SLICE = 2000  # lines that one statement changes at most
CANCELLED = {"state": "skipped", "reason": "cancelled"}


async def wake(session: AsyncSession, *, now: datetime) -> bool:
    """Queue a slice of what has waited long enough; return whether there may be more."""
    due = _slice("waiting").where(Delivery.not_before <= now).with_for_update(skip_locked=True)
    return await _change(session, due, state="queued", not_before=None) == SLICE


async def skip_late(session: AsyncSession, *, now: datetime) -> bool:
    """Skip a slice of what could not leave in time; return whether there may be more."""
    late = select(Broadcast.id).where(
        Broadcast.state.in_(("running", "paused")), Broadcast.send_by <= now
    )
    ids = list(await session.scalars(late))
    for state in OPEN if ids else ():
        lines = _slice(state, ids).with_for_update(skip_locked=True)
        if await _change(session, lines, state="skipped", reason="too_late") == SLICE:
            return True
    return False


async def close_cancelled(session: AsyncSession, *, now: datetime) -> bool:
    """Skip a slice of what a cancelled broadcast left open; return whether there may be more."""
    closing = (
        select(Broadcast)
        .where(Broadcast.state == "cancelled", Broadcast.ended_at.is_(None))
        .where(Broadcast.launched_at.is_not(None))
        .order_by(Broadcast.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    broadcast = await session.scalar(closing)
    if broadcast is None:
        return False
    await skip_cancelled(session, broadcast, now=now)
    return True


async def skip_cancelled(session: AsyncSession, broadcast: Broadcast, *, now: datetime) -> None:
    """Skip a slice of the open lines of a cancelled broadcast, locked; it ends with the last one.

    Lines that others hold are waited for, as none may be left. Those that wait come first: what
    is woken meanwhile is then found among the queued.
    """
    for state in reversed(OPEN):
        lines = _slice(state, [broadcast.id]).with_for_update()
        if await _change(session, lines, **CANCELLED) == SLICE:
            return
    broadcast.ended_at = now
    await session.flush()


async def drop_cancelled(session: AsyncSession, broadcast_ids: Collection[int]) -> None:
    """Skip lines that came back to a broadcast which was cancelled meanwhile.

    The lock lets a cancellation that is under way end first, or see these lines itself. As long
    as slices of it are still to come, they are among them.
    """
    if not broadcast_ids:
        return
    found = await session.execute(
        select(Broadcast.id, Broadcast.state, Broadcast.ended_at)
        .where(Broadcast.id.in_(broadcast_ids))
        .with_for_update(read=True, key_share=True)
    )
    ended = [row.id for row in found if row.state == "cancelled" and row.ended_at is not None]
    for state in OPEN if ended else ():
        await session.execute(
            update(Delivery)
            .where(has_state(state), Delivery.broadcast_id.in_(ended))
            .values(**CANCELLED)
            .execution_options(synchronize_session=False)
        )


def _slice(state: str, broadcast_ids: Collection[int] | None = None) -> Select[int]:
    """Select so many lines in a state, of these broadcasts or of all."""
    lines = select(Delivery.id).where(has_state(state))
    if broadcast_ids is not None:
        lines = lines.where(Delivery.broadcast_id.in_(broadcast_ids))
    return lines.limit(SLICE)


async def _change(session: AsyncSession, lines: Select[int], **values: Any) -> int:
    changed = await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(lines))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", changed).rowcount
