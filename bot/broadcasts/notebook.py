"""Room: where a sender notes outcomes until they are stored together, ten times a second."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.recording import Fate, note_halt, record
from bot.site import Site

log = structlog.get_logger(__name__)

RECORD_EVERY = 0.1  # seconds; a message a commit would be ten times slower
MOST_AT_ONCE = 1000


class Notebook:
    """Keep what became of messages, lose nothing when the database is busy."""

    def __init__(self, site: Site, account_id: int) -> None:
        self._site, self._account_id = site, account_id
        self._fates: list[Fate] = []
        self._halt: str | None = None
        self._lock = asyncio.Lock()

    def add(self, fate: Fate) -> None:
        """Note what became of one message."""
        self._fates.append(fate)

    def note_halt(self, reason: str) -> None:
        """Note why the account stands still; an empty reason: it goes on."""
        self._halt = reason

    async def keep(self) -> None:
        """Store what is noted, again and again, until cancelled."""
        while True:
            await asyncio.sleep(RECORD_EVERY)
            try:
                await self.record()
            except Exception:
                log.exception("record-failed", waiting=len(self._fates))

    async def record(self) -> None:
        """Store everything that is noted; what cannot be stored stays noted."""
        async with self._lock:
            while self._fates or self._halt is not None:
                fates, halt = self._fates[:MOST_AT_ONCE], self._halt
                store = asyncio.ensure_future(
                    self._site.database.together(partial(self._store, fates=fates, halt=halt))
                )
                try:
                    await asyncio.shield(store)
                except asyncio.CancelledError:
                    await store
                    self._forget(fates, halt)
                    raise
                self._forget(fates, halt)

    async def _store(self, session: AsyncSession, *, fates: list[Fate], halt: str | None) -> None:
        await record(session, fates, now=self._site.now)
        if halt is not None:
            await note_halt(session, self._account_id, halt)

    def _forget(self, fates: list[Fate], halt: str | None) -> None:
        del self._fates[: len(fates)]
        if self._halt == halt:
            self._halt = None
