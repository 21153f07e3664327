"""DOOR · the clock: remind those who have not answered, n times, at least d days apart."""

from __future__ import annotations

from bot.access import job_actor
from bot.site import Site
from bot.surveys import inviting
from bot.surveys.inviting import Inviter
from bot.surveys.remaining import note_left
from jobs.apart import each_apart

ACTOR = job_actor("remind")


async def tick(site: Site, inviter: Inviter) -> None:
    """Launch each reminder that is due; what a stopped server missed is sent once."""
    now = site.now
    async with site.database.reading() as session:
        due = await inviting.find_due_reminders(session, now)
    for survey in due:
        after: int | None = 0
        while after is not None:
            async with site.database.transaction() as session:
                after = await note_left(session, survey, now, after=after)
    await each_apart(site, due, lambda s, survey: inviting.remind(s, ACTOR, survey, now, inviter))
