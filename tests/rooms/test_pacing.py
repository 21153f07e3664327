"""The pacer: evenly, never above the rate, replies first, and silent while halted."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from bot.pacing import Pacer
from tests.kit.virtual_time import run_virtually


async def grants(rate: float, wanted: int, *, lane: str = "broadcast") -> list[float]:
    loop = asyncio.get_running_loop()
    pacer = Pacer(rate, now=loop.time)
    at: list[float] = []

    async def one(number: int) -> None:
        await pacer.grant(f"chat-{number}", lane=lane)
        at.append(loop.time())

    await asyncio.gather(*(one(n) for n in range(wanted)))
    await pacer.close()
    return at


def most_within(times: list[float], seconds: float) -> int:
    return max(sum(1 for t in times if a <= t < a + seconds) for a in times)


@pytest.mark.parametrize("rate", [25, 30, 200])
def test_no_sliding_second_holds_more_than_the_rate(rate: int) -> None:
    times = run_virtually(grants(rate, rate * 4))
    assert most_within(times, 1.0) <= rate
    assert times[-1] <= 4 / 0.97 + 0.1, "and the rate is used"


def test_grants_are_evenly_spaced() -> None:
    assert most_within(run_virtually(grants(30, 120)), 0.1) <= 5


def test_replies_go_before_broadcasts_that_wait() -> None:
    async def play() -> list[str]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(10, now=loop.time)
        order: list[str] = []

        async def one(lane: str, number: int) -> None:
            await pacer.grant(f"{lane}-{number}", lane=lane)
            order.append(lane)

        waiting = [asyncio.create_task(one("broadcast", n)) for n in range(5)]
        await asyncio.sleep(0)
        waiting += [asyncio.create_task(one("reply", n)) for n in range(3)]
        await asyncio.gather(*waiting)
        await pacer.close()
        return order

    order = run_virtually(play())
    assert order.index("reply") <= 1
    assert [lane for lane in order if lane == "reply"] == ["reply"] * 3
    assert order[-2:] == ["broadcast", "broadcast"]


def test_a_chat_gets_broadcasts_a_second_apart_and_replies_in_short_bursts() -> None:
    async def play(lane: str) -> list[float]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(100, now=loop.time)
        at = []
        for _ in range(5):
            await pacer.grant("one chat", lane=lane)
            at.append(loop.time())
        await pacer.close()
        return at

    broadcasts, replies = run_virtually(play("broadcast")), run_virtually(play("reply"))
    assert all(b - a >= 1.0 for a, b in pairwise(broadcasts))
    assert replies[2] < 0.1, "three replies leave at once"
    assert replies[4] >= 1.0, "then one a second"


def test_nothing_is_granted_while_halted() -> None:
    async def play() -> list[float]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(50, now=loop.time)
        await pacer.grant("a", lane="reply")
        pacer.halt(7)
        at = []
        for n in range(3):
            await pacer.grant(f"chat-{n}", lane="reply")
            at.append(loop.time())
        await pacer.close()
        return at

    assert min(run_virtually(play())) >= 7


def test_a_waiter_that_gives_up_costs_nobody_a_slot() -> None:
    async def play() -> float:
        loop = asyncio.get_running_loop()
        pacer = Pacer(1, now=loop.time)
        await pacer.grant("a", lane="broadcast")
        leaving = asyncio.create_task(pacer.grant("b", lane="broadcast"))
        await asyncio.sleep(0)
        leaving.cancel()
        await pacer.grant("c", lane="broadcast")
        at = loop.time()
        await pacer.close()
        return at

    assert run_virtually(play()) <= 1.1
