"""Benchmarks, under test: two dispatchers, each as its own users would write the same webhook.

aiogram's handler writes what any bot that loses nothing must: the update's number and the answer,
one commit a message, through the same engine and the same settings as ours. Of python-telegram-bot
only the dispatch is run; its handler writes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiogram
import orjson
import telegram
from aiogram.types import CallbackQuery
from aiogram.types import Update as AiogramUpdate
from sqlalchemy import Column, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bot.db import Database
from bot.serving import WebServer
from bot.settings import Settings

Take = Callable[[dict[str, Any]], Awaitable[None]]

METADATA = MetaData()
SEEN = Table("seen", METADATA, Column("update_id", Integer, primary_key=True))
SAID = Table(
    "said",
    METADATA,
    Column("member_id", Integer, primary_key=True),
    Column("question", Integer, primary_key=True),
    Column("value", String(40), nullable=False),
)


class Serving:
    """Serve one webhook by Starlette and uvicorn, as our program does."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._web = WebServer(Settings(_env_file=None, web_port=0))

    async def open(self) -> dict[str, Any]:
        """Listen, and say where."""
        await self._web.start(Starlette(routes=[Route("/", self._receive, methods=["POST"])]))
        return {"url": f"http://127.0.0.1:{self._web.port}/", "headers": {}}

    async def close(self) -> None:
        """Stop listening."""
        await self._web.stop()

    async def _receive(self, request: Request) -> Response:
        await self._take(orjson.loads(await request.body()))
        return Response(status_code=200)


class Aiogram:
    """Let aiogram's dispatcher find the handler, and commit each answer."""

    def __init__(self, *, database: str) -> None:
        is_sqlite = database.startswith("sqlite")
        # SQLite has one writer: more connections would only wait for each other, asleep
        self._database = Database(database, pool_size=1 if is_sqlite else 8)
        self._insert = sqlite.insert if is_sqlite else postgresql.insert
        self._bot = aiogram.Bot("4242:" + "a" * 35)
        self._dispatcher = aiogram.Dispatcher()
        self._dispatcher.callback_query.register(self._answer, aiogram.F.data.startswith("sa:"))
        self._serving = Serving(partial(self._dispatcher.feed_raw_update, self._bot))

    async def open(self) -> dict[str, Any]:
        """Make the two tables and listen."""
        async with self._database.engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
        return await self._serving.open()

    async def work(self, *, rest: bool) -> dict[str, Any]:
        """Do nothing more: what is answered is stored."""
        return {}

    async def close(self) -> None:
        """Stop."""
        await self._serving.close()
        await self._database.close()

    async def _answer(self, query: CallbackQuery, event_update: AiogramUpdate) -> None:
        _, _, member, question, choice = (query.data or "").split(":")
        async with self._database.transaction() as session:
            noted = await session.execute(
                self._insert(SEEN)
                .values(update_id=event_update.update_id)
                .on_conflict_do_nothing()
                .returning(SEEN.c.update_id)
            )
            if noted.scalar_one_or_none() is None:
                return
            insert = self._insert(SAID).values(
                member_id=int(member), question=int(question), value=choice
            )
            await session.execute(
                insert.on_conflict_do_update(
                    index_elements=["member_id", "question"],
                    set_={"value": insert.excluded.value},
                )
            )


class Bare:
    """Let python-telegram-bot read an update and find its handler; nothing is stored."""

    def __init__(self) -> None:
        self._application = Application.builder().token("4242:" + "a" * 35).updater(None).build()
        self._application.add_handler(CallbackQueryHandler(self._ignore, pattern="^sa:"))
        self._application._initialized = True  # initialize() would ask Telegram
        self._serving = Serving(self._take)

    async def open(self) -> dict[str, Any]:
        """Listen."""
        return await self._serving.open()

    async def work(self, *, rest: bool) -> dict[str, Any]:
        """Do nothing more."""
        return {}

    async def close(self) -> None:
        """Stop."""
        await self._serving.close()

    async def _take(self, update: dict[str, Any]) -> None:
        read = telegram.Update.de_json(update, self._application.bot)
        await self._application.process_update(read)

    async def _ignore(self, update: telegram.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await asyncio.sleep(0)
