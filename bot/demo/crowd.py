"""The demo: the made-up residents who come, register and answer while you look."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import structlog
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import OPERATOR
from bot.demo.browser import Browser
from bot.demo.city import write_notice
from bot.demo.people import Person
from bot.demo.place import Place
from bot.demo.resident import Resident
from bot.models import Broadcast, Consent, Delivery, Link, Member
from bot.segments import Rule
from bot.site import Site

log = structlog.get_logger(__name__)
COMES_EVERY = 1.5  # seconds between two residents
NOTICE_AFTER = 60.0  # seconds until the first announcement
NOTICE_EVERY = 15.0  # then those who have come since get it too
ANNOUNCEMENT = (Broadcast.kind == "notice", Broadcast.created_by == OPERATOR.name)


@dataclass
class Crowd:
    """Let so many people of a roll come one after another, and back after a restart."""

    url: str
    people: Sequence[Person]
    seed: int
    place: Place

    async def live(self) -> None:
        """Let everybody come and stay, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for number, person in enumerate(self.people):
                group.create_task(self._live_one(number, person), name=f"resident-{number}")
                await asyncio.sleep(COMES_EVERY)

    async def _live_one(self, number: int, person: Person) -> None:
        address = f"10.20.{number // 250}.{number % 250 + 1}"
        dice = random.Random(self.seed + number)
        try:
            async with Browser(self.url, address) as browser:
                await self._enter(number, browser)
                await Resident(person, browser, dice).live()
        except (aiohttp.ClientError, LookupError) as error:
            log.warning("resident-left", resident=number, why=str(error))

    async def _enter(self, number: int, browser: Browser) -> None:
        """Open the page: the chat that was theirs, for those who came before."""
        name = f"resident-{number}"
        if link := self.place.read().get(name):
            await browser.open_link(link)
        else:
            await browser.start()
            self.place.write(**{name: browser.link})


async def announce(site: Site) -> None:
    """Send the campaign's announcement, and again to whoever registers after it."""
    await asyncio.sleep(NOTICE_AFTER)
    while True:
        async with site.database.transaction() as session:
            if await _is_anybody_unreached(session):
                rule = await _find_rule(session)
                draft = await write_notice(session, rule, now=site.now)
                await broadcasts.launch(session, OPERATOR, draft.id, now=site.now)
        site.bell.set()
        await asyncio.sleep(NOTICE_EVERY)


async def _is_anybody_unreached(session: AsyncSession) -> bool:
    return await session.scalar(select(Member.id).where(_unreached()).limit(1)) is not None


async def _find_rule(session: AsyncSession) -> Rule:
    """Return the segment of who is in the web chat and got none of the announcements so far."""
    earlier = await session.scalars(select(Broadcast.id).where(*ANNOUNCEMENT))
    return {"and": [{"channel": "web"}, *({"not": {"got": number}} for number in earlier)]}


def _unreached() -> ColumnElement[bool]:
    """Return who is here, wants announcements, and has not been sent this one."""
    reached = (
        exists()
        .where(Delivery.member_id == Member.id, Delivery.broadcast_id == Broadcast.id)
        .where(*ANNOUNCEMENT)
    )
    wants = exists().where(
        Consent.member_id == Member.id,
        Consent.purpose == "notices",
        Consent.withdrawn_at.is_(None),
    )
    here = exists().where(Link.member_id == Member.id)
    return here & wants & ~reached & (Member.state == "active")
