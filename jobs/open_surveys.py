"""DOOR · the clock: open the surveys whose time has come."""

from __future__ import annotations

from bot.access import job_actor
from bot.site import Site
from bot.surveys import opening
from bot.surveys.inviting import Inviter
from bot.surveys.keys import Keys
from jobs.apart import each_apart

ACTOR = job_actor("open-surveys")


async def tick(site: Site, inviter: Inviter) -> None:
    """Open what is due, each in a transaction of its own."""
    now = site.now
    settings = site.settings
    means = opening.Means(Keys(settings.data_dir), inviter, settings.approve_over)
    async with site.database.reading() as session:
        due = await opening.find_due_openings(session, now)
    await each_apart(
        site, due, lambda s, survey: opening.open_survey(s, ACTOR, survey, now, means)
    )
