"""Proofs: a city on its stage: the Bot API server, the program, and residents on two channels."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from bot.clock import LOCAL
from bot.db import Database
from tests.kit.opinions import QUESTIONS
from tests.kit.phrasebook import Phrasebook
from tests.kit.residents import Resident
from tests.kit.towns import TelegramTown, WebTown, settle
from tests.proofs.casting import Cast
from tests.proofs.running import Bot, bot_api

FIRST_DAY = datetime(2026, 12, 1, tzinfo=LOCAL)
RATE = 1000.0


@dataclass(frozen=True)
class Size:
    """Say how large a city is, and how long a stage of it may take."""

    telegram: int
    web: int
    anonymous: bool
    hurried: bool
    within: float
    stops: bool = True  # also by SIGTERM, besides the kill


@dataclass
class City:
    """Hold a city while its campaign goes on."""

    size: Size
    seed: int
    bot: Bot
    telegram: TelegramTown
    web: WebTown
    database: Database
    book: Phrasebook
    cast: Cast
    counts: dict[str, int] = field(default_factory=dict)
    broadcasts: set[int] = field(default_factory=set)  # those that were held against the truth

    @property
    def residents(self) -> list[Resident]:
        """Return everybody."""
        return list(chain(self.telegram.residents.values(), self.web.residents.values()))

    @property
    def dice(self) -> random.Random:
        """Return the dice that the seed made."""
        return self.cast.dice

    def set_clock(self, *, day: int, hour: int, minute: int = 0) -> None:
        """Drive the clock to a time of the campaign's days, in Viet Nam."""
        moment = FIRST_DAY + timedelta(days=day - 1, hours=hour, minutes=minute)
        self.bot.clock.set(moment)

    async def settle(self, *, nudges: bool = False) -> None:
        """Wait until everybody has ended what they began; raise Failed with what went wrong."""
        await settle(self.telegram, self.web, within=self.size.within, nudges=nudges)

    async def each(self, chosen: Sequence[Resident], deed: Callable[[Resident], None]) -> None:
        """Let residents do something, and wait until it is done."""
        for one in chosen:
            deed(one)
        await self.settle()

    def town_of(self, one: Resident) -> TelegramTown | WebTown:
        """Return the town that a resident lives in."""
        return self.telegram if one.chat in self.telegram.residents else self.web


@asynccontextmanager
async def open_city(folder: Path, database_url: str, size: Size, seed: int) -> AsyncIterator[City]:
    """Build the stage: the Bot API server, the program, two towns; all is stopped in the end."""
    book = Phrasebook(questions=tuple(question.text for question in QUESTIONS))
    cast = Cast(book, random.Random(seed))
    with bot_api(folder, rate=f"{RATE:.0f}") as api:
        bot = Bot(folder, database_url, api, RATE, hurried=size.hurried)
        telegram, web = TelegramTown(api), WebTown(bot.url)
        city = City(size, seed, bot, telegram, web, Database(database_url), book, cast)
        try:
            await telegram.open()
            yield city
        finally:
            await web.close()
            await telegram.close()
            await bot.kill()
            await city.database.close()
