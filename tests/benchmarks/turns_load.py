"""Benchmarks: many phones: real updates posted over 32 kept connections, as Telegram posts."""

from __future__ import annotations

import asyncio
import time
from itertools import count
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
    """Press the buttons of one survey, one answer after another, until the time is up."""

    def __init__(self, *, survey: int, members: int) -> None:
        self._survey, self._members = survey, members
        self._numbers: dict[str, count[int]] = {}
        self._posted: dict[str, int] = {}  # to each subject, all rounds
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> dict[str, Any]:
        """Open the connections' pool."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS),
        )
        return {}

    async def work(self, *, url: str, headers: dict[str, str], seconds: float) -> dict[str, Any]:
        """Post answers for some seconds, and return how many were acknowledged, and how fast."""
        numbers = self._numbers.setdefault(url, count())
        ends = time.monotonic() + seconds
        waits: list[float] = []
        posting = (self._post(url, headers, numbers, ends, waits) for _ in range(CONNECTIONS))
        began = time.monotonic()
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
        numbers: count[int],
        ends: float,
        waits: list[float],
    ) -> None:
        assert self._session is not None
        while time.monotonic() < ends:
            body = orjson.dumps(write_press(next(numbers), self._survey, self._members))
            asked = time.monotonic()
            async with self._session.post(url, data=body, headers=headers) as answer:
                if answer.status != 200:
                    raise RuntimeError(f"the webhook said {answer.status}")
            waits.append(time.monotonic() - asked)


def write_press(number: int, survey: int, members: int) -> dict[str, Any]:
    """Write the press `number`: each chat's questions in turn, then again with other choices."""
    block, place = divmod(number, BLOCK * QUESTIONS)
    question, chat = divmod(place, BLOCK)
    cycle, chat = divmod(block * BLOCK + chat, members)
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
