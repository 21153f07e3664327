"""DOOR · the clock: waves of pulses that are due become surveys, each apart."""

from __future__ import annotations

from bot import pulses
from bot.site import Site
from jobs.apart import each_apart


async def tick(site: Site) -> None:
    """Make what is due; the openings' own job opens it."""
    now, over = site.now, site.settings.approve_over
    async with site.database.reading() as session:
        due = await pulses.find_due(session, now)
    await each_apart(
        site, due, lambda session, one: pulses.run(session, one, now=now, approve_over=over)
    )
