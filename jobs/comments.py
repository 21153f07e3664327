"""DOOR · the clock: comment periods open and close by their days."""

from __future__ import annotations

from bot.access import job_actor
from bot.consultations import periods
from bot.site import Site
from jobs.apart import each_apart

ACTOR = job_actor("comments")


async def tick(site: Site) -> None:
    """Open and close what is due, each apart."""
    now, over = site.now, site.settings.approve_over
    async with site.database.reading() as session:
        due = await periods.find_due(session, now)
    await each_apart(
        site,
        due,
        lambda session, one: periods.turn_over(session, ACTOR, one, now=now, approve_over=over),
    )
