"""Soak: `./dev soak [--minutes 10] [--residents 100000]`: three programs, and all goes wrong.

Two of the programs send, one serves the web and starts jobs, on one PostgreSQL. Programs are
killed and paused, the platform fails in every way that it knows; meanwhile residents get letters,
press, answer a survey, opt out and block. In the end everything must balance: one line of counts,
and the exit code 1 when it does not.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
from sqlalchemy import select

from bot import broadcasts, schema
from bot.access import OPERATOR
from bot.clock import SystemClock, monotonic
from bot.db import Database
from bot.inviting import launch_invitation
from bot.models import Broadcast
from tests.benchmarks.towns import make_town, open_trial
from tests.kit.broadcasting import YES_NO, launch
from tests.kit.gates import Failed
from tests.kit.lateness import Bystander
from tests.kit.postgres import address, postgres
from tests.kit.programs import Cluster, make_cluster, until
from tests.kit.towns import TelegramTown
from tests.proofs.running import TOKEN, bot_api
from tests.proofs.soak_counts import Balance, read_seen, read_stored, reckon
from tests.proofs.soak_people import INVITED, Crowd
from tests.proofs.soak_storms import Storm

SLOWEST, FASTEST = 60, 400  # letters a second
LETTER_EVERY = (4.0, 12.0)  # seconds
USED = 0.4  # of the rate that is left for letters to everybody while all goes wrong
STILL = 180.0  # seconds in which something of what was begun must come to its end
DRAIN_EVERY = 3.0
LAST_WORDS = 3000
ORGANISATIONS = "SELECT DISTINCT organisation_id FROM memberships ORDER BY 1"
UNENDED = """
    SELECT (SELECT count(*) FROM broadcasts WHERE state <> 'finished')
        + (SELECT count(*) FROM deliveries WHERE state IN ('queued', 'waiting', 'sending'))
"""
UNDER_WAY = "SELECT count(*) FROM replies WHERE state IN ('queued', 'sending')"


@dataclass
class City:
    """Hold a city while it is soaked."""

    residents: int
    rate: int
    dice: random.Random
    cluster: Cluster
    town: TelegramTown
    crowd: Crowd
    database: Database
    ends: float  # when all is well again
    marks: dict[str, int] = field(default_factory=dict)  # words that one broadcast alone has
    resumed: int = 0  # broadcasts that failed too often for a moment, and were sent on
    letters: int = 0

    @property
    def now(self) -> Any:
        """Return the time."""
        return SystemClock().now()


async def soak(folder: Path, url: str, asked: argparse.Namespace) -> str:
    """Soak a city and return its counts; raise Failed when they do not balance."""
    async with city(folder, url, asked) as place:
        bystander = Bystander()
        storm = Storm(place.cluster, place.town, place.dice)
        raging = asyncio.create_task(storm.rage(asked.minutes * 60))
        with bystander:
            try:
                await invite(place, folder)
                await write_letters(place, raging)
                await raging
            finally:
                raging.cancel()
                await asyncio.gather(raging, return_exceptions=True)
            await drain(place)
        told = await ask_platform(place) | {"codes": place.cluster.stop()}
    told |= {"allowed": bystander.allow(place.rate), "late": bystander.worst}
    told["storm"] = (
        f"{place.residents:,} residents, {storm.kills} kills, {storm.pauses} pauses, "
        f"{sum(storm.faults.values())} faults of {len(storm.faults)} kinds, "
        f"{place.resumed} resumed"
    )
    told |= {"broadcasts": len(place.marks), "peak_mb": storm.peak_mb}
    seen = read_seen(folder / "telegram.jsonl", place.marks)
    return reckon(Balance(read_stored(url), seen, place.crowd, place.marks), told)


@asynccontextmanager
async def city(folder: Path, url: str, asked: argparse.Namespace) -> AsyncIterator[City]:
    """Fill a database, start the platform and the three programs, and let people live there."""
    rate = asked.rate or min(FASTEST, max(SLOWEST, round(asked.residents / asked.minutes / 10)))
    schema.upgrade(url)
    await make_town(url, asked.residents)
    with bot_api(folder) as api:
        town, database = TelegramTown(api), Database(url)
        await town.open()
        cluster = make_cluster(folder, url, api, rate=rate, tokens={"telegram": TOKEN})
        dice = random.Random(asked.seed)
        crowd = Crowd(town, random.Random(asked.seed + 1))
        try:
            await crowd.settle_in(asked.residents)
            for program in cluster.programs:
                program.environment["NHIPCAU_PUBLIC_URL"] = cluster.web
                program.start()
            await until(cluster.is_spread, "each of the two that send holds one account")
            ends = monotonic() + asked.minutes * 60
            yield City(asked.residents, rate, dice, cluster, town, crowd, database, ends)
        except TimeoutError as error:
            raise Failed(str(error)) from error
        finally:
            cluster.stop()
            await database.close()
            await town.close()


async def invite(place: City, folder: Path) -> None:
    """Open a survey, which writes to everybody."""
    await open_trial(place.cluster.url, folder / "data", inviter=launch_invitation)
    async with place.database.reading() as session:
        place.marks[INVITED] = (await session.scalars(select(Broadcast.id))).one()


async def write_letters(place: City, raging: asyncio.Task[None]) -> None:
    """Launch letters to everybody while there is room, else to one organisation's people."""
    with psycopg.connect(place.cluster.url) as connection:
        parts = [number for (number,) in connection.execute(ORGANISATIONS)]
    while not raging.done():
        room = place.rate * USED * (place.ends - monotonic()) - place.cluster.count_open()
        whole = place.residents < room
        rule = {"all": True} if whole else {"organisation": place.dice.choice(parts)}
        place.letters += 1
        mark = f"Thư số {place.letters}."
        text = f"{mark} Mời {{ten}} tham gia."
        number = await launch(place.database, now=place.now, rule=rule, text=text, buttons=YES_NO)
        place.marks[mark] = number
        await asyncio.wait([raging], timeout=place.dice.uniform(*LETTER_EVERY))
        await send_on(place)


