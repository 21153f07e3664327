"""Ground: what arrives at the same time is stored together: one transaction, one commit."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

log = structlog.get_logger(__name__)

# PostgreSQL: serialisation failure, deadlock, session ended by a takeover or a restart
MET_ANOTHER = ("40001", "40P01", "57P01")
GROUP_MOST = 64  # items that may share one commit
LINGER = 0.003  # seconds that a group waits for company when the one before had some
PATIENCE = 0.25  # seconds after which the next group passes one that is still being stored
Item = TypeVar("Item")
Result = TypeVar("Result")
Store = Callable[[AsyncSession, Sequence[Item]], Awaitable[Sequence[Result]]]
Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Hold what waits for a group, how it is stored, and who waits for the result."""

    store: Store[Any, Any]
    item: Any
    lane: str
    future: asyncio.Future[Any]


class Groups:
    """Store one group after another: while one is stored, the next one gathers.

    Where `abreast` is more than one, a group that takes long is passed by the next, but by nothing
    that shares a lane with what is in it. When a group fails it is rolled back and each of its
    items is stored alone, so that a failure touches no other.
    """

    def __init__(
        self, transaction: Transaction, *, abreast: int = 1, patience: float = PATIENCE
    ) -> None:
        self._transaction = transaction
        self._abreast, self._patience = abreast, patience
        self._pending: deque[_Waiting] = deque()
        self._came = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], Sequence[_Waiting]] = {}
        self._running: asyncio.Task[None] | None = None

    async def store(self, store: Store[Item, Result], item: Item, *, lane: str = "") -> Result:
        """Store an item by one call of `store` with those that came at the same time."""
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run(), name="group-commits")
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._pending.append(_Waiting(store, item, lane, future))
        self._came.set()
        return await asyncio.shield(future)

    async def close(self) -> None:
        """End the groups under way, unstored, and leave nobody waiting."""
        tasks = [*self._under_way, *([self._running] if self._running else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while self._pending:
            self._pending.popleft().future.cancel()

    async def _run(self) -> None:
        group: list[_Waiting] = []
        while True:
            if len(group) > 1 and self._pending:
                await asyncio.sleep(LINGER)  # whoever was just answered speaks again: together
            if fresh := self._gather():
                group = fresh
                await self._begin(group)
            else:
                await self._wait_for_more()

    def _gather(self) -> list[_Waiting]:
        """Take what goes together next: all that waits, but for what follows a group under way."""
        taken = {one.lane for group in self._under_way.values() for one in group} - {""}
        group: list[_Waiting] = []
        stay: list[_Waiting] = []
        while self._pending and len(group) < GROUP_MOST:
            one = self._pending.popleft()
            (stay if one.lane in taken else group).append(one)
        self._pending.extendleft(reversed(stay))
        return group

    async def _begin(self, group: Sequence[_Waiting]) -> None:
        """Store a group; return when one of those under way is stored, or the next may pass."""
        task = asyncio.create_task(self._store_group(group), name="group")
        self._under_way[task] = group
        task.add_done_callback(self._under_way.pop)
        patience = self._patience if len(self._under_way) < self._abreast else None
        await asyncio.wait(self._under_way, timeout=patience, return_when=asyncio.FIRST_COMPLETED)

    async def _wait_for_more(self) -> None:
        """Wait for another item, or for a group's end, which what it kept back waits for."""
        self._came.clear()
        came = asyncio.ensure_future(self._came.wait())
        try:
            await asyncio.wait({came, *self._under_way}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            came.cancel()

    async def _store_group(self, group: Sequence[_Waiting]) -> None:
        try:
            if len(group) == 1 or not await self._is_stored_together(group):
                for one in group:
                    await self._store_one(one)
        finally:  # when we are closed in the middle: nobody waits for ever
            for one in group:
                one.future.cancel()

    async def _is_stored_together(self, group: Sequence[_Waiting]) -> bool:
        """Store a whole group by one commit, or tell that it failed and nothing is stored."""
        try:
            async with self._transaction() as session:
                results = await _store_all(session, group)
        except Exception as error:
            log.info("group-split", works=len(group), error=type(error).__name__)
            return False
        for one, result in zip(group, results, strict=True):
            _resolve(one.future, result)
        return True

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
