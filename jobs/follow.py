"""DOOR · the clock: reports that are followed live are brought up to date."""

from __future__ import annotations

from bot import followings
from bot.site import Site
from jobs.apart import each_apart


async def tick(site: Site) -> None:
    """Rewrite each report whose figures have changed; what has not left yet is not heaped up."""
    async with site.database.reading() as session:
        moving = await followings.find_moving(session)
    now, settings = site.now, site.settings
    await each_apart(
        site,
        moving,
        lambda session, one: followings.refresh(session, one, now=now, settings=settings),
    )
