"""DOOR · the clock: audiences too large for one moment are written down slice by slice."""

from __future__ import annotations

from bot.broadcasts import freezing
from bot.clock import monotonic
from bot.site import Site

FEWEST, MOST = 500, 20_000  # lines a slice
AIM = 0.2  # seconds that a slice may hold its locks


async def tick(site: Site) -> None:
    """Write until every audience is complete; senders take what is there meanwhile.

    Audiences take turns, so that none waits behind a larger one; one that cannot be written down
    keeps no other from it.
    """
    sizes: dict[int, int] = {}
    failures: dict[int, Exception] = {}
    while unfrozen := [one for one in await _find_unfrozen(site) if one not in failures]:
        for broadcast_id in unfrozen:
            try:
                size = sizes.get(broadcast_id, FEWEST * 4)
                sizes[broadcast_id] = await _write_slice(site, broadcast_id, size)
            except Exception as error:
                failures[broadcast_id] = error
    if failures:
        raise ExceptionGroup("some audiences could not be written down", list(failures.values()))


async def _find_unfrozen(site: Site) -> list[int]:
    async with site.database.reading() as session:
        return await freezing.find_unfrozen(session)


async def _write_slice(site: Site, broadcast_id: int, size: int) -> int:
    """Write one slice, and return how large the next may be."""
    began = monotonic()
    async with site.database.transaction() as session:
        await freezing.freeze_next(session, broadcast_id, now=site.now, most=size)
    site.bell.set()
    took = max(monotonic() - began, 0.001)
    return round(min(max(size * min(AIM / took, 2.0), FEWEST), MOST))
