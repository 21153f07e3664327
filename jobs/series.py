"""DOOR · the clock: series run when their moment has come, each run its own broadcast."""

from __future__ import annotations

from bot import series
from bot.site import Site
from jobs.apart import each_apart


async def tick(site: Site) -> None:
    """Launch each run that is due, say which were missed, and wake the senders."""
    now = site.now
    async with site.database.reading() as session:
        due = await series.find_due(session, now=now)
    over = site.settings.approve_over
    await each_apart(
        site, due, lambda session, one: series.run(session, one, now=now, approve_over=over)
    )
    if due:
        site.bell.set()
