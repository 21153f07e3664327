"""DOOR · the clock: surveys that go by a date of each member ask those whose day it is."""

from __future__ import annotations

from bot.access import job_actor
from bot.site import Site
from bot.surveys import dated
from bot.surveys.inviting import Inviter
from jobs.apart import each_apart, note_all_left

ACTOR = job_actor("dated-surveys")


async def tick(site: Site, inviter: Inviter) -> None:
    """Ask whom today is for, survey by survey, and remind those whose time has come for it."""
    now = site.now
    async with site.database.reading() as session:
        due = await dated.find_due(session, now)
    await note_all_left(site, due)
    await each_apart(site, due, lambda s, survey: dated.ask_today(s, ACTOR, survey, now, inviter))