async def send_on(place: City) -> None:
    """Resume what paused by itself, as its organizer does after a look."""
    async with place.database.reading() as session:
        query = select(Broadcast.id).where(Broadcast.state == "paused")
        paused = list(await session.scalars(query))
    for number in paused:
        async with place.database.transaction() as session:
            await broadcasts.resume(session, OPERATOR, number, now=place.now)
        place.resumed += 1


async def drain(place: City) -> None:
    """Wait until everything has come to its end, however slowly; raise Failed when it does not."""
    ends, url, least = monotonic() + STILL, place.cluster.url, None
    while True:
        await asyncio.sleep(DRAIN_EVERY)
        await send_on(place)
        under_way = count(url, UNDER_WAY) + await count_updates(place)
        talks = 0 if under_way else place.crowd.nudge()
        left = count(url, UNENDED)
        if not (under_way or talks or left):
            break
        if least is None or left + under_way < least:
            ends, least = monotonic() + STILL, left + under_way
        if monotonic() > ends:
            raise Failed(
                f"no end: {left} lines and broadcasts, {under_way} replies, {talks} talks"
            )
    if place.town.failures:
        raise Failed(f"{len(place.town.failures)} failures: {place.town.failures[:3]}")


def count(url: str, query: str) -> int:
    """Return the one number of a query."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row else 0


async def count_updates(place: City) -> int:
    """Ask the platform how many updates wait for the program."""
    url = f"{place.town.url}/bot{TOKEN}/getWebhookInfo"
    async with aiohttp.request("GET", url) as answer:
        told = await answer.json()
    return int(told["result"]["pending_update_count"])


async def ask_platform(place: City) -> dict[str, Any]:
    """Ask the platform how it was treated."""
    rates = await place.town.ask("rates")
    violations = await place.town.ask("violations")
    return {"most": rates["max_in_1s"], "rate": place.rate, "violations": violations}


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    reader = argparse.ArgumentParser(prog="./dev soak", description=__doc__)
    reader.add_argument("--minutes", type=float, default=10.0, help="of faults; then it drains")
    reader.add_argument("--residents", type=int, default=100_000)
    reader.add_argument("--rate", type=int, help="letters a second; else it fits the city")
    reader.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    return reader.parse_args()


def main() -> int:
    """Soak; the exit code is 1 when the counts do not balance."""
    asked, begun = read_arguments(), monotonic()
    with tempfile.TemporaryDirectory(prefix="nhipcau-soak-") as name, postgres(durable=True) as at:
        with psycopg.connect(address(at), autocommit=True) as admin:
            admin.execute("CREATE DATABASE soak")
        folder = Path(name)
        try:
            told = asyncio.run(soak(folder, address(at, "soak"), asked))
        except Failed as failed:
            for log in sorted(folder.glob("*.log")):
                print(log.name, log.read_text(errors="replace")[-LAST_WORDS:])
            print(f"soak: seed {asked.seed}: FAILED: {failed}", flush=True)
            return 1
    print(f"soak: seed {asked.seed}: {told}; {monotonic() - begun:.0f} s: balanced", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
