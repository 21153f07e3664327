"""Groups without a database: one after another, unless one takes long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.groups import Groups


class Storing:
    """Note which items are stored together; those called `slow` wait until they are let go."""

    def __init__(self, *, abreast: int, patience: float) -> None:
        self.groups = Groups(self._transaction, abreast=abreast, patience=patience)
        self.begun: list[list[str]] = []
        self.let_go = asyncio.Event()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Any]:
        yield None

    async def store(self, _: Any, items: Sequence[str]) -> Sequence[str]:
        self.begun.append(list(items))
        if "slow" in items:
            await self.let_go.wait()
        await asyncio.sleep(0)
        return items

    def put(self, *items: str, lane: str = "") -> list[asyncio.Future[str]]:
        return [
            asyncio.ensure_future(self.groups.store(self.store, item, lane=lane or item))
            for item in items
        ]


async def turn_the_loop() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_what_comes_while_a_quick_group_is_stored_is_the_next_group() -> None:
    storing = Storing(abreast=3, patience=60)
    first = storing.put("a")
    await asyncio.sleep(0)
    later = storing.put(*"bcdef")
    assert await asyncio.gather(*first, *later) == list("abcdef")
    assert storing.begun == [["a"], list("bcdef")]
    await storing.groups.close()


async def test_a_group_that_takes_long_is_passed_but_not_by_its_own_lane() -> None:
    storing = Storing(abreast=2, patience=0)
    slow = storing.put("slow", lane="Lan")
    await asyncio.sleep(0)
    after, [other] = storing.put("after", lane="Lan"), storing.put("other")
    async with asyncio.timeout(5):
        assert await other == "other"
        assert not slow[0].done()
        storing.let_go.set()
        assert await asyncio.gather(*slow, *after) == ["slow", "after"]
    assert storing.begun == [["slow"], ["other"], ["after"]]
    await storing.groups.close()


@pytest.mark.parametrize("abreast", [1, 2])
async def test_no_more_go_side_by_side_than_may(abreast: int) -> None:
    storing = Storing(abreast=abreast, patience=0)
    waiting = []
    for lane in range(abreast):
        waiting += storing.put("slow", lane=str(lane))
        await turn_the_loop()
    waiting += storing.put("other")
    await turn_the_loop()
    assert storing.begun == [["slow"]] * abreast
    storing.let_go.set()
    assert (await asyncio.gather(*waiting))[-1] == "other"
    await storing.groups.close()
