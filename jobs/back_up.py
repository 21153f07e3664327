"""DOOR · the clock: a copy of the SQLite file each day."""

from __future__ import annotations

from bot import backups
from bot.site import Site


async def tick(site: Site) -> None:
    """Make today's copy, unless it is there."""
    await backups.back_up_if_due(site)
