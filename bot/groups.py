"""Ground: what arrives at the same time is stored together: one transaction, one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from zlib import crc32

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

log = structlog.get_logger(__name__)

# PostgreSQL: serialisation failure, deadlock, session ended by a takeover or a restart
MET_ANOTHER = ("40001", "40P01", "57P01")
GROUP_MOST = 64  # items that may share one commit
LINGER = 0.003  # seconds that a group waits for company when the one before had some
Item = TypeVar("Item")
Result = TypeVar("Result")
Store = Callable[[AsyncSession, Sequence[Item]], Awaitable[Sequence[Result]]]
Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Hold what waits for a group, how it is stored, and who waits for the result."""

    store: Store[Any, Any]
    item: Any
    future: asyncio.Future[Any]


class Groups:
    """Store items in groups, those of one lane in the order in which they came."""

    def __init__(self, transaction: Transaction, *, lanes: int = 1) -> None:
        self._lanes = [_Lane(transaction) for _ in range(lanes)]

    async def store(self, store: Store[Item, Result], item: Item, *, lane: str = "") -> Result:
        """Store an item by one call of `store` with those that came at the same time."""
        return await self._lanes[crc32(lane.encode()) % len(self._lanes)].store(store, item)

    async def close(self) -> None:
        """End the groups under way, unstored, and leave nobody waiting."""
        for lane in self._lanes:
            await lane.close()


class _Lane:
    """Store one group after another: while one is stored, the next one gathers.

    When a group fails it is rolled back and each of its items is stored alone, so that a failure
    touches no other.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._pending: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._running: asyncio.Task[None] | None = None

    async def store(self, store: Store[Item, Result], item: Item) -> Result:
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run_groups(), name="group-commits")
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._pending.put_nowait(_Waiting(store, item, future))
        return await asyncio.shield(future)

    async def close(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        while not self._pending.empty():
            self._pending.get_nowait().future.cancel()

    async def _run_groups(self) -> None:
        group: list[_Waiting] = []
        while True:
            busy = len(group) > 1
            group = [await self._pending.get()]
            try:
                if busy:  # whoever was just answered speaks again: they go together
                    await asyncio.sleep(LINGER)
                while len(group) < GROUP_MOST and not self._pending.empty():
                    group.append(self._pending.get_nowait())
                await self._store_group(group)
            finally:  # when we are closed in the middle: nobody waits for ever
                for one in group:
                    one.future.cancel()

    async def _store_group(self, group: Sequence[_Waiting]) -> None:
        if len(group) > 1:
            try:
                async with self._transaction() as session:
                    results = await _store_all(session, group)
            except Exception as error:
                log.info("group-split", works=len(group), error=type(error).__name__)
            else:
                for one, result in zip(group, results, strict=True):
                    _resolve(one.future, result)
                return
        for one in group:
            await self._store_one(one)

    async def _store_one(self, one: _Waiting) -> None:
        try:
            [result] = await self._run_alone(one)
        except Exception as error:
            if not one.future.done():
                one.future.set_exception(error)
        else:
            _resolve(one.future, result)

    async def _run_alone(self, one: _Waiting) -> Sequence[Any]:
        """Store an item in a transaction of its own, once more when it met another half-way."""
        try:
            async with self._transaction() as session:
                return await one.store(session, [one.item])
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in MET_ANOTHER:
                raise
        async with self._transaction() as session:
            return await one.store(session, [one.item])


async def _store_all(session: AsyncSession, group: Sequence[_Waiting]) -> list[Any]:
    """Let each way of storing have all its items at once; return the results in their places."""
    places: dict[Store[Any, Any], list[int]] = {}
    for place, one in enumerate(group):
        places.setdefault(one.store, []).append(place)
    results: dict[int, Any] = {}
    for store, its in places.items():
        stored = await store(session, [group[place].item for place in its])
        results.update(zip(its, stored, strict=True))
    return [results[place] for place in range(len(group))]


def _resolve(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():
        future.set_result(result)
