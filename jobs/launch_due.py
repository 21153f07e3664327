"""DOOR · the clock: broadcasts whose time has come begin."""

from __future__ import annotations

from bot import broadcasts
from bot.site import Site


async def tick(site: Site) -> None:
    """Set due broadcasts running and wake the senders."""
    async with site.database.transaction() as session:
        started = await broadcasts.start_due(session, now=site.now)
    if started:
        site.bell.set()
