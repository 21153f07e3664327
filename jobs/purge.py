"""DOOR · the clock: delete what is no longer kept."""

from __future__ import annotations

from bot import retention
from bot.site import Site


async def tick(site: Site) -> None:
    """Delete slice by slice, so that turns find their way in between, and leave no trace of it."""
    for rule in retention.RULES:
        while True:
            async with site.database.transaction() as session:
                if await retention.purge(session, rule, now=site.now) < retention.SLICE:
                    break
    await retention.empty_log(site.database)
