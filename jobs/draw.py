"""DOOR · the clock: pictures that were asked for are drawn, and leave."""

from __future__ import annotations

from bot import drawing
from bot.site import Site


async def tick(site: Site) -> None:
    """Draw what is waited for, one after another; one that fails stops no other."""
    async with site.database.reading() as session:
        wanted = await drawing.find_undrawn(session)
    failures: list[Exception] = []
    for number in wanted:
        try:
            await drawing.draw(site.database, number, site.now)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("some pictures could not be drawn", failures)
