"""DOOR · the clock: results that were promised are told once a survey has closed."""

from __future__ import annotations

from bot import publishing
from bot.access import job_actor
from bot.site import Site
from jobs.apart import do_due

ACTOR = job_actor("publish")


async def tick(site: Site) -> None:
    """Tell what is due, survey by survey."""
    over = site.settings.approve_over
    await do_due(
        site,
        publishing.find_due,
        lambda session, one, now: publishing.publish(
            session, ACTOR, one, now=now, approve_over=over
        ),
    )
