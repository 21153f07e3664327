"""DOOR · the clock: open the surveys whose time has come."""

from __future__ import annotations

from bot.access import job_actor
from bot.site import Site
from bot.surveys import opening
from bot.surveys.inviting import Inviter
from bot.surveys.keys import Keys
from jobs.apart import do_due

ACTOR = job_actor("open-surveys")


async def tick(site: Site, inviter: Inviter) -> None:
    """Open what is due, each in a transaction of its own."""
    settings = site.settings
    means = opening.Means(Keys(settings.data_dir), inviter, settings.approve_over)
    await do_due(
        site,
        opening.find_due_openings,
        lambda session, survey, now: opening.open_survey(session, ACTOR, survey, now, means),
    )
