"""Room: where a sender notes outcomes until they are stored together, ten times a second."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.fates import Fate
from bot.broadcasts.pausing import find_rejected, pause_failing, pause_spent
from bot.broadcasts.recording import note_halt, record
from bot.broadcasts.watching import Failing
from bot.messages import QUOTA
from bot.site import Site

log = structlog.get_logger(__name__)

RECORD_EVERY = 0.1  # seconds; a message a commit would be ten times slower
MOST_AT_ONCE = 1000


@dataclass
class Page:
    """Hold what is stored in one transaction."""

    fates: list[Fate]
    failing: list[Failing]
    halt: str | None


class Notebook:
    """Keep what became of messages, lose nothing when the database is busy.

    `many` lines are too many to wait for the next time: they are stored at once.
    """

    def __init__(self, site: Site, account_id: int, *, many: int) -> None:
        self._site, self._account_id, self._many = site, account_id, many
        self._fates: list[Fate] = []
        self._failing: list[Failing] = []
        self._halt: str | None = None
        self._lock = asyncio.Lock()
        self._full = asyncio.Event()
        self.lines = 0  # noted and not stored

    def add(self, fate: Fate) -> None:
        """Note what became of one message."""
        self._fates.append(fate)
        self.lines += len(fate.bundle.delivery_ids)
        if self.lines >= self._many:
            self._full.set()

    def note_failing(self, failing: Failing) -> None:
        """Note that a broadcast has to pause, with the outcomes that tell why."""
        self._failing.append(failing)
        self._full.set()

    def note_halt(self, reason: str) -> None:
        """Note why the account stands still; an empty reason: it goes on."""
        self._halt = reason

    async def keep(self) -> None:
        """Store what is noted, again and again, until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(RECORD_EVERY):
                    await self._full.wait()
            try:
                await self.record()
            except Exception:
                log.exception("record-failed", waiting=len(self._fates))
                await asyncio.sleep(RECORD_EVERY)

    async def record(self) -> None:
        """Store everything that is noted; what cannot be stored stays noted."""
        async with self._lock:
            self._full.clear()
            while self._fates or self._failing or self._halt is not None:
                page = Page(self._fates[:MOST_AT_ONCE], self._failing[:], self._halt)
                store = asyncio.ensure_future(
                    self._site.database.together(partial(self._store, page=page))
                )
                try:
                    await asyncio.shield(store)
                except asyncio.CancelledError:
                    await asyncio.wait([store])
                    if store.exception() is None:
                        self._forget(page)
                    raise  # whatever became of it: else who waits for our end waits for ever
                self._forget(page)

    async def _store(self, session: AsyncSession, *, page: Page) -> None:
        now = self._site.now
        await record(session, page.fates, now=now)
        for failing in page.failing:
            await pause_failing(session, failing, now=now)
        if page.halt is not None:
            await note_halt(session, self._account_id, page.halt)
        if page.halt == QUOTA:
            await pause_spent(session, self._account_id, now=now)

    def _forget(self, page: Page) -> None:
        del self._fates[: len(page.fates)]
        del self._failing[: len(page.failing)]
        self.lines -= sum(len(fate.bundle.delivery_ids) for fate in page.fates)
        if self._halt == page.halt:
            self._halt = None
        if page.failing or page.halt == QUOTA or find_rejected(page.fates):
            self._site.bell.set()  # organizers were told
