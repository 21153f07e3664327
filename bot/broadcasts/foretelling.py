"""Room: what is said before a broadcast leaves: when it begins, and how many would be late."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import windows
from bot.broadcasts.ordering import goes_before
from bot.broadcasts.reaching import count_by_account
from bot.broadcasts.states import has_state
from bot.errors import Refused
from bot.models import Broadcast, ChannelAccount, Delivery
from bot.settings import Settings
from bot.windows import Window


@dataclass(frozen=True, slots=True)
class Forecast:
    """Say when a broadcast really begins, and how many of those it reaches would be late.

    Without a deadline nobody is late, and nobody is counted; a family that shares a chat is
    counted as if it did not.
    """

    leaves: datetime
    window: Window
    reached: int = 0
    late: int = 0


async def window_of(session: AsyncSession, broadcast: Broadcast, settings: Settings) -> Window:
    """Return when a broadcast's messages may leave."""
    window = await windows.load_one(session, broadcast.organisation_id, settings)
    return window.of(urgent=broadcast.urgent)


def check_deadline(window: Window, send_by: datetime, *, start: datetime) -> None:
    """Raise Refused unless messages may leave between a start and a deadline, and up to it."""
    if send_by <= start:
        raise Refused("broadcast-send-by-before-start")
    if not window.reaches(send_by) or window.capacity(start, send_by) <= 0:
        raise Refused("broadcast-send-by-closed")


async def foretell(
    session: AsyncSession, broadcast: Broadcast, settings: Settings, *, start: datetime
) -> Forecast:
    """Return what a draft that starts then would come to, at the rates of the site's accounts."""
    window = await window_of(session, broadcast, settings)
    leaves = window.next_open(start)
    if broadcast.send_by is None:
        return Forecast(leaves, window)
    reached = await count_by_account(session, broadcast, now=start)
    first = goes_before(urgent=broadcast.urgent, people=sum(reached.values()))
    rates, ahead = await find_rates(session, settings), await _count_ahead(session, first)
    seconds = window.capacity(start, broadcast.send_by)
    late = sum(
        count_late(count, ahead=ahead.get(one, 0), rate=rates.get(one, 0.0), seconds=seconds)
        for one, count in reached.items()
    )
    return Forecast(leaves, window, sum(reached.values()), late)


def count_late(count: int, *, ahead: int, rate: float, seconds: float) -> int:
    """Return how many of so many messages do not leave in some seconds, behind those ahead."""
    leave = max(0, math.floor(rate * seconds) - ahead)
    return max(0, count - leave)


async def find_rates(session: AsyncSession, settings: Settings) -> Mapping[int, float]:
    """Return how many messages a second each account may send: its own rate, or the setting's."""
    accounts = await session.scalars(select(ChannelAccount))
    return {one.id: one.rate or settings.rate_of(one.name) for one in accounts}


async def _count_ahead(session: AsyncSession, first: ColumnElement[bool]) -> dict[int | None, int]:
    """Return how many lines already wait on each account, of running broadcasts that go first."""
    running = select(Broadcast.id).where(Broadcast.state == "running", first)
    query = (
        select(Delivery.account_id, func.count().label("n"))
        .where(
            has_state("queued"),
            Delivery.broadcast_id.in_(running),
        )
        .group_by(Delivery.account_id)
    )
    return {row.account_id: row.n for row in await session.execute(query)}
