"""DOOR · the clock: results that were promised are told once a survey has closed."""

from __future__ import annotations

from bot import publishing
from bot.access import job_actor
from bot.site import Site
from jobs.apart import each_apart

ACTOR = job_actor("publish")


async def tick(site: Site) -> None:
    """Tell what is due, survey by survey."""
    now, over = site.now, site.settings.approve_over
    async with site.database.reading() as session:
        due = await publishing.find_due(session, now)
    await each_apart(
        site,
        due,
        lambda session, one: publishing.publish(session, ACTOR, one, now=now, approve_over=over),
    )
