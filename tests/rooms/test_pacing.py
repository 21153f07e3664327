"""The pacer: evenly, never above the rate, replies first, and silent while halted."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from itertools import pairwise

import pytest

from bot.pacing import Lane, Pacer
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
    return max(bisect_left(times, a + seconds) - place for place, a in enumerate(times))


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


def most_in_100ms_after_a_stall(rate: int) -> int:
    async def play() -> list[float]:
        loop = asyncio.get_running_loop()
        stalled = [0.0]
        pacer = Pacer(rate, now=lambda: loop.time() + stalled[0])
        at: list[float] = []

        async def one(number: int) -> None:
            await pacer.grant(f"chat-{number}", lane="broadcast")
            at.append(loop.time() + stalled[0])
            if number == rate:
                stalled[0] += 0.5  # the loop stood still

        await asyncio.gather(*(one(n) for n in range(rate * 3)))
        await pacer.close()
        return at

    return most_within(run_virtually(play()), 0.1)


def test_lost_time_is_made_up_for_slowly() -> None:
    assert most_in_100ms_after_a_stall(30) <= 5
    assert most_in_100ms_after_a_stall(1000) <= 150


def test_while_both_wait_replies_take_four_grants_of_five() -> None:
    async def play() -> list[str]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(50, now=loop.time)
        order: list[str] = []

        async def one(lane: Lane, number: int) -> None:
            await pacer.grant(f"{lane}-{number}", lane=lane)
            order.append(lane)

        await asyncio.gather(
            *(one("broadcast", n) for n in range(20)), *(one("reply", n) for n in range(40))
        )
        await pacer.close()
        return order

    order = run_virtually(play())
    assert {order[at : at + 5].count("reply") for at in range(1, 40)} == {4}
    assert order[-10:] == ["broadcast"] * 10


def test_a_complaint_that_comes_after_the_grant_still_stops_the_message() -> None:
    async def play() -> list[float]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(None, now=loop.time)
        pacer.halt(1)
        at: list[float] = []

        async def one(number: int) -> None:
            await pacer.grant(f"chat-{number}", lane="broadcast")
            at.append(loop.time())
            if number == 0:
                pacer.halt(3)  # the others are granted, and have not gone on

        await asyncio.gather(*(one(n) for n in range(3)))
        await pacer.close()
        return at

    assert run_virtually(play()) == pytest.approx([1, 4, 4], abs=0.01)


def test_after_a_complaint_the_rate_is_lower_for_a_while_and_climbs_back() -> None:
    async def play() -> list[float]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(30, now=loop.time)
        pacer.halt(5)
        pacer.halt(4)  # the answers of others in flight: the same complaint
        at: list[float] = []

        async def one(number: int) -> None:
            await pacer.grant(f"chat-{number}", lane="broadcast")
            at.append(loop.time())

        await asyncio.gather(*(one(n) for n in range(30 * 60)))
        await pacer.close()
        return at

    times = run_virtually(play())
    assert times[0] == pytest.approx(5, abs=0.01)
    in_second = [sum(n <= at < n + 10 for at in times) / 10 for n in (5, 15, 25, 35, 45)]
    shares = [one / (30 * 0.97) for one in in_second]
    assert shares == pytest.approx([0.8, 0.85, 0.9, 0.95, 1.0], abs=0.025)


def test_a_group_gets_twenty_a_minute() -> None:
    async def play() -> list[float]:
        loop = asyncio.get_running_loop()
        pacer = Pacer(100, now=loop.time)
        at = []
        for _ in range(45):
            await pacer.grant("-100123", lane="broadcast")
            at.append(loop.time())
        await pacer.close()
        return at

    times = run_virtually(play())
    assert most_within(times, 60.0) == 20
    assert times[-1] < 135


async def test_without_a_rate_everything_leaves_at_once_but_not_while_halted() -> None:
    pacer = Pacer(None)
    async with asyncio.timeout(0.2):
        await asyncio.gather(*(pacer.grant("a", lane="broadcast") for _ in range(500)))
    pacer.halt(0.1)
    begun = asyncio.get_running_loop().time()
    async with asyncio.timeout(1):
        await asyncio.gather(*(pacer.grant(f"{n}", lane="broadcast") for n in range(500)))
    assert asyncio.get_running_loop().time() - begun >= 0.099
    await pacer.close()
