"""DOOR · the clock: the ledger is looked after, whatever the senders missed."""

from __future__ import annotations

from bot import broadcasts
from bot.site import Site


async def tick(site: Site) -> None:
    """End broadcasts that have no open line, and wake the senders for those that have."""
    async with site.database.transaction() as session:
        await broadcasts.finish_done(session, now=site.now)
    site.bell.set()
