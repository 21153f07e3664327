"""Benchmarks, under test: aiogram-broadcaster with its own storage on SQLite.

Its settings are the best that it documents for speed (no pause between two messages), and the
file is as safe and as quick as ours: write-ahead log, `synchronous=FULL`.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiogram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram_broadcaster import Broadcaster
from aiogram_broadcaster.contents import TextContent
from aiogram_broadcaster.storages.sqlalchemy import SQLAlchemyStorage
from sqlalchemy import event

from tests.benchmarks.broadcast_peers import WORDS, aiogram_buttons
from tests.benchmarks.costs import cost, used_between
from tests.kit.tokens import TOKEN

DURABLE = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")


class AiogramBroadcaster:
    """Send to a list of chats; which are done stands in the storage after each message."""

    def __init__(self, *, api: str, path: str, members: int) -> None:
        self._session = AiohttpSession(api=TelegramAPIServer.from_base(api))
        self._bot = aiogram.Bot(TOKEN, session=self._session)
        self._storage = SQLAlchemyStorage.from_url(f"sqlite+aiosqlite:///{path}")
        event.listen(self._storage.engine.sync_engine, "connect", be_durable)
        self._broadcaster = Broadcaster(self._bot, storage=self._storage)
        self._members = members

    async def open(self) -> dict[str, Any]:
        """Make its table."""
        await self._bot.me()
        await self._storage.startup()
        return {}

    async def work(self, *, seconds: float) -> dict[str, Any]:
        """Store a list, whose time counts for the first message alone, and send to it a while."""
        content = TextContent(text=WORDS.format("Lan"), reply_markup=aiogram_buttons())
        chats = range(1, self._members + 1)
        began = cost()["wall"]
        mailer = await self._broadcaster.create_mailer(chats=chats, content=content)
        before = cost()
        sending = mailer.start()
        await asyncio.wait([sending], timeout=seconds)
        after, sent = cost(), len(mailer.chats.success)
        if not sending.done():
            await mailer.stop()
        await sending
        await mailer.delete()
        return {"items": sent, "used": used_between(before, after), "began": began}

    async def close(self) -> None:
        """Close the storage and the connections."""
        await self._storage.shutdown()
        await self._session.close()


def be_durable(connection: Any, _: object) -> None:
    """Let a commit be on the disk before it returns."""
    cursor = connection.cursor()
    for pragma in DURABLE:
        cursor.execute(pragma)
    cursor.close()
