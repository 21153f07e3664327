"""Kit: a Telegram channel that speaks to the Bot API server for tests, and who takes for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from bot.channels.telegram import Patience, TelegramChannel, Timeouts
from bot.messages import Incoming
from bot.settings import Settings
from tests.kit.bot_api import BotApiServer

QUICK = Patience(
    requests=Timeouts(connect=1.0, read=0.3), poll=1, first=0.01, longest=0.05, watch=0.05
)


def make_channel(
    settings: Settings, server: BotApiServer, *, patience: Patience = QUICK, **more: Any
) -> TelegramChannel:
    """Make a channel whose Telegram is this server."""
    known = {
        "telegram_token": SecretStr(server.token),
        "telegram_api_url": server.url,
        "telegram_rate": 1000.0,
    }
    return TelegramChannel(settings.model_copy(update=known | more), patience=patience)


@dataclass
class Ear:
    """Take incomings and remember them; `before` may wait, or fail as a database would."""

    before: Callable[[Incoming], Awaitable[None]] | None = None
    taken: list[Incoming] = field(default_factory=list)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, incoming: Incoming) -> None:
        """Note an incoming."""
        if self.before is not None:
            await self.before(incoming)
        self.taken.append(incoming)
        self._bell.set()

    @property
    def texts(self) -> list[str]:
        """List what was said, in the order in which it was taken."""
        return [incoming.text for incoming in self.taken]

    async def hear(self, count: int, *, within: float = 5.0) -> list[Incoming]:
        """Wait until so many were taken."""
        async with asyncio.timeout(within):
            while len(self.taken) < count:
                self._bell.clear()
                await self._bell.wait()
        return self.taken


@asynccontextmanager
async def running(channel: TelegramChannel, ear: Ear) -> AsyncIterator[None]:
    """Let a channel receive for a while."""
    task = asyncio.create_task(channel.run(ear.take))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await channel.close()


async def until(true: Callable[[], bool], *, within: float = 5.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - any state of anybody may be waited for
            await asyncio.sleep(0.01)
