"""Room: open lines that wait, are too late, or came back to a broadcast that was cancelled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.states import has_state
from bot.models import OPEN, Broadcast, Delivery

SLICE = 2000  # lines that one statement changes at most


async def wake(session: AsyncSession, *, now: datetime) -> bool:
    """Queue a slice of what has waited long enough; return whether there may be more."""
    due = select(Delivery.id).where(has_state("waiting"), Delivery.not_before <= now).limit(SLICE)
    return await _change(session, due, state="queued", not_before=None) == SLICE


async def skip_late(session: AsyncSession, *, now: datetime) -> bool:
    """Skip a slice of what could not leave in time; return whether there may be more."""
    late = select(Broadcast.id).where(
        Broadcast.state.in_(("running", "paused")), Broadcast.send_by <= now
    )
    ids = list(await session.scalars(late))
    reason = {"state": "skipped", "reason": "too_late"}
    for state in OPEN if ids else ():
        lines = select(Delivery.id).where(has_state(state), Delivery.broadcast_id.in_(ids))
        if await _change(session, lines.limit(SLICE), **reason) == SLICE:
            return True
    return False


async def drop_cancelled(session: AsyncSession, broadcast_ids: Collection[int]) -> None:
    """Skip lines that came back to a broadcast which was cancelled meanwhile.

    The lock lets a cancellation that is under way end first, or see these lines itself.
    """
    if not broadcast_ids:
        return
    states = await session.execute(
        select(Broadcast.id, Broadcast.state)
        .where(Broadcast.id.in_(broadcast_ids))
        .with_for_update(read=True)
    )
    cancelled = [row.id for row in states if row.state == "cancelled"]
    if cancelled:
        await session.execute(
            update(Delivery)
            .where(Delivery.broadcast_id.in_(cancelled), Delivery.state.in_(OPEN))
            .values(state="skipped", reason="cancelled")
            .execution_options(synchronize_session=False)
        )


async def _change(session: AsyncSession, lines: Select[int], **values: Any) -> int:
    changed = await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(lines.with_for_update(skip_locked=True)))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", changed).rowcount
