"""DOOR · the clock: organizers get their digest of the day, leads one of the week."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot import digesting
from bot.digesting import Kind
from bot.site import Site
from jobs.apart import each_apart

KINDS: tuple[Kind, ...] = ("week", "day")


async def tick(site: Site) -> None:
    """Tell whoever's digest is due."""
    now = site.now
    for kind in KINDS:
        async with site.database.reading() as session:
            due = await digesting.find_due(session, kind, site.settings, now=now)
        await each_apart(site, due, partial(_send, site=site, kind=kind))


async def _send(session: Any, organizer_id: int, *, site: Site, kind: Kind) -> None:
    await digesting.send(session, organizer_id, kind, site.settings, now=site.now)
