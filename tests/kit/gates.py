"""Kit: one way through a kit server's control: what arrived is read and deeds are handed in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

MOST_EVENTS = 5000
POLL = 10.0


class Failed(Exception):
    """What a proof holds to be true is not."""


@dataclass
class Gate:
    """Read every event after the other and hand deeds in, all in few requests."""

    url: str  # of the server
    place: str  # of the control on it
    tell: Callable[[dict[str, Any]], None]
    failures: list[str]
    _after: int = 0
    _acts: list[dict[str, Any]] = field(default_factory=list)
    _due: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        """Begin to read and write."""
        self._session = aiohttp.ClientSession(self.url)
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._write())]

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def ask(self, path: str, told: object = None, *, verb: str = "GET") -> Any:
        """Ask the control; raise Failed with what it says."""
        assert self._session is not None
        place = f"{self.place}/{path}"
        async with self._session.request(verb, place, json=told) as answer:
            if answer.status != 200:
                raise Failed(f"{verb} {path}: {await answer.text()}")
            return await answer.json()

    def hand_in(self, *acts: dict[str, Any]) -> None:
        """Have people do something soon."""
        self._acts += acts
        self._due.set()

    async def _write(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            acts, self._acts = self._acts, []
            try:
                await self.ask("acts", acts, verb="POST")
            except Failed as failed:
                self.failures.append(str(failed))

    async def _read(self) -> None:
        while True:
            path = f"inbox?after={self._after}&timeout={POLL}&limit={MOST_EVENTS}"
            for event in await self.ask(path):
                self._after = event["n"]
                self.tell(event)
