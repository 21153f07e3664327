"""DOOR · the clock: places in quotas that somebody held and left go to those who wait."""

from __future__ import annotations

from bot.site import Site
from bot.surveys import quotas
from jobs.apart import each_apart


async def tick(site: Site) -> None:
    """Free what has lapsed, survey by survey."""
    now = site.now
    async with site.database.reading() as session:
        lapsed = await quotas.find_lapsed(session, now)
    await each_apart(site, lapsed, lambda session, one: quotas.give_back(session, one, now))
