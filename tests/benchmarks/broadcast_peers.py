"""Benchmarks, under test: two libraries' own clients, each looping over the same chats.

There is no ledger here: what these send is lost count of when the process dies.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import aiogram
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.request import HTTPXRequest

from bot.broadcasts.sender import MOST_IN_FLIGHT
from tests.kit.broadcasting import YES_NO
from tests.kit.tokens import TOKEN

WORDS = "Mời ông/bà {} ở phường Ba Đình tham gia bảo hiểm y tế hộ gia đình."
Send = Callable[[int, str], Awaitable[Any]]


class Looping:
    """Send to chats 1 to `members`, as many at a time as our sender has in flight."""

    def __init__(self, members: int, send: Send) -> None:
        self._members, self._send = members, send

    async def work(self, seconds: float) -> dict[str, Any]:
        """Send to all of them, or for so many seconds; return how many were taken."""
        chats = iter(range(1, self._members + 1))
        ends = time.monotonic() + seconds
        sent = await asyncio.gather(*(self._loop(chats, ends) for _ in range(MOST_IN_FLIGHT)))
        return {"items": sum(sent)}

    async def _loop(self, chats: Iterator[int], ends: float) -> int:
        sent = 0
        for chat in chats:
            if time.monotonic() >= ends:
                break
            await self._send(chat, WORDS.format(chat))
            sent += 1
        return sent


class PythonTelegramBot:
    """Send with python-telegram-bot's Bot as it is installed."""

    def __init__(self, *, api: str, members: int) -> None:
        request = HTTPXRequest(connection_pool_size=MOST_IN_FLIGHT, pool_timeout=60.0)
        self._bot = telegram.Bot(TOKEN, base_url=f"{api}/bot", request=request)
        rows = [
            [telegram.InlineKeyboardButton(one["label"], callback_data="bp:1")] for one in YES_NO
        ]
        self._markup = telegram.InlineKeyboardMarkup(rows)
        self._looping = Looping(members, self._send)

    async def open(self) -> dict[str, Any]:
        """Get the bot ready."""
        await self._bot.initialize()
        return {}

    async def work(self, *, seconds: float) -> dict[str, Any]:
        """Send one round."""
        return await self._looping.work(seconds)

    async def close(self) -> None:
        """Close its connections."""
        await self._bot.shutdown()

    async def _send(self, chat: int, text: str) -> None:
        await self._bot.send_message(chat, text, reply_markup=self._markup)


class Aiogram:
    """Send with aiogram's Bot."""

    def __init__(self, *, api: str, members: int) -> None:
        server = TelegramAPIServer.from_base(api)
        self._session = AiohttpSession(api=server, limit=MOST_IN_FLIGHT)
        self._bot = aiogram.Bot(TOKEN, session=self._session)
        self._markup = aiogram_buttons()
        self._looping = Looping(members, self._send)

    async def open(self) -> dict[str, Any]:
        """Ask who we are, as the other one does."""
        await self._bot.me()
        return {}

    async def work(self, *, seconds: float) -> dict[str, Any]:
        """Send one round."""
        return await self._looping.work(seconds)

    async def close(self) -> None:
        """Close its connections."""
        await self._session.close()

    async def _send(self, chat: int, text: str) -> None:
        await self._bot.send_message(chat, text, reply_markup=self._markup)


def aiogram_buttons() -> aiogram.types.InlineKeyboardMarkup:
    """Return the buttons under a message, as aiogram writes them."""
    button = aiogram.types.InlineKeyboardButton
    rows = [[button(text=one["label"], callback_data="bp:1")] for one in YES_NO]
    return aiogram.types.InlineKeyboardMarkup(inline_keyboard=rows)
