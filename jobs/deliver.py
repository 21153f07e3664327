"""DOOR · the clock: the ledger is looked after, whatever the senders missed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import broadcasts
from bot.site import Site

Step = Callable[..., Awaitable[bool]]
"""Do a slice of something and return whether there may be more."""


async def tick(site: Site) -> None:
    """Wake lines that waited, skip what is not to leave any more, end what is done.

    Each is a slice of lines a transaction, and they take turns; the senders are woken.
    """
    steps: list[Step] = [
        broadcasts.wake,
        broadcasts.skip_late,
        broadcasts.close_cancelled,
        broadcasts.fold_counts,
    ]
    while steps:
        steps = [step for step in steps if await _take(site, step)]
    async with site.database.transaction() as session:
        await broadcasts.finish_done(session, now=site.now)
    site.bell.set()


async def _take(site: Site, step: Step) -> bool:
    async with site.database.transaction() as session:
        return await step(session, now=site.now)
