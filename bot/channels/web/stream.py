"""Door, web: lines that arrive by themselves (server-sent events).

A bell only says that there may be something; the rows are the truth. So a stream also looks when
no bell rang, which finds what another process wrote, and what was missed while nobody listened.
Where several processes write, a line may be stored after one with a larger number.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bot import lines
from bot.db import Database
from bot.line_statements import RECENT
from bot.lines import Mark
from bot.models import WebMessage

BREATH = 0.05  # seconds between two looks: what one turn says is stored line by line
HEARTBEAT = 15.0  # seconds; proxies close what is silent for 30 or 60
REOPEN_AFTER = 1500  # milliseconds, told to the browser
MOST_STREAMS = 8  # open pages of one chat
MOST_AT_ONCE = 200

Render = Callable[[WebMessage], str]


@dataclass
class Bells:
    """Wake whoever listens to a chat."""

    stopped: bool = False
    _bells: dict[str, set[asyncio.Event]] = field(default_factory=dict)

    def ring(self, chat: str) -> None:
        """Wake the listeners of one chat; of every chat when none is named."""
        chats = [chat] if chat else list(self._bells)
        for bell in [bell for one in chats for bell in self._bells.get(one, ())]:
            bell.set()

    def stop(self) -> None:
        """Wake everybody for the last time: their streams end."""
        self.stopped = True
        self.ring("")

    def count(self, chat: str) -> int:
        """Return how many listen to a chat."""
        return len(self._bells.get(chat, ()))

    @contextmanager
    def listen(self, chat: str) -> Iterator[asyncio.Event]:
        """Give a bell of one chat for a while."""
        bell = asyncio.Event()
        self._bells.setdefault(chat, set()).add(bell)
        try:
            yield bell
        finally:
            self._bells[chat].discard(bell)
            if not self._bells[chat]:
                del self._bells[chat]


async def wait_for(bell: asyncio.Event, seconds: float) -> None:
    """Wait until a bell rings, or so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()


@dataclass
class Stream:
    """Follow one chat from a line on, for one open page."""

    database: Database
    bells: Bells
    chat: str
    render: Render
    after: int  # the last line that the page has
    since: int = 0  # the first one that it may have; 0: it has none that is gone
    heartbeat: float = HEARTBEAT
    _oldest: int | None = None  # the first line that the page shows, as far as we know
    _floor: int = 0  # lines up to here are not looked at any more
    _versions: dict[int, int] = field(default_factory=dict)
    _caught_up: bool = False  # what is not known from here on is new, whatever its number

    async def events(self) -> AsyncIterator[str]:
        """Yield what is new and what was rewritten, until the site stops."""
        with self.bells.listen(self.chat) as bell:
            yield f"retry: {REOPEN_AFTER}\n\n"
            await self._begin()
            while not self.bells.stopped:
                bell.clear()
                found = [event async for event in self._look()]
                self._caught_up = True
                yield "".join(found) or ": still here\n\n"
                await asyncio.sleep(BREATH)
                await wait_for(bell, self.heartbeat)

    async def _begin(self) -> None:
        """Find where to begin, so that lines rewritten in the meantime are found again."""
        async with self.database.reading() as session:
            latest = await lines.find_latest(session, self.chat, most=RECENT)
            self._oldest = self.since or await lines.find_first(session, self.chat)
        self._floor = min(latest[0].id - 1, self.after) if latest else self.after

    async def _look(self) -> AsyncIterator[str]:
        while True:
            async with self.database.reading() as session:
                marks = await lines.find_marks(session, self.chat, self._floor, most=MOST_AT_ONCE)
                fresh = [mark.id for mark in marks if self._is_fresh(mark)]
                rows = await lines.find_some(session, fresh) if fresh else []
                first = marks[0].first if marks else await lines.find_first(session, self.chat)
            if gone := self._tell_gone(first):
                yield gone
            for row in rows:
                yield self._tell(row)
            if len(marks) > RECENT:
                self._forget_before(marks[-RECENT].id)
            if len(marks) < MOST_AT_ONCE:
                return

    def _tell_gone(self, first: int | None) -> str:
        """Tell the page to drop the lines that were erased: all before the first that is left."""
        left = self.after + 1 if first is None else first
        if self._oldest is None or left <= self._oldest:
            self._oldest = first if self._oldest is None else self._oldest
            return ""
        self._oldest = first
        return write_event("forget", str(left))

    def _is_fresh(self, mark: Mark) -> bool:
        """Tell whether the page lacks a line, or has an older version of it."""
        if mark.id <= self.after and not self._caught_up:
            self._versions.setdefault(mark.id, 0)
        return mark.version > self._versions.get(mark.id, -1)

    def _tell(self, row: WebMessage) -> str:
        shown = row.id in self._versions
        self._versions[row.id] = row.body.get("version", 0)
        if shown:
            return write_event("edit", self.render(row))
        self.after = max(self.after, row.id)
        return write_event("message", self.render(row), self.after)

    def _forget_before(self, first: int) -> None:
        self._floor = first - 1
        self._versions = {n: v for n, v in self._versions.items() if n >= first}


def write_event(name: str, content: str, number: int | None = None) -> str:
    """Write one event as the wire carries it."""
    head = f"id: {number}\n" if number is not None else ""
    data = "".join(f"data: {line}\n" for line in content.splitlines())
    return f"event: {name}\n{head}{data}\n"
