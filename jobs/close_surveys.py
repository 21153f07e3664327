"""DOOR · the clock: close the surveys whose time is over, then destroy their keys."""

from __future__ import annotations

from bot.access import job_actor
from bot.site import Site
from bot.surveys import closing
from bot.surveys.keys import Keys
from jobs.apart import each_apart

ACTOR = job_actor("close-surveys")


async def tick(site: Site) -> None:
    """Close what is due; a key is destroyed only when its survey's end is committed."""
    now, keys = site.now, Keys(site.settings.data_dir)
    async with site.database.reading() as session:
        due = await closing.find_due_closings(session, now)
    try:
        await each_apart(
            site, due, lambda s, survey: closing.close_survey(s, ACTOR, survey, now, keys)
        )
    finally:
        async with site.database.reading() as session:
            spent = await closing.find_spent_keys(session, keys)
        for survey_id in spent:
            keys.destroy(survey_id)
