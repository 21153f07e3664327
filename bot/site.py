"""Ground: what every door is handed: settings, clock, database, and a bell that wakes senders."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.db import Database
from bot.settings import Settings


@dataclass
class Site:
    """Hold one installation, opened."""

    settings: Settings
    clock: Clock
    database: Database
    bell: asyncio.Event = field(default_factory=asyncio.Event)  # rung when the ledger has work

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.clock.now()
