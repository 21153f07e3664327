"""DOOR · the clock: due things, each in its own transaction, so that none stops another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

from bot.site import Site
from bot.surveys.remaining import note_left

Work = Callable[[Any, int], Awaitable[object]]
Find = Callable[[Any, datetime], Awaitable[Iterable[int]]]
WorkThen = Callable[[Any, int, datetime], Awaitable[object]]


async def do_due(site: Site, find: Find, work: WorkThen) -> None:
    """Find what is due now, and do a work for each, as of that moment."""
    now = site.now
    async with site.database.reading() as session:
        due = await find(session, now)
    await each_apart(site, due, lambda session, one: work(session, one, now))


async def each_apart(site: Site, ids: Iterable[int], work: Work) -> None:
    """Do a work for each id; raise what failed, together, after the last one."""
    failures: list[Exception] = []
    for one in ids:
        try:
            async with site.database.transaction() as session:
                await work(session, one)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("some of what was due failed", failures)


async def note_all_left(site: Site, surveys: Iterable[int]) -> None:
    """Note how much is left of half-finished responses, slice by slice, for reminders to say."""
    for survey in surveys:
        after: int | None = 0
        while after is not None:
            async with site.database.transaction() as session:
                after = await note_left(session, survey, site.now, after=after)
