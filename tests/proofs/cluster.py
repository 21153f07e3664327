"""Proofs: three programs at one PostgreSQL, two of which send: killed and paused in turn.

Each time the program that sends for a Telegram bot is struck in the middle of a broadcast; of the
two bots now one, now the other. Another program takes over what the struck one had; the one
that was paused wakes when that has happened, with its hands still full.
"""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bot.clock import SystemClock, monotonic
from bot.cluster.leases import TTL
from bot.db import Database
from tests.kit.broadcasting import launch
from tests.kit.gates import Failed
from tests.kit.lateness import Bystander
from tests.kit.programs import Cluster, Program, make_cluster, settle, until
from tests.kit.towns import TelegramTown
from tests.proofs.running import TOKEN, bot_api

AFTER_KILL = 2.0  # seconds within which another has taken over
AFTER_PAUSE = TTL + 2.0  # what is left of the lease, a margin, and two looks
UNKNOWN_SECONDS = 0.3  # of the rate, and what was in flight
IN_FLIGHT = 8
BOTS = {"telegram": TOKEN, "telegram-2": "654321:proofs-" + "b" * 30}
NANO = 1e9
FATES = """
    SELECT b.text, d.state, count(*)::int FROM deliveries d
    JOIN broadcasts b ON b.id = d.broadcast_id GROUP BY 1, 2
"""


Towns = Mapping[str, TelegramTown]


@dataclass(frozen=True)
class Plan:
    """Say how often each is struck, how many read, and how fast they are written to."""

    strikes: tuple[signal.Signals, ...]
    readers: int
    rate: float


@dataclass
class Told:
    """Add up what was seen."""

    kills: int = 0
    pauses: int = 0
    after_kill: float = 0.0  # the longest takeover
    after_pause: float = 0.0
    most_allowed: int = 0  # in a second at the server
    late: float = 0.0  # seconds by which this machine woke a bystander too late, at worst


async def prove(folder: Path, url: str, plan: Plan, seed: int) -> str:
    """Strike the sender again and again; raise Failed when anybody is the worse for it."""
    dice = random.Random(seed)
    people = range(1, plan.readers + 1)
    await settle(url, [f"{bot}:{n}" for bot in BOTS for n in people], (*BOTS, "web"))
    with bot_api(folder, more=[BOTS["telegram-2"]]) as api:
        towns = {name: TelegramTown(api, token.partition(":")[0]) for name, token in BOTS.items()}
        cluster = make_cluster(folder, url, api, rate=plan.rate, tokens=BOTS)
        try:
            for town in towns.values():
                await town.open()
                await town.ask("acts", [add(n) for n in people], verb="POST")
            for program in cluster.programs:
                program.start()
            with Bystander() as bystander:
                told = await strike_all(cluster, towns, plan, dice)
            told.most_allowed, told.late = bystander.allow(plan.rate), bystander.worst
            return await reckon(cluster, towns, plan, told)
        except TimeoutError as error:
            raise Failed(f"{error}: {[one.last_words() for one in cluster.programs]}") from error
        finally:
            cluster.stop()
            for town in towns.values():
                await town.close()


def add(number: int) -> dict[str, Any]:
    """Write down, for the server's control, that a person has begun to talk to the bot."""
    return {"user_id": number, "act": "add", "first_name": "Lan", "started": True}


async def strike_all(cluster: Cluster, towns: Towns, plan: Plan, dice: random.Random) -> Told:
    """Launch a broadcast for each strike, and let it end before the next."""
    told = Told()
    database = Database(cluster.url)
    for number, blow in enumerate(plan.strikes):
        bot = list(BOTS)[number % len(BOTS)]
        town = towns[bot]
        await until(cluster.is_spread, "each of the two that send holds an account")
        before = await count(town)
        now, text = SystemClock().now(), f"Thư số {number}. Mời {{ten}} tham gia."
        await launch(database, now=now, rule={"all": True}, text=text, buttons=[])
        share = before + round(plan.readers * dice.uniform(0.2, 0.5))
        await until(lambda due=share, of=town: is_past(of, due), "a part of them has left")
        await strike(cluster, town, bot, blow, told)
        await until(lambda: cluster.count_open() == 0, "every line is at its end")
    await database.close()
    return told


