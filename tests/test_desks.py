"""Parts of a program that are kept running: they come back when they fail, and end when told."""

from __future__ import annotations

import asyncio

from bot.cluster import Lost
from bot.desks import running


async def test_a_part_that_fails_in_its_last_words_ends_all_the_same() -> None:
    starts = 0

    async def part() -> None:
        nonlocal starts
        starts += 1
        try:
            await asyncio.Event().wait()
        finally:
            raise Lost("the account went elsewhere meanwhile")

    async with asyncio.timeout(5):
        async with running({"sender": part}):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
    assert starts == 1
