"""Benchmark `pace`: how much of the account's limit is used, and that it is never passed."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise

from tests.benchmarks.broadcast import sender
from tests.benchmarks.children import add_people, ask_kit, bot_api, tell_kit
from tests.benchmarks.measuring import Round, Row, Stage
from tests.kit.bot_api import NO_LIMITS

RATES = (25, 1000)
SECONDS = 6.0
LATENCY = 0.06  # a far server's
MARGIN = 2.0  # seconds of work more than are measured, so that it never runs dry
NANO = 1e9


async def run(stage: Stage) -> list[Row]:
    """Measure our pacer at the account's usual rate and at the largest, as the server sees it."""
    rows = []
    members = round(max(RATES) * (SECONDS + MARGIN))  # fewer would run out
    async with bot_api() as api:
        await add_people(api, members)
        slow = {"kind": "slow", "method": "sendMessage", "times": None, "delay": LATENCY}
        await tell_kit(api, "faults", slow)
        for rate in RATES:
            begun = await sender(
                stage, "SQLite", api, round(rate * (SECONDS + MARGIN)), float(rate)
            )
            async with begun as subject:
                await tell_kit(api, "limits", asdict(NO_LIMITS))  # the count begins anew
                told = await subject.ask(seconds=SECONDS + 0.5)
                seen = await see(api, rate)
            used = told["used"]
            one = Round(told["items"], used["wall"], used["cpu"], seen)
            rows.append(Row(f"Nhịp Cầu, SQLite, limit {rate} a second", [one]))
    return rows


async def see(api: str, rate: int) -> dict[str, float]:
    """Return the use of the limit over the first seconds, and the most in any one second."""
    times = [arrival["at"] / NANO for arrival in await ask_kit(api, "arrivals")]
    within = sum(at - times[0] < SECONDS for at in times)
    most = (await ask_kit(api, "rates"))["max_in_1s"]
    gaps = [after - before for before, after in pairwise(times)]
    return {
        "use_%": 100 * within / (rate * SECONDS),
        "most_in_1s": float(most),
        "longest_gap_ms": 1000 * max(gaps),
    }
