"""Proofs: a city on its stage: the platforms, the program, and residents on three channels."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from bot.clock import LOCAL, monotonic
from bot.db import Database
from tests.kit.gates import Failed
from tests.kit.opinions import Question
from tests.kit.phrasebook import Phrasebook
from tests.kit.residents import Resident
from tests.kit.towns import TelegramTown, Town, WebTown, settle
from tests.kit.zalo.bot_world import TOKEN as ZALO_TOKEN
from tests.kit.zalo.town import ZaloTown
from tests.proofs.casting import Cast
from tests.proofs.reckoning import tell_replies
from tests.proofs.running import Bot, bot_api, find_port, zalo_bots
from tests.proofs.woes import TELEGRAM, ZALO, befall

FIRST_DAY = datetime(2026, 12, 1, tzinfo=LOCAL)
RATE = 1000.0  # messages a second, of each channel; the settings allow no more
MUCH = "1000000"
TELL_EVERY = 30.0  # seconds


@dataclass(frozen=True)
class Size:
    """Say how large a city is, what is asked there, and how long a stage of it may take."""

    each: int  # residents on each of the three channels
    questions: tuple[Question, ...]
    anonymous: bool
    hurried: bool
    within: float
    killed: bool = True  # in the middle of the notice
    stops: bool = True  # also by SIGTERM, besides the kill
    faults: int = 0  # of each kind in each stage, on Telegram and on Zalo
    wards: tuple[str, ...] = ("Ba Đình", "Lam Sơn", "Đông Vệ")  # whose people are asked


@dataclass
class City:
    """Hold a city while its campaign goes on."""

    size: Size
    seed: int
    bot: Bot
    telegram: TelegramTown
    zalo: ZaloTown
    web: WebTown
    database: Database
    book: Phrasebook
    cast: Cast
    counts: dict[str, int] = field(default_factory=dict)
    broadcasts: set[int] = field(default_factory=set)  # those that were held against the truth
    faults: int = 0  # that have struck
    begun: float = field(default_factory=monotonic)

    @property
    def towns(self) -> tuple[TelegramTown, ZaloTown, WebTown]:
        """Return where people live."""
        return self.telegram, self.zalo, self.web

    @property
    def residents(self) -> list[Resident]:
        """Return everybody."""
        return list(chain.from_iterable(town.residents.values() for town in self.towns))

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
        nudged = nudges or bool(self.size.faults)
        await settle(*self.towns, within=self.size.within, nudges=nudged)

    async def each(self, chosen: Sequence[Resident], deed: Callable[[Resident], None]) -> None:
        """Let residents do something, and wait until it is done."""
        for one in chosen:
            deed(one)
        await self.settle()

    async def befall(self) -> None:
        """Let what the size says befall both platforms, and count what has until now."""
        size, dice = self.size, self.dice
        for town, script in ((self.telegram, TELEGRAM), (self.zalo, ZALO)):
            self.faults += await befall(
                town, script, times=size.faults, people=size.each, dice=dice
            )

    async def tell_progress(self) -> None:
        """Say now and then how far everybody is, until cancelled."""
        while True:
            await asyncio.sleep(TELL_EVERY)
            people = [person for one in self.residents for person in one.people]
            print(
                f"after {monotonic() - self.begun:.0f} s: "
                f"{sum(person.registered for person in people):,} registered, "
                f"{sum(len(one.letters) for one in self.residents):,} letters, "
                f"{sum(person.handed_in for person in people):,} handed in, "
                f"{sum(one.busy for one in self.residents):,} are talking",
                flush=True,
            )

    def town_of(self, one: Resident) -> Town:
        """Return the town that a resident lives in."""
        return next(town for town in self.towns if one.chat in town.residents)


@asynccontextmanager
async def open_city(folder: Path, database_url: str, size: Size, seed: int) -> AsyncIterator[City]:
    """Build the stage: two platforms, the program, three towns; all is stopped in the end."""
    book = Phrasebook(questions=size.questions)
    cast = Cast(book, random.Random(seed))
    with bot_api(folder, rate=f"{RATE:.0f}") as api, zalo_bots(folder) as zalo_api:
        bot = make_bot(folder, database_url, size, api, zalo_api)
        telegram, web = TelegramTown(api), WebTown(bot.url)
        zalo = ZaloTown(zalo_api, ZALO_TOKEN.partition(":")[0])
        city = City(size, seed, bot, telegram, zalo, web, Database(database_url), book, cast)
        try:
            await telegram.open()
            await zalo.open()
            telling = asyncio.create_task(city.tell_progress())
            yield city
            telling.cancel()
        except Failed as failed:
            busy = [one for one in city.residents if one.busy][:5]
            waiting = [zalo.name_of(one) or str(one.chat) for one in busy]
            told = await tell_replies(city.database, waiting)
            raise Failed(f"{failed}; stored replies, newest first: {told}") from None
        finally:
            await asyncio.gather(*(town.close() for town in city.towns))
            await bot.kill()
            await city.database.close()


def make_bot(folder: Path, database_url: str, size: Size, api: str, zalo_api: str) -> Bot:
    """Return the program, which both platforms reach by webhook."""
    port = find_port()
    more = {
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ZALO_BOT_TOKEN": ZALO_TOKEN,
        "ZALO_BOT_API_URL": zalo_api,
        "ZALO_BOT_RATE": str(RATE),
        "ZALO_BOT_MESSAGES": MUCH,
        "ZALO_BOT_PEOPLE": MUCH,
    }
    return Bot(folder, database_url, api, RATE, hurried=size.hurried, more=more, port=port)
