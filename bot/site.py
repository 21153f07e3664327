"""Ground: what every door is handed: settings, clock, database, and a bell that wakes senders."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock, FileClock, SystemClock
from bot.db import Database
from bot.settings import Settings
from bot.tokens import Renew


@dataclass
class Site:
    """Hold one installation, opened."""

    settings: Settings
    clock: Clock
    database: Database
    bell: asyncio.Event = field(default_factory=asyncio.Event)  # rung when the ledger has work
    renewers: dict[str, Renew] = field(default_factory=dict)  # by channel account

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.clock.now()


@asynccontextmanager
async def open_site(settings: Settings) -> AsyncIterator[Site]:
    """Open the database and the clock, for rooms called from the command line."""
    clock: Clock = FileClock(settings.clock_file) if settings.clock_file else SystemClock()
    site = Site(settings, clock, Database(settings.database_url))
    try:
        yield site
    finally:
        await site.database.close()
