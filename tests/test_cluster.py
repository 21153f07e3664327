"""Three real programs at one PostgreSQL: one is killed while it sends, and nobody is the worse."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import psycopg

from bot.clock import SystemClock
from bot.db import Database
from bot.demo.browser import Browser
from tests.kit.bot_api import NO_LIMITS, TOKEN, BotApiServer, Settings
from tests.kit.bot_api.account import Account
from tests.kit.broadcasting import launch, read_state
from tests.kit.programs import Cluster, make_cluster, settle, until

NOW = SystemClock().now
RATE = 25
READERS, PAGES = 40, 5  # readers of each bot
BOTS = {"telegram": TOKEN, "telegram-2": "4343:another"}
SLOW = 6.0  # seconds that a takeover may last where other tests work too
MOST_UNKNOWN = RATE * 0.3 + 4  # what was in hand at the kill
TEXT = "Mời {ten} tham gia."
FATES = """
    SELECT a.name, d.state, count(*)::int FROM deliveries d
    JOIN channel_accounts a ON a.id = d.account_id GROUP BY 1, 2
"""


@asynccontextmanager
async def working(folder: Path, url: str, server: BotApiServer) -> AsyncIterator[Cluster]:
    """Run a site of three programs until the end, however it comes."""
    readers = range(1, READERS + 1)
    chats = [f"{bot}:{n}" for bot in BOTS for n in readers]
    await settle(url, [*chats, *(f"web:{n}" for n in range(PAGES))], (*BOTS, "web"))
    for bot in server.accounts.values():
        for number in readers:
            bot.people.add(number, first_name="Lan", started=True)
    cluster = make_cluster(folder, url, server.url, rate=RATE, tokens=BOTS)
    try:
        for program in cluster.programs:
            program.start()
        yield cluster
    finally:
        cluster.stop()


async def test_a_killed_sender_is_replaced_and_nobody_gets_it_twice(
    tmp_path: Path, empty_postgres: str
) -> None:
    settings = Settings(limits=NO_LIMITS)
    async with (
        BotApiServer(settings=settings, more=[BOTS["telegram-2"]]) as server,
        working(tmp_path, empty_postgres, server) as cluster,
    ):
        await until(cluster.is_spread, "each of the two that send holds an account")
        await until(cluster.is_served, "the web chat is open")
        holders = cluster.find_holders()
        await talk(cluster)
        database = Database(empty_postgres)
        broadcast = await launch(database, now=NOW(), rule={"all": True}, text=TEXT, buttons=[])
        await until(lambda: len(server.rates.arrivals) > READERS // 3, "a third has left")
        holders["telegram"].send(signal.SIGKILL)
        at_kill = len(server.rates.arrivals)
        server.people.say(1, "/giup")  # nobody fetches it just now
        taken_over = await until(lambda: len(server.rates.arrivals) > at_kill, "another goes on")
        assert taken_over < SLOW, "two seconds on a machine at rest: the proof holds it to that"
        await until(lambda: cluster.count_open() == 0, "every line is at its end")
        await until(lambda: is_answered(server.account, 1), "who wrote in between is answered")

        assert await read_state(database, broadcast) in ("running", "finished")
        await database.close()
        fates = read_fates(empty_postgres)
        assert fates["web", "sent"] == PAGES
        for name, token in BOTS.items():
            check_fates(server.accounts[token], name, fates)
        async with aiohttp.request("GET", f"{cluster.web}/readyz") as answer:
            told = await answer.json()
        assert told["held"] == dict.fromkeys((*BOTS, "web"), "elsewhere"), told


async def talk(cluster: Cluster) -> None:
    """Open a page and wait for its first answer, which another program makes."""
    async with Browser(cluster.web, "10.0.0.1") as page:
        await page.start()
        line = await page.next_line(within=SLOW)
        while line.mine:  # a page that is not woken waits longer than this
            line = await page.next_line(within=SLOW)


def check_fates(bot: Account, name: str, fates: Counter[tuple[str, str]]) -> None:
    """Compare what the ledger says of one bot with what its readers have got."""
    seen = {n: count_letters(bot, n) for n in range(1, READERS + 1)}
    assert fates[name, "sent"] + fates[name, "unknown"] == READERS
    assert max(seen.values()) == 1, "nobody twice"
    assert sum(seen.values()) >= fates[name, "sent"], "nobody was missed"
    assert fates[name, "unknown"] <= MOST_UNKNOWN
    assert bot.rates.max_in(1.0) <= RATE + 2  # so late is a busy machine; see the proof


def is_answered(bot: Account, reader: int) -> bool:
    """Tell whether a reader got something that is not the letter."""
    return len(bot.people.inbox(reader)) > count_letters(bot, reader)


def count_letters(bot: Account, reader: int) -> int:
    """Count how often a reader got the letter."""
    events = bot.people.inbox(reader)
    return sum("tham gia" in event.get("message", {}).get("text", "") for event in events)


def read_fates(url: str) -> Counter[tuple[str, str]]:
    """Count the lines of the ledger by account and state."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(FATES).fetchall()
    return Counter({(account, state): lines for account, state, lines in rows})
