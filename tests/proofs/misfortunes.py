"""Proof: whatever happens in the middle of a broadcast: everybody gets it once or is `unknown`.

The platform is down, the road to it is gone, its name does not resolve, answers are lost after the
message was taken, the clock steps back, the disk is full, PostgreSQL is restarted. Then nothing is
left open.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.kit.gates import Failed
from tests.proofs.kills import MORNING
from tests.proofs.moments import UNKNOWN_SECONDS
from tests.proofs.names import NAME, Names, can_rename
from tests.proofs.plugs import Server, answers, growing
from tests.proofs.readers import Hall, open_hall
from tests.proofs.relay import Relay
from tests.proofs.running import eventually

IN_FLIGHT = 10  # messages, with one for each probe; the server answers at once
LOST = 5  # answers
NAMELESS = "name gone"
SPARE = 65_536  # bytes that the program's log may still grow by


@dataclass(frozen=True)
class Plan:
    """Say how many readers each letter has, how fast they are written to, how long it is bad."""

    readers: int
    rate: float
    seconds: float
    within: float


@dataclass
class Stage:
    """Hold what misfortunes strike."""

    hall: Hall
    relay: Relay
    database_url: str


Strike = Callable[[Stage], AbstractAsyncContextManager[None]]


async def prove(folder: Path, database_url: str, plan: Plan, seed: int) -> str:
    """Let every misfortune of this database happen and return the line of counts; raise Failed."""
    told = []
    async with open_hall(folder, database_url, readers=plan.readers, rate=plan.rate) as hall:
        relay = Relay(hall.bot.api_url)
        await relay.open()
        stage = Stage(hall, relay, database_url)
        hall.bot.api_url = relay.url
        if can_rename():
            hall.bot.names = Names(folder)
            hall.bot.api_url = relay.url.replace("127.0.0.1", NAME)
        try:
            await hall.watch.start()
            for name, strike in STRIKES.items():
                if name == NAMELESS and hall.bot.names is None:
                    told.append(f"{name}: cannot be shown on this machine")
                elif name not in ONLY or database_url.startswith(ONLY[name]):
                    told.append(await suffer(stage, plan, name, strike))
            await hall.bot.stop()
        finally:
            await relay.close()
    return "; ".join(told) + "; 0 lost, 0 twice, 0 open"


async def suffer(stage: Stage, plan: Plan, name: str, strike: Strike) -> str:
    """Let one misfortune happen in the middle of a letter, and hold what became of it."""
    hall = stage.hall
    before = await hall.reckon()
    number = await hall.launch()
    third = plan.readers // 3
    await eventually(partial(has_sent, hall, number, third), f"a third is sent: {name}")
    async with strike(stage):
        await asyncio.sleep(plan.seconds)
    over = partial(is_over, hall, number)
    await eventually(over, f"the letter is finished: {name}", within=plan.within)
    after = await hall.reckon()
    unknown = after["unknown"] - before["unknown"]
    allowed = int(plan.rate * UNKNOWN_SECONDS) + IN_FLIGHT
    if unknown > allowed:
        raise Failed(f"{name}: {unknown} unknown, at most {allowed}")
    return f"{name}: {after['sent'] - before['sent']} sent, {unknown} unknown"


async def has_sent(hall: Hall, number: int, wanted: int) -> bool:
    """Tell whether so many of a letter are known to have arrived."""
    return await hall.count_sent(number) >= wanted


async def is_over(hall: Hall, number: int) -> bool:
    """Tell whether nothing of a letter is open."""
    return await hall.state(number) == "finished"


@asynccontextmanager
async def platform_down(stage: Stage) -> AsyncIterator[None]:
    """Let the platform answer nothing but 502."""
    fault = {"kind": "502", "method": "sendMessage", "times": None}
    await stage.hall.kit.ask("faults", fault, verb="POST")
    yield
    await stage.hall.kit.ask("faults", verb="DELETE")


@asynccontextmanager
async def road_gone(stage: Stage) -> AsyncIterator[None]:
    """Let nothing reach the platform."""
    await stage.relay.close()
    yield
    await stage.relay.open()


@asynccontextmanager
async def name_gone(stage: Stage) -> AsyncIterator[None]:
    """Let the platform's name not resolve when the program starts again; the road is there."""
    bot = stage.hall.bot
    assert bot.names is not None
    await bot.stop()  # it would remember the address for minutes
    bot.names.take()
    await bot.start()
    yield
    bot.names.give()


@asynccontextmanager
async def answers_lost(stage: Stage) -> AsyncIterator[None]:
    """Let the platform take messages and some of its answers get lost."""
    fault = {"kind": "reset_after", "method": "sendMessage", "times": LOST, "every": 4}
    await stage.hall.kit.ask("faults", fault, verb="POST")
    yield
    await stage.hall.kit.ask("faults", verb="DELETE")


@asynccontextmanager
async def clock_back(stage: Stage) -> AsyncIterator[None]:
    """Let the machine's clock step back."""
    stage.hall.bot.clock.set(MORNING - timedelta(minutes=30))
    yield


@asynccontextmanager
async def disk_full(stage: Stage) -> AsyncIterator[None]:
    """Let no file of the program grow any more."""
    bot = stage.hall.bot
    with growing(Path(str(stage.hall.database.url.database))) as ahead:
        log = size(bot.folder / "run.log")
        await eventually(lambda: size(ahead) > log + SPARE, "it is written to", every=0.01)
        bot.limit_files(size(ahead))
        yield
        bot.limit_files(resource.RLIM_INFINITY)


def size(file: Path) -> int:
    """Return a file's size."""
    return file.stat().st_size


@asynccontextmanager
async def postgres_restarted(stage: Stage) -> AsyncIterator[None]:
    """Stop PostgreSQL as its operator does, and start it again a while later."""
    server = Server.find(Path(parse_qs(urlsplit(stage.database_url).query)["host"][0]))
    server.stop()
    await eventually(lambda: server.has_stopped, "PostgreSQL has stopped", every=0.02)
    yield
    server.start()
    await eventually(partial(answers, stage.database_url), "PostgreSQL answers", every=0.05)


STRIKES: dict[str, Strike] = {
    "platform down": platform_down,
    "road gone": road_gone,
    NAMELESS: name_gone,
    "answers lost": answers_lost,
    "clock back": clock_back,
    "disk full": disk_full,
    "PostgreSQL restarted": postgres_restarted,
}
ONLY = {"disk full": "sqlite", "PostgreSQL restarted": "postgresql"}
