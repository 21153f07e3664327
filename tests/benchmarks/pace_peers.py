"""Benchmarks, under test: python-telegram-bot's own rate limiter, on two HTTP backends.

`backend` is `installed`, the library's own HTTP, or `ours`: the same limiter, but quick enough
to keep up with a thousand a second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any

from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram.backend import AiohttpRequest, Timeouts
from tests.benchmarks.broadcast_peers import WORDS
from tests.benchmarks.costs import cost, used_between
from tests.kit.tokens import TOKEN

Open = Callable[[str, int], BaseRequest]
BACKENDS: dict[str, Open] = {
    "installed": lambda _, wide: HTTPXRequest(connection_pool_size=wide, pool_timeout=60.0),
    "ours": lambda api, wide: AiohttpRequest(address=api, connections=wide, timeouts=Timeouts()),
}


class Limited:
    """Send as fast as the limiter lets through, so many at most under way at once."""

    def __init__(self, *, api: str, members: int, rate: int, wide: int, backend: str) -> None:
        self._members, self._wide = members, wide
        self._bot: ExtBot[int | None] = ExtBot(
            TOKEN,
            base_url=f"{api}/bot",
            request=BACKENDS[backend](api, wide),
            rate_limiter=AIORateLimiter(overall_max_rate=rate, overall_time_period=1),
        )

    async def open(self) -> dict[str, Any]:
        """Get the bot ready."""
        await self._bot.initialize()
        return {}

    async def work(self, *, seconds: float) -> dict[str, Any]:
        """Send for some seconds."""
        before, chats = cost(), iter(range(1, self._members + 1))
        ends = time.monotonic() + seconds
        sent = await asyncio.gather(*(self._loop(chats, ends) for _ in range(self._wide)))
        return {"items": sum(sent), "used": used_between(before, cost())}

    async def close(self) -> None:
        """Close its connections."""
        await self._bot.shutdown()

    async def _loop(self, chats: Iterator[int], ends: float) -> int:
        sent = 0
        for chat in chats:
            if time.monotonic() >= ends:
                break
            await self._bot.send_message(chat, WORDS.format(chat))
            sent += 1
        return sent
