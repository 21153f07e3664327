"""Room: how many of a draft's audience would get it as things stand: the rest have no chat yet."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import segments
from bot.broadcasts.launching import chosen_chat
from bot.broadcasts.verdicts import skip_reason
from bot.models import Broadcast, Chat, Member


async def count_reached(session: AsyncSession, broadcast: Broadcast) -> int:
    """Return how many members a launch at this moment would queue."""
    query = (
        select(func.count())
        .select_from(Member)
        .outerjoin(Chat, Chat.id == chosen_chat())
        .where(segments.members_where(broadcast.rule), skip_reason(broadcast) == "")
    )
    return await session.scalar(query) or 0
