"""DOOR · the clock: places in quotas that somebody held and left go to those who wait."""

from __future__ import annotations

from bot.site import Site
from bot.surveys import quotas
from jobs.apart import do_due


async def tick(site: Site) -> None:
    """Free what has lapsed, survey by survey."""
    await do_due(site, quotas.find_lapsed, quotas.give_back)
