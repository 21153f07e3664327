"""Kit: a process that polls and never finishes taking, so that it can be killed in the middle."""

from __future__ import annotations

import asyncio
import sys

from pydantic import SecretStr

from bot.channels.telegram import TelegramChannel
from bot.messages import Incoming
from bot.settings import Settings


async def never_done(incoming: Incoming) -> None:
    """Say that a turn has begun, and stay in it."""
    print(incoming.text, flush=True)
    await asyncio.Event().wait()


async def poll(url: str, token: str) -> None:
    """Receive until killed."""
    settings = Settings(_env_file=None, telegram_token=SecretStr(token), telegram_api_url=url)
    await TelegramChannel(settings).run(never_done)


if __name__ == "__main__":
    asyncio.run(poll(*sys.argv[1:]))
