"""DOOR · the clock: audiences too large for one moment are written down slice by slice."""

from __future__ import annotations

from bot.broadcasts import freezing
from bot.clock import monotonic
from bot.site import Site

FEWEST, MOST = 500, 20_000  # lines a slice
AIM = 0.2  # seconds that a slice may hold its locks


async def tick(site: Site) -> None:
    """Write until every audience is complete; senders take what is there meanwhile.

    One that cannot be written down keeps no other from it.
    """
    async with site.database.reading() as session:
        unfrozen = await freezing.find_unfrozen(session)
    failures: list[Exception] = []
    for broadcast_id in unfrozen:
        try:
            await _write_down(site, broadcast_id)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("some audiences could not be written down", failures)


async def _write_down(site: Site, broadcast_id: int) -> None:
    size, goes_on = FEWEST * 4, True
    while goes_on:
        began = monotonic()
        async with site.database.transaction() as session:
            goes_on = await freezing.freeze_next(session, broadcast_id, now=site.now, most=size)
        site.bell.set()
        took = max(monotonic() - began, 0.001)
        size = round(min(max(size * min(AIM / took, 2.0), FEWEST), MOST))
