"""DOOR · the clock: the ledger is looked after, whatever the senders missed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import broadcasts
from bot.site import Site


async def tick(site: Site) -> None:
    """Wake lines that waited, skip what is too late, end what is done; wake the senders."""
    for step in (broadcasts.wake, broadcasts.skip_late, broadcasts.fold_counts):
        while await _take(site, step):
            pass
    async with site.database.transaction() as session:
        await broadcasts.finish_done(session, now=site.now)
    site.bell.set()


async def _take(site: Site, step: Callable[..., Awaitable[bool]]) -> bool:
    async with site.database.transaction() as session:
        return await step(session, now=site.now)
