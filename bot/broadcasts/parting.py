"""Room: how many messages carry a broadcast to one person on an account's platform."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.accounts import platform_of, title_of
from bot.broadcasts.rendering import WRITTEN
from bot.broadcasts.shapes import SHAPES
from bot.broadcasts.writing import get_wording, render_each
from bot.models import Broadcast
from bot.rendering import parts


async def count_messages(session: AsyncSession, broadcast: Broadcast, account: str) -> int:
    """Return how many there are: a long text and a second file take more than one.

    Of a text in several languages the one that takes the most is counted.
    """
    shape = SHAPES.get(title_of(platform_of(account)))
    if shape is None:
        return 1
    wording = await get_wording(session, broadcast)
    replies = await render_each(session, wording, broadcast.rule, WRITTEN)
    return max(1, *(len(parts(reply, shape)) for reply in replies))
