"""Benchmark `pace`: how much of the account's limit is used, and that it is never passed.

Beside python-telegram-bot's AIORateLimiter, on its own HTTP with as many at once as it is
quickest with, and on ours, which can follow.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise

from tests.benchmarks.broadcast import sender
from tests.benchmarks.children import Child, add_people, ask_kit, bot_api, child, tell_kit
from tests.benchmarks.measuring import Round, Row, Stage, round_of
from tests.kit.bot_api import NO_LIMITS

RATES = (30, 1000)
SECONDS = 6.0
LATENCY = 0.06  # a far server's
MARGIN = 2.0  # seconds of work more than are measured, so that it never runs dry
NANO = 1e9
OURS = "Nhịp Cầu, SQLite, limit {:,} a second"


@dataclass(frozen=True)
class Peer:
    """Say how a peer is set up: its HTTP, how many at once, at which limit."""

    name: str
    rate: int
    backend: str
    wide: int


PEERS = (
    Peer("AIORateLimiter, as installed, limit 30 a second", 30, "installed", 24),
    Peer("AIORateLimiter, as installed, limit 1,000 a second", 1000, "installed", 24),
    Peer("AIORateLimiter, on our HTTP, limit 1,000 a second", 1000, "ours", 128),
)


async def run(stage: Stage) -> list[Row]:
    """Measure pacers at a bot's usual limit and at the largest, as the server sees them."""
    rows = []
    async with far_bot_api(round(max(RATES) * (SECONDS + MARGIN))) as api:
        for rate in RATES:
            start = await sender(stage, "SQLite", api, round(rate * (SECONDS + MARGIN)), rate)
            mine = PEERS if rate == max(RATES) else PEERS[:1]
            beside = next(peer.name for peer in reversed(mine) if peer.rate == rate)
            rows.append(Row(OURS.format(rate), [await look(api, start, rate)], beside))
        for peer in PEERS:
            given = {"api": api, "members": max(RATES) * 8, **asdict(peer)}
            del given["name"]
            start = child(stage.folder, "pace_peers:Limited", **given)
            rows.append(Row(peer.name, [await look(api, start, peer.rate)]))
    return rows


@asynccontextmanager
async def far_bot_api(people: int) -> AsyncIterator[str]:
    """Run a Bot API server that answers late, as far ones do."""
    async with bot_api() as api:
        await add_people(api, people)
        slow = {"kind": "slow", "method": "sendMessage", "times": None, "delay": LATENCY}
        await tell_kit(api, "faults", slow)
        yield api


async def look(api: str, start: AbstractAsyncContextManager[Child], rate: int) -> Round:
    """Let one subject send for some seconds, and ask the server what it saw."""
    async with start as subject:
        await tell_kit(api, "limits", asdict(NO_LIMITS))  # the count begins anew
        told = await subject.ask(seconds=SECONDS + 0.5)
        seen = await see(api, rate)
    return round_of(told | seen, *seen)


async def see(api: str, rate: int) -> dict[str, float]:
    """Return the use of the limit over the first seconds, and the most in any one second."""
    times = [arrival["at"] / NANO for arrival in await ask_kit(api, "arrivals")]
    within = sum(at - times[0] < SECONDS for at in times)
    rates = await ask_kit(api, "rates")
    gaps = [after - before for before, after in pairwise(times)]
    return {
        "use_%": 100 * within / (rate * SECONDS),
        "most_%": 100 * rates["max_in_1s"] / rate,
        "most_in_1s": float(rates["max_in_1s"]),
        "most_in_100ms": float(rates["max_in_100ms"]),
        "longest_gap_ms": 1000 * max(gaps),
    }
