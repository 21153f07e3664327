"""Room: how many of a draft's audience would get it as things stand: the rest have no chat yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.detours import chosen_chat
from bot.broadcasts.fares import load_fares
from bot.broadcasts.verdicts import is_meant, skip_reason
from bot.models import Broadcast, Chat, Member


async def count_reached(session: AsyncSession, broadcast: Broadcast, *, now: datetime) -> int:
    """Return how many members a launch at this moment would queue."""
    return sum((await count_by_account(session, broadcast, now=now)).values())


async def count_by_account(
    session: AsyncSession, broadcast: Broadcast, *, now: datetime
) -> dict[int, int]:
    """Return how many members a launch at this moment would queue on each channel account."""
    fares = await load_fares(session, now, where_last=broadcast.where_last)
    query = (
        select(Chat.account_id, func.count().label("n"))
        .select_from(Member)
        .join(Chat, Chat.id == chosen_chat(fares))
        .where(is_meant(broadcast), skip_reason(broadcast, fares) == "")
        .group_by(Chat.account_id)
    )
    return {row.account_id: row.n for row in await session.execute(query)}
