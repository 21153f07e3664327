"""Benchmarks: many phones: real updates posted over 32 kept connections, as Telegram posts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from itertools import count, islice
from math import inf
from statistics import quantiles
from typing import Any

import aiohttp
import orjson

from bot.surveys.presses import AnswerPress
from tests.benchmarks.towns import QUESTIONS

CONNECTIONS = 32
BLOCK = 10_000  # chats that answer their first question before any answers its second
CHOICES = ("Có", "Chưa", "Hết hạn")


class Phones:
    """Press the buttons of one survey, one answer after another, until the time is up.

    `block` chats answer their first question before any of them answers its second. Where it is
    one, that person answers a question when the one before was acknowledged.
    """

    def __init__(self, *, survey: int, members: int, block: int = BLOCK) -> None:
        self._survey, self._members, self._block = survey, members, block
        self._stride = QUESTIONS if block == 1 else 1  # presses that go one after another
        self._numbers: dict[str, count[int]] = {}
        self._posted: dict[str, int] = {}  # to each subject, all rounds
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> dict[str, Any]:
        """Open the connections' pool."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS),
        )
        return {}

    async def work(
        self, *, url: str, headers: dict[str, str], seconds: float = inf, people: int = 0
    ) -> dict[str, Any]:
        """Post answers for some seconds, and return how many were acknowledged, and how fast.

        Where a number of people is said, they all press now, and each waits from now on.
        """
        numbers: Iterator[int] = self._numbers.setdefault(url, count())
        began = time.monotonic()
        waits: list[float] = []
        if people:
            numbers = islice(numbers, people)
        since, ends = began if people else None, began + seconds
        posting = (
            self._post(url, headers, pressing(numbers, self._stride, ends, since), waits)
            for _ in range(CONNECTIONS)
        )
        await asyncio.gather(*posting)
        took = time.monotonic() - began
        parts = quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
        self._posted[url] = self._posted.get(url, 0) + len(waits)
        return {
            "items": len(waits),
            "seconds": took,
            "posted": self._posted[url],
            "p50_ms": parts[49] * 1000,
            "p99_ms": parts[98] * 1000,
        }

    async def close(self) -> None:
        """Close the connections."""
        assert self._session is not None
        await self._session.close()

    async def _post(
        self,
        url: str,
        headers: dict[str, str],
        presses: Iterator[tuple[int, float]],
        waits: list[float],
    ) -> None:
        assert self._session is not None
        for number, pressed in presses:
            body = orjson.dumps(write_press(number, self._survey, self._members, self._block))
            async with self._session.post(url, data=body, headers=headers) as answer:
                if answer.status != 200:
                    raise RuntimeError(f"the webhook said {answer.status}")
            waits.append(time.monotonic() - pressed)


def pressing(
    numbers: Iterator[int], stride: int, ends: float, since: float | None
) -> Iterator[tuple[int, float]]:
    """Yield one press after another, until the time is up, and when it was pressed."""
    while time.monotonic() < ends:
        number = next(numbers, None)
        if number is None:
            return
        for press in range(number * stride, (number + 1) * stride):
            yield press, time.monotonic() if since is None else since


def write_press(number: int, survey: int, members: int, many: int = BLOCK) -> dict[str, Any]:
    """Write the press `number`: each chat's questions in turn, then again with other choices."""
    block, place = divmod(number, many * QUESTIONS)
    question, chat = divmod(place, many)
    cycle, chat = divmod(block * many + chat, members)
    member, chosen = chat + 1, cycle % len(CHOICES)
    person = {"id": member, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
    presses = [AnswerPress(survey, member, question, n).pack() for n in range(len(CHOICES))]
    rows = [
        [{"text": label, "callback_data": data}]
        for label, data in zip(CHOICES, presses, strict=True)
    ]
    message = {
        "message_id": 100 + number,
        "date": 1796000000,
        "from": {"id": 4242, "is_bot": True, "first_name": "Bot", "username": "kit_bot"},
        "chat": {"id": member, "type": "private", "first_name": "Lan"},
        "text": f"Câu {question + 1}/{QUESTIONS}\nBác đã có thẻ bảo hiểm y tế chưa?",
        "reply_markup": {"inline_keyboard": rows},
    }
    query = {
        "id": str(7_000_000_000 + number),
        "from": person,
        "message": message,
        "chat_instance": str(member),
        "data": presses[chosen],
    }
    return {"update_id": 1000 + number, "callback_query": query}
