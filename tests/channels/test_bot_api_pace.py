"""The Bot API server for tests counts the pace and answers 429."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.kit.bot_api import BotApiServer, Limits, Settings
from tests.kit.bot_api.calls import ask
from tests.kit.bot_api.rates import SECOND, Rates, max_in_window

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def test_the_account_may_send_so_many_in_any_sliding_second() -> None:
    rates = Rates(Limits(account=30, chat=None, group=None))
    at = [n * SECOND // 100 for n in range(30)]

    fates = [rates.admit(n, at=when) for n, when in enumerate(at)]
    over = rates.admit(99, at=SECOND // 2)
    in_halt = rates.admit(99, at=SECOND)
    after = rates.admit(99, at=2 * SECOND)

    assert fates == [None] * 30
    assert over
    assert over.parameters == {"retry_after": 1}
    assert in_halt
    assert after is None
    assert (rates.max_in(1.0), len(rates.overshoots), rates.begun_in_halt()) == (31, 2, 1)
    assert rates.begun_in_halt(grace=0.6) == 0


def test_a_chat_bears_a_burst_and_then_one_a_second() -> None:
    rates = Rates(Limits(chat_burst=3))

    fates = [rates.admit(1, at=0) is None for _ in range(4)]
    other = rates.admit(2, at=0)
    later = [rates.admit(1, at=when * SECOND) is None for when in (1, 2, 3)]

    assert fates == [True, True, True, False]
    assert other is None
    assert later == [True, True, True]
    assert rates.spacing(1) == [0, 0, 0, 1, 1, 1]


def test_a_group_bears_twenty_a_minute() -> None:
    rates = Rates(Limits())

    fates = [rates.admit(-5, at=n * SECOND) for n in range(21)]

    assert fates[:20] == [None] * 20
    assert fates[20]
    assert fates[20].parameters == {"retry_after": 40}


def test_the_most_in_a_window_is_found_wherever_the_window_lies() -> None:
    assert max_in_window([0, 50, 99, 100, 149, 150, 400], 100) == 4
    assert max_in_window([], 100) == 0


async def test_whoever_is_too_fast_gets_429_with_the_wait_in_body_and_header(
    client: aiohttp.ClientSession,
) -> None:
    async with BotApiServer(rate=2, settings=Settings(limits=Limits(chat=None))) as server:
        server.people.start(7)
        answers = [await ask(server, client, "sendMessage", chat_id=7, text="a") for _ in range(3)]
        told = await answers[2].json()

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "1"
    assert told["description"] == "Too Many Requests: retry after 1"
    assert told["parameters"] == {"retry_after": 1}
    assert len(server.people.inbox(7)) == 2
