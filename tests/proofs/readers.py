"""Proofs: people who only read: made by thousands, written to, and held against the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import func, select

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Draft, freezing
from bot.db import Database
from bot.models import Broadcast, ChannelAccount, Chat, Delivery, Organisation
from tests.benchmarks.towns import add_members, make_organisations
from tests.kit.gates import Failed
from tests.proofs.kills import EVERYBODY, MORNING, check_line
from tests.proofs.moments import LETTER, Watch
from tests.proofs.running import Bot, bot_api

ACTS_AT_ONCE = 5000
SLICE = 20_000  # chats whose lines are written at once


@dataclass
class Kit:
    """Ask the Bot API server's control."""

    session: aiohttp.ClientSession

    async def ask(self, path: str, told: object = None, *, verb: str = "GET") -> Any:
        """Ask, or raise Failed with what it says."""
        async with self.session.request(verb, f"/kit/{path}", json=told) as answer:
            if answer.status != 200:
                raise Failed(f"{verb} {path}: {await answer.text()}")
            return await answer.json()


@dataclass
class Hall:
    """Hold a program that is not started yet, its readers, and what was sent to them."""

    watch: Watch
    kit: Kit
    readers: int
    numbers: list[int] = field(default_factory=list)

    @property
    def bot(self) -> Bot:
        """Return the program."""
        return self.watch.bot

    @property
    def database(self) -> Database:
        """Return the program's database."""
        return self.watch.database

    async def launch(self) -> int:
        """Launch a letter to all readers, every line of it written, and return its number."""
        body = f"Thư số {len(self.watch.letters) + 1} gửi bà con."
        now = self.bot.clock.now()
        async with self.database.transaction() as session:
            sender = (await session.scalars(select(Organisation.id).limit(1))).one()
            draft = Draft(sender, body, body)
            number = (await broadcasts.write(session, OPERATOR, draft, now=now)).id
            self.watch.letters[body] = number
            await broadcasts.launch(session, OPERATOR, number, now=now, approve_over=EVERYBODY)
        goes_on = True
        while goes_on:
            async with self.database.transaction() as session:
                goes_on = await freezing.freeze_next(session, number, now=now, most=SLICE)
        self.numbers.append(number)
        return number

    async def state(self, number: int) -> str:
        """Return a letter's state."""
        async with self.database.reading() as session:
            return (await session.get_one(Broadcast, number)).state

    async def count_sent(self, number: int) -> int:
        """Return how many lines of a letter are known to have arrived."""
        query = select(func.count()).where(
            Delivery.broadcast_id == number, Delivery.state == "sent"
        )
        async with self.database.reading() as session:
            return await session.scalar(query) or 0

    async def reckon(self) -> Counter[str]:
        """Hold each line of each letter against what arrived; return how many ended how."""
        await self.watch.catch_up()
        query = select(Delivery.state, Delivery.broadcast_id, Chat.external_id)
        async with self.database.reading() as session:
            rows = (await session.execute(query.join(Chat, Chat.id == Delivery.chat_id))).all()
        for state, number, chat in rows:
            arrived = self.watch.arrived[int(chat), LETTER.format(number)]
            check_line(f"letter {number} to {chat}", Counter({state: 1}), arrived)
        if len(rows) != self.readers * len(self.numbers):
            raise Failed(f"{len(rows)} lines of {len(self.numbers)} letters")
        return Counter(state for state, _, _ in rows)


@asynccontextmanager
async def open_hall(
    folder: Path, database_url: str, *, readers: int, rate: float
) -> AsyncIterator[Hall]:
    """Build the stage; all is stopped in the end."""
    with bot_api(folder) as api:
        async with aiohttp.ClientSession(api) as session:
            bot, database = Bot(folder, database_url, api, rate), Database(database_url)
            kit = Kit(session)
            hall = Hall(Watch(bot, database, kit), kit, readers)
            try:
                bot.clock.set(MORNING)
                await bot.command(("migrate",))
                await make_readers(hall)
                yield hall
            finally:
                await bot.kill()
                await database.close()


async def make_readers(hall: Hall) -> None:
    """Let them exist on the platform and be members."""
    chats = range(1, hall.readers + 1)
    for first in range(0, hall.readers, ACTS_AT_ONCE):
        some = chats[first : first + ACTS_AT_ONCE]
        acts = [{"user_id": chat, "act": "add", "started": True} for chat in some]
        await hall.kit.ask("acts", acts, verb="POST")
    async with hall.database.transaction() as session:
        account = ChannelAccount(name="telegram", halted_reason="", offset="")
        session.add_all([account, *make_organisations()])
        await session.flush()
        await add_members(session, hall.readers, account.id)
