"""DOOR · the clock: what surveys counted line by line is added up, so that results stay quick."""

from __future__ import annotations

from bot.site import Site
from bot.surveys.results import rollup


async def tick(site: Site) -> None:
    """Fold while a survey has much to be folded, each time in a transaction of its own."""
    more = True
    while more:
        async with site.database.transaction() as session:
            more = await rollup.fold_counts(session, now=site.now)
