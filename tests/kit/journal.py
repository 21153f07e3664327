"""Kit: a server's diary: what people received, in order, for a long poll to read."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class Bell:
    """Wake everybody who waits for news."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake all who wait now."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self, within: float) -> bool:
        """Wait for the next ring at most this long; tell whether it rang."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(within):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True


class Journal:
    """Keep every event of every person, numbered from 1."""

    def __init__(self) -> None:
        self.events: list[Json] = []
        self._own: defaultdict[int, list[int]] = defaultdict(list)
        self._bell = Bell()

    def note(self, kind: str, *, to: Iterable[int], **told: Any) -> None:
        """Write one event into the inboxes of these people."""
        number = len(self.events) + 1
        self.events.append({"n": number, "kind": kind, **told})
        for person in to:
            self._own[person].append(number)
        self._bell.ring()

    def read(self, *, person: int | None = None, after: int = 0) -> list[Json]:
        """List the events after a number, of one person or of all."""
        if person is None:
            return self.events[after:]
        own = self._own[person]
        return [self.events[n - 1] for n in own[bisect_right(own, after) :]]

    async def wait(
        self, *, person: int | None = None, after: int = 0, within: float = 0.0
    ) -> list[Json]:
        """List the events after a number, waiting for the first of them if need be."""
        ends = asyncio.get_running_loop().time() + within
        while not (found := self.read(person=person, after=after)):
            left = ends - asyncio.get_running_loop().time()
            if left <= 0 or not await self._bell.wait(left):
                break
        return found or self.read(person=person, after=after)
