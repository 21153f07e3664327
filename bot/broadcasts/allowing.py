"""Room: whether the accounts of a broadcast have as many messages left as it needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import quotas
from bot.accounts import title_of
from bot.broadcasts.costing import count_late
from bot.broadcasts.parting import count_messages
from bot.broadcasts.reaching import count_by_account
from bot.errors import Refused
from bot.models import OPEN, Broadcast, Delivery
from bot.quotas import Allowance
from bot.text import say

AHEAD = ("scheduled", "running", "paused")  # of these broadcasts messages are still to leave


@dataclass(frozen=True, slots=True)
class Need:
    """Hold how many messages a broadcast needs of an account, and how many it may have."""

    account: str
    needed: int
    left: int
    until: date

    @property
    def fits(self) -> bool:
        """Tell whether the account can carry it."""
        return self.needed <= self.left


async def find_needs(
    session: AsyncSession, broadcast: Broadcast, *, start: datetime, now: datetime
) -> list[Need]:
    """Return what a broadcast that starts then needs of the accounts whose months are counted.

    A family that shares a chat is counted as if it did not. What other broadcasts are still to
    send has been promised; a month that has not begun is whole. Where a platform has windows, what
    leaves within the free hours is not counted.
    """
    allowances = await quotas.find_allowances(session, now=now)
    counted = {key: one for key, one in allowances.items() if one.left is not None}
    if not counted:
        return []
    late = await count_late(session, broadcast, now=start)
    reached = {**await count_by_account(session, broadcast, now=start), **late}
    ahead = await _count_ahead(session, broadcast, list(counted), late)
    needs = []
    for key, one in counted.items():
        if reached.get(key):
            each = 1 if key in late else await count_messages(session, broadcast, one.account)
            left = _left_at(one, start) - ahead.get(key, 0)
            until = quotas.next_month(max(start, now))
            needs.append(Need(one.account, reached[key] * each, max(0, left), until))
    return needs


async def check_quota(
    session: AsyncSession, broadcast: Broadcast, *, start: datetime, now: datetime
) -> None:
    """Raise Refused when an account has too few messages left: before the first, not midway."""
    if need := await find_short(session, broadcast, start=start, now=now):
        raise Refused(
            "broadcast-over-quota",
            account=title_of(need.account),
            needed=need.needed,
            left=need.left,
            until=f"{need.until:%d/%m/%Y}",
        )


async def find_short(
    session: AsyncSession, broadcast: Broadcast, *, start: datetime, now: datetime
) -> Need | None:
    """Return what an account cannot carry of a broadcast, if there is one that cannot."""
    needs = await find_needs(session, broadcast, start=start, now=now)
    return next((need for need in needs if not need.fits), None)


def say_needs(needs: list[Need], locale: str, *, phrase: str = "broadcast-quota") -> list[str]:
    """Say what a broadcast needs, account by account."""
    return [
        say(
            locale,
            phrase,
            account=title_of(need.account),
            needed=need.needed,
            left=need.left,
            after=max(0, need.left - need.needed),
            until=f"{need.until:%d/%m/%Y}",
            fits="yes" if need.fits else "no",
        )
        for need in needs
    ]


def _left_at(allowance: Allowance, start: datetime) -> int:
    """Return what is left when a broadcast starts: a month that has not begun is whole."""
    if quotas.next_month(start) > allowance.until:
        return allowance.most_messages or 0
    return allowance.left or 0


async def _count_ahead(
    session: AsyncSession, broadcast: Broadcast, accounts: list[int], late: Collection[int]
) -> dict[int | None, int]:
    """Return how many messages these accounts are still to send of other broadcasts.

    Of those in `late` only what may cost is promised: the rest leaves within the free hours.
    """
    others = Broadcast.state.in_(AHEAD) & (Broadcast.id != broadcast.id)
    query = (
        select(Delivery.account_id, func.count().label("n"))
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(
            Delivery.account_id.in_(accounts),
            Delivery.state.in_((*OPEN, "sending")),
            others,
            Delivery.account_id.not_in(late) | Broadcast.may_cost,
        )
        .group_by(Delivery.account_id)
    )
    return {row.account_id: row.n for row in await session.execute(query)}
