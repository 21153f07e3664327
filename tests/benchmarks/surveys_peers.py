"""Benchmarks, under test: the three-question survey as the libraries' own conversations hold it.

Each keeps its state where its documentation says, and sends nothing. python-telegram-bot's
`PicklePersistence` writes everything anew once a minute, its default: what was answered since is
lost by a kill. aiogram brings stores for memory, Redis and MongoDB; there is neither server here,
so it keeps its state in memory, and in a table by a store of one's own, as it documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import aiogram
import telegram
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery
from sqlalchemy import JSON, BigInteger, Column, MetaData, String, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

from bot.db import Database
from tests.benchmarks.turns_peers import Serving
from tests.kit.tokens import TOKEN

SECOND, THIRD = range(2)  # which question waits
METADATA = MetaData()
STANDING = Table(
    "fsm",
    METADATA,
    Column("user_id", BigInteger, primary_key=True),
    Column("state", String(60)),
    Column("data", JSON, nullable=False, default=dict),
)


def read_press(data: str | None) -> tuple[str, str]:
    """Return which question a press answers, and which choice it is."""
    *_, question, choice = (data or "").split(":")
    return question, choice


class Conversation:
    """Let python-telegram-bot's ConversationHandler walk, kept by its PicklePersistence.

    Updates go one by one, as its documentation wants for conversations.
    """

    def __init__(self, *, api: str, folder: str, members: int) -> None:
        self._members = members
        kept = PicklePersistence(Path(folder) / "conversations.pickle")
        builder = Application.builder().token(TOKEN).base_url(f"{api}/bot").updater(None)
        self._application = builder.persistence(kept).build()
        steps = [CallbackQueryHandler(self._answer, pattern=f"^sa:.*:{n}:.*$") for n in range(3)]
        handler: ConversationHandler[Any] = ConversationHandler(
            entry_points=[steps[0]],
            states={SECOND: [steps[1]], THIRD: [steps[2]]},
            fallbacks=[],
            name="survey",
            persistent=True,
            allow_reentry=True,
        )
        self._application.add_handler(handler)
        self._serving = Serving(self._take)

    async def open(self) -> dict[str, Any]:
        """Start as it starts itself, and listen."""
        await self._application.initialize()
        await self._application.start()
        return await self._serving.open()

    async def work(self, *, rest: bool) -> dict[str, Any]:
        """Say how many answers stand."""
        answers = sum(map(len, self._application.user_data.values()))
        return {"answers": answers, "members": self._members}

    async def close(self) -> None:
        """Stop; it writes what it holds."""
        await self._serving.close()
        await self._application.stop()
        await self._application.shutdown()

    async def _take(self, update: dict[str, Any]) -> None:
        read = telegram.Update.de_json(update, self._application.bot)
        await self._application.process_update(read)

    async def _answer(self, update: telegram.Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.callback_query is not None
        assert context.user_data is not None
        question, choice = read_press(update.callback_query.data)
        context.user_data[question] = choice
        return {"0": SECOND, "1": THIRD}.get(question, ConversationHandler.END)


class Asked(StatesGroup):
    """Name the questions that may wait."""

    second = State()
    third = State()


class Stored(BaseStorage):
    """Keep state and answers in a table, a commit for each change, as the interface asks."""

    def __init__(self, url: str) -> None:
        is_sqlite = url.startswith("sqlite")
        self._database = Database(url, pool_size=1 if is_sqlite else 8)
        self._insert = sqlite.insert if is_sqlite else postgresql.insert

    async def open(self) -> None:
        """Make the table."""
        async with self._database.engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Write where a person stands."""
        await self._put(key, state=state.state if isinstance(state, State) else state)

    async def get_state(self, key: StorageKey) -> str | None:
        """Return where a person stands."""
        found = await self._find(key, STANDING.c.state)
        return None if found is None else str(found)

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Write what a person answered."""
        await self._put(key, data=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what a person answered."""
        return dict(await self._find(key, STANDING.c.data) or {})

    async def read_all(self) -> list[dict[str, Any]]:
        """Return what everybody answered."""
        async with self._database.reading() as session:
            return list(await session.scalars(select(STANDING.c.data)))

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()

    async def _find(self, key: StorageKey, column: Column[Any]) -> Any:
        async with self._database.reading() as session:
            return await session.scalar(select(column).where(STANDING.c.user_id == key.user_id))

    async def _put(self, key: StorageKey, **values: Any) -> None:
        row = {"user_id": key.user_id, **values}
        insert = self._insert(STANDING).values({"data": {}, **row})
        async with self._database.transaction() as session:
            await session.execute(
                insert.on_conflict_do_update(index_elements=["user_id"], set_=values)
            )


class Machine:
    """Let aiogram's finite-state machine walk, kept in memory or, with a database, in a table."""

    def __init__(self, *, members: int, database: str = "") -> None:
        self._members = members
        self._stored = Stored(database) if database else None
        self._bot = aiogram.Bot("4242:" + "a" * 35)
        self._memory = MemoryStorage()
        self._dispatcher = aiogram.Dispatcher(storage=self._stored or self._memory)
        asked = (None, Asked.second), (Asked.second, Asked.third), (Asked.third, None)
        for place, (here, following) in enumerate(asked):
            answer = partial(self._answer, following=following)
            pressed = aiogram.F.data.regexp(f"^sa:.*:{place}:.*$")
            self._dispatcher.callback_query.register(answer, StateFilter(here), pressed)
        self._serving = Serving(partial(self._dispatcher.feed_raw_update, self._bot))

    async def open(self) -> dict[str, Any]:
        """Listen."""
        if self._stored is not None:
            await self._stored.open()
        return await self._serving.open()

    async def work(self, *, rest: bool) -> dict[str, Any]:
        """Say how many answers stand."""
        kept = [record.data for record in self._memory.storage.values()]
        if self._stored is not None:
            kept = await self._stored.read_all()
        return {"answers": sum(map(len, kept)), "members": self._members}

    async def close(self) -> None:
        """Stop."""
        await self._serving.close()
        await self._dispatcher.storage.close()

    async def _answer(
        self, query: CallbackQuery, state: FSMContext, *, following: State | None
    ) -> None:
        question, choice = read_press(query.data)
        await state.update_data({question: choice})
        await state.set_state(following)