async def strike(
    cluster: Cluster, town: TelegramTown, bot: str, blow: signal.Signals, told: Told
) -> None:
    """Strike who sends for a bot, see another take over, and let the struck one come back."""
    victim = cluster.find_holders()[bot]
    victim.send(blow)
    begun = monotonic()
    await until(lambda: is_taken(cluster, bot, victim), "another has taken over")
    took = await find_gap(town, begun)
    if blow is signal.SIGKILL:
        told.kills += 1
        told.after_kill = max(told.after_kill, took)
        victim.start()
    else:
        told.pauses += 1
        told.after_pause = max(told.after_pause, took)
        victim.send(signal.SIGCONT)


async def find_gap(town: TelegramTown, begun: float) -> float:
    """Return the seconds until a message of another program reached the server."""
    at_takeover = monotonic()
    while True:
        arrivals = await town.ask("arrivals")
        later = [one["at"] / NANO for one in arrivals if one["at"] / NANO > begun + 0.2]
        if later:
            return max(later[0], at_takeover - 0.1) - begun
        if monotonic() > at_takeover + 30:
            raise Failed("another has taken over and sends nothing")
        await asyncio.sleep(0.02)


def is_taken(cluster: Cluster, bot: str, victim: Program) -> bool:
    """Tell whether another program than this one sends for a bot."""
    holder = cluster.find_holders().get(bot)
    return holder is not None and holder is not victim


async def count(town: TelegramTown) -> int:
    """Count the messages that reached the server."""
    return len(await town.ask("arrivals"))


async def is_past(town: TelegramTown, share: int) -> bool:
    """Tell whether so many messages have reached the server."""
    return await count(town) >= share


async def reckon(cluster: Cluster, towns: Towns, plan: Plan, told: Told) -> str:
    """Hold the ledger against the server's journal, and both against what is allowed."""
    await asyncio.sleep(1.0)  # who woke last may still try something
    with psycopg.connect(cluster.url) as connection:
        rows = connection.execute(FATES).fetchall()
    fates: Counter[str] = Counter()
    for _, state, lines in rows:
        fates[state] += lines
    letters = len(plan.strikes) * plan.readers * len(BOTS)
    twice = [key for town in towns.values() for key, times in town.arrived.items() if times > 1]
    most = max([(await town.ask("rates"))["max_in_1s"] for town in towns.values()])
    each = plan.rate * UNKNOWN_SECONDS + IN_FLIGHT
    allowed = len(plan.strikes) * len(BOTS) * each  # who is struck may hold both
    reached = sum(sum(town.arrived.values()) for town in towns.values())
    held = {
        "nobody twice": not twice,
        "all accounted for": fates["sent"] + fates["unknown"] == letters == sum(fates.values()),
        "who is called sent was reached": fates["sent"] <= reached <= letters,
        "unknown is bounded": fates["unknown"] <= allowed,
        "never faster than allowed": most <= told.most_allowed,
        "taken over after a kill": told.after_kill <= AFTER_KILL + told.late,
        "taken over after a pause": told.after_pause <= AFTER_PAUSE + told.late,
    }
    line = (
        f"{told.kills} kills, {told.pauses} pauses; {letters} letters: "
        f"{fates['sent']} sent, "
        f"{fates['unknown']} unknown (at most {allowed:.0f}), {len(twice)} twice; "
        f"most in a second {most} of {plan.rate:.0f}, the machine late by {told.late:.3f} s; "
        f"taken over {told.after_kill:.1f} s after a kill, {told.after_pause:.1f} s after a pause"
    )
    if broken := [what for what, holds in held.items() if not holds]:
        raise Failed(f"not so: {', '.join(broken)}: {line}")
    return line
