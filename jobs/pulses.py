"""DOOR · the clock: waves of pulses that are due become surveys, each apart."""

from __future__ import annotations

from bot import pulses
from bot.site import Site
from jobs.apart import do_due


async def tick(site: Site) -> None:
    """Make what is due; the openings' own job opens it."""
    over = site.settings.approve_over
    await do_due(
        site,
        pulses.find_due,
        lambda session, one, now: pulses.run(session, one, now=now, approve_over=over),
    )
