"""Room: quotas: what accounts have sent this month, and what is left to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import to_local
from bot.models import AccountMonth, ChannelAccount, Chat
from bot.quotas.plans import Limits

LONGEST_MONTH = timedelta(days=31)
PEOPLE = (
    select(func.count(Chat.id))
    .where(Chat.account_id == ChannelAccount.id)
    .correlate(ChannelAccount)
    .scalar_subquery()
)
FIND_LIMITED = (
    select(ChannelAccount, AccountMonth.messages, AccountMonth.refused_at, PEOPLE)
    .outerjoin(
        AccountMonth,
        (AccountMonth.account_id == ChannelAccount.id)
        & (AccountMonth.month == bindparam("month")),
    )
    .where((ChannelAccount.most_people > 0) | (ChannelAccount.most_messages > 0))
    .order_by(ChannelAccount.name)
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Hold what an account with limits has used, and what is left to it until a day."""

    account: str
    people: int
    most_people: int | None
    spent: int
    most_messages: int | None
    refused: bool  # the platform has said this month that nothing is left, whatever we count
    until: date  # the first day of the next month

    @property
    def left(self) -> int | None:
        """Return how many messages are left this month; None: there is no limit."""
        if self.most_messages is None:
            return None
        return 0 if self.refused else max(0, self.most_messages - self.spent)

    @property
    def is_full(self) -> bool:
        """Tell whether nobody new can be reached here."""
        return self.most_people is not None and self.people >= self.most_people


def month_of(moment: datetime) -> str:
    """Name a month as it is in Viet Nam: 2026-12."""
    return f"{to_local(moment):%Y-%m}"


def next_month(moment: datetime) -> date:
    """Return the first day of the month after, as it is in Viet Nam."""
    return (to_local(moment).date().replace(day=1) + LONGEST_MONTH).replace(day=1)


async def note_limits(session: AsyncSession, limits: Mapping[str, Limits]) -> None:
    """Note what each account may, so that every room and program knows it."""
    for name, one in limits.items():
        await session.execute(
            update(ChannelAccount)
            .where(ChannelAccount.name == name)
            .values(most_people=one.people, most_messages=one.messages)
        )


async def spend_all(session: AsyncSession, spent: Sequence[tuple[int, str, int]]) -> list[bool]:
    """Spend for many, each an account, a month and a count, by one statement an account."""
    counts: dict[tuple[int, str], int] = {}
    for account_id, month, count in spent:
        counts[account_id, month] = counts.get((account_id, month), 0) + count
    refused = {place: await spend(session, *place, counts[place]) for place in sorted(counts)}
    return [refused[account_id, month] for account_id, month, _ in spent]


async def spend(session: AsyncSession, account_id: int, month: str, count: int) -> bool:
    """Count messages of an account in a month; below zero: they did not leave after all.

    Return whether the platform has said of this month that it is spent.
    """
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(AccountMonth) if on_sqlite else postgresql.insert(AccountMonth)
    first = insert.values(account_id=account_id, month=month, messages=max(0, count))
    counted = first.on_conflict_do_update(
        index_elements=[AccountMonth.account_id, AccountMonth.month],
        set_={"messages": AccountMonth.messages + count},
    ).returning(AccountMonth.refused_at)
    return await session.scalar(counted) is not None


async def note_refusal(
    session: AsyncSession, account_id: int, month: str, at: datetime | None
) -> None:
    """Note that the platform says that the month is spent; None: it has taken one since."""
    await spend(session, account_id, month, 0)
    await session.execute(
        update(AccountMonth).filter_by(account_id=account_id, month=month).values(refused_at=at)
    )


async def find_allowances(session: AsyncSession, *, now: datetime) -> dict[int, Allowance]:
    """Return what is left to each account that has a limit, by its number."""
    month = {"month": month_of(now)}
    return {
        account.id: Allowance(
            account.name,
            count,
            account.most_people,
            spent or 0,
            account.most_messages,
            refused is not None,
            next_month(now),
        )
        for account, spent, refused, count in await session.execute(FIND_LIMITED, month)
    }
