"""DOOR · the clock: let those join an open survey who came onto a roll after its opening.

Who registers in chat is let in at once, by the registration itself.
"""

from __future__ import annotations

from bot.site import Site
from bot.surveys import opening
from jobs.apart import each_apart


async def tick(site: Site) -> None:
    """Entitle who has come since, in every open survey that lets late comers join."""
    async with site.database.reading() as session:
        joinable = await opening.find_joinable(session, site.now)
    await each_apart(site, joinable, opening.join_late)
