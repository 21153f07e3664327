"""Room: who sends for which account, as the leases tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import ChannelAccount, Lease


@dataclass(frozen=True, slots=True)
class Standing:
    """Say who sends for an account; an empty holder: nobody does."""

    account: str
    holder: str


async def find_standings(session: AsyncSession) -> Sequence[Standing]:
    """Return who holds each account at this moment, on PostgreSQL."""
    query = (
        select(ChannelAccount.name, Lease.holder, Lease.until > func.clock_timestamp())
        .outerjoin(Lease, Lease.account_id == ChannelAccount.id)
        .order_by(ChannelAccount.name)
    )
    rows = await session.execute(query)
    return [Standing(name, holder if alive else "") for name, holder, alive in rows]
