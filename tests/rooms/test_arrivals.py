"""Arrivals: what a server sees in any second, by what is written when and answered when."""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.arrivals import FORGET
from bot.pacing import Pacer, note_answer, note_wire
from tests.kit.virtual_time import run_virtually


def most_within_a_second(times: list[float]) -> int:
    return max(bisect_left(times, a + 1.0) - place for place, a in enumerate(times))


@dataclass
class Server:
    """Note when messages arrive; what comes while it stands still is seen at once, afterwards."""

    pacer: Pacer
    stalls: Callable[[float], float]  # how long it still stands at this moment
    handshake: Callable[[int], float]
    arrivals: list[float] = field(default_factory=list)

    async def take(self, number: int) -> None:
        await self.pacer.grant(f"chat-{number}", lane="broadcast")
        await asyncio.sleep(self.handshake(number))
        note_wire()
        await asyncio.sleep(0.02)
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self.stalls(loop.time()))
        self.arrivals.append(loop.time())
        await asyncio.sleep(0.04)
        note_answer()

    async def take_all(self, wanted: int) -> list[float]:
        await asyncio.gather(*(self.take(n) for n in range(wanted)))
        await self.pacer.close()
        return sorted(self.arrivals)


@pytest.mark.parametrize("rate", [25, 30, 1000])
def test_what_is_written_late_is_counted_when_it_is_written(rate: int) -> None:
    def shake_hands(number: int) -> float:
        """Let the first messages shake hands for long, and some stand still now and then."""
        stalls = number % rate < max(1, rate // 20)
        return 0.4 if number < rate // 4 else 0.01 if stalls else 0

    async def play() -> list[float]:
        pacer = Pacer(rate, now=asyncio.get_running_loop().time)
        return await Server(pacer, lambda _: 0, shake_hands).take_all(rate * 6)

    times = run_virtually(play())
    assert most_within_a_second(times) <= rate
    steady = [at for at in times if 2 <= at < 5]
    assert len(steady) >= 3 * rate * 0.95, "and the rate is used"


@pytest.mark.parametrize("rate", [1, 25, 30, 1000])
@pytest.mark.parametrize("stall", [0.05, 0.3])
def test_a_server_that_stands_still_sees_no_second_fuller_than_the_rate(
    rate: int, stall: float
) -> None:
    async def play() -> list[float]:
        pacer = Pacer(rate, now=asyncio.get_running_loop().time)
        dice = random.Random(11)
        begins = sorted(dice.uniform(0, 7) for _ in range(4))

        def stands(now: float) -> float:
            return max((at + stall - now for at in begins if at <= now < at + stall), default=0)

        return await Server(pacer, stands, lambda _: 0).take_all(rate * 6)

    times = run_virtually(play())
    assert most_within_a_second(times) <= rate
    assert times[-1] <= 6 / 0.97 + 4 * stall + 0.5, "and the rate is used"


def test_what_is_never_answered_takes_no_place_for_ever() -> None:
    async def play() -> list[float]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(10, now=loop.time)
        at: list[float] = []

        async def one(number: int) -> None:
            await pacer.grant(f"chat-{number}", lane="broadcast")
            note_wire()
            at.append(loop.time())

        await asyncio.gather(*(one(n) for n in range(30)))
        await pacer.close()
        return at

    times = run_virtually(play())
    assert most_within_a_second(times) <= 10
    assert times[-1] < 3 * FORGET
