"""Benchmark `clients`: what a Telegram client carries when the server answers late.

128 at once and 60 ms, as a bot with a thousand a second has it; no ledger and no limit here.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from functools import partial
from typing import Any

from bot.channels.telegram import TelegramChannel
from bot.messages import Choice, Reply
from tests.benchmarks.broadcast import LIBRARIES, TELEGRAM, launch, no_violations
from tests.benchmarks.broadcast_peers import Looping
from tests.benchmarks.children import child
from tests.benchmarks.measuring import Row, Stage, interleave
from tests.benchmarks.pace import far_bot_api
from tests.benchmarks.turns_ours import settings_of
from tests.kit.broadcasting import YES_NO

CHATS = 20_000
OURS = "Nhịp Cầu's channel"


class Channel:
    """Send with our Telegram channel: python-telegram-bot on our own HTTP backend."""

    def __init__(self, *, api: str, folder: str, members: int) -> None:
        self._channel = TelegramChannel(
            settings_of("sqlite:///unused.db", api, folder, telegram_rate=1000)
        )
        self._choices = tuple(Choice(one["label"], "bp:1") for one in YES_NO)
        self._looping = Looping(members, self._send)

    async def open(self) -> dict[str, Any]:
        """Do nothing yet."""
        return {}

    async def work(self, *, seconds: float) -> dict[str, Any]:
        """Send one round."""
        return await self._looping.work(seconds)

    async def close(self) -> None:
        """Close its connections."""
        await self._channel.close()

    async def _send(self, chat: int, text: str) -> None:
        await self._channel.send(str(chat), Reply(text, self._choices))


async def run(stage: Stage) -> list[Row]:
    """Let each client loop over the same chats."""
    members = stage.options.size(CHATS)
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(far_bot_api(members))
        given: dict[str, Any] = {"api": api, "members": members}
        mine = child(stage.folder, "clients:Channel", folder=str(stage.folder), **given)
        subjects = {OURS: await stack.enter_async_context(mine)}
        for name, subject in LIBRARIES.items():
            start = child(stage.folder, f"broadcast_peers:{subject}", **given)
            subjects[name] = await stack.enter_async_context(start)
        seconds = stage.options.seconds
        works = {name: partial(launch, one, seconds) for name, one in subjects.items()}
        done = await interleave(works, stage.options.rounds)
        await no_violations(api)
    return [Row(name, rounds, TELEGRAM if name == OURS else "") for name, rounds in done.items()]
