"""DOOR · the clock: comment periods open and close by their days."""

from __future__ import annotations

from bot.access import job_actor
from bot.consultations import periods
from bot.site import Site
from jobs.apart import do_due

ACTOR = job_actor("comments")


async def tick(site: Site) -> None:
    """Open and close what is due, each apart."""
    over = site.settings.approve_over
    await do_due(
        site,
        periods.find_due,
        lambda session, one, now: periods.turn_over(
            session, ACTOR, one, now=now, approve_over=over
        ),
    )
