"""DOOR · the clock: remind those who have not answered, n times, at least d days apart."""

from __future__ import annotations

from bot.access import job_actor
from bot.site import Site
from bot.surveys import inviting
from bot.surveys.inviting import Inviter
from jobs.apart import each_apart, note_all_left

ACTOR = job_actor("remind")


async def tick(site: Site, inviter: Inviter) -> None:
    """Launch each reminder that is due; what a stopped server missed is sent once."""
    now = site.now
    async with site.database.reading() as session:
        due = await inviting.find_due_reminders(session, now)
    await note_all_left(site, due)
    await each_apart(site, due, lambda s, survey: inviting.remind(s, ACTOR, survey, now, inviter))
