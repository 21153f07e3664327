"""The sender when things go wrong: what a kill would cost, and databases that fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import Sender
from bot.broadcasts.ledger import claim
from bot.clock import StoppedClock
from bot.db import Database, Work
from bot.desks import keep_running
from bot.messages import Blocked
from bot.pacing import Pacer
from bot.site import Site
from tests.kit.broadcasting import launch, named, read_ledger
from tests.kit.channels import MemoryChannel
from tests.kit.makers import City
from tests.rooms.test_broadcast_sender import (
    PEOPLE,
    channel,
    city,
    finished,
    read_is,
    running,
    site,
    until,
)

__all__ = ["channel", "city", "site"]


async def test_a_broadcast_that_fails_for_one_reason_pauses_itself(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    watched = {"failure_last": 10, "failure_percent": 30}
    site.settings = site.settings.model_copy(update=watched)
    channel.script = {str(place): [Blocked()] for place in range(8, PEOPLE)}
    broadcast_id = await launch(site.database)
    async with running(site, city, channel, rate=50):
        await until(lambda: read_is(site.database, broadcast_id, "paused"))
        await asyncio.sleep(0.3)
    lines = await read_ledger(site.database, broadcast_id)
    assert 4 <= len(named(lines, "failed")) < 8, "few more than it takes to see it"
    assert len(named(lines, "queued")) > PEOPLE - 8 - 8


class SlowToRecord(Database):
    """Take long to store outcomes."""

    async def together(self, work: Work) -> Any:
        """Run a work, late when it stores outcomes."""
        if "page" in getattr(work, "keywords", {}):
            await asyncio.sleep(0.4)
        return await super().together(work)


async def test_what_a_kill_would_cost_is_never_more_than_a_third_of_a_second(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    rate, in_hand = 50, []
    site.database = SlowToRecord(site.database.url.render_as_string(hide_password=False))
    broadcast_id = await launch(site.database)

    async def look() -> bool:
        lines = await read_ledger(site.database, broadcast_id)
        in_hand.append(len(named(lines, "sending")) - channel.in_flight)
        return await finished(site.database, broadcast_id)

    async with running(site, city, channel, rate=rate):
        await until(look)
    await site.database.close()
    assert 10 < max(in_hand) <= rate * 0.3
    assert len(channel.sent) == PEOPLE


async def test_lines_whose_claim_was_stored_and_not_answered_are_not_left_behind(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    broadcast_id = await launch(site.database)
    async with site.database.transaction() as session:
        await claim(session, city.accounts["web"], site.settings, now=site.now, limit=9)
    async with running(site, city, channel):
        await until(lambda: finished(site.database, broadcast_id))
    assert sorted(channel.chats, key=int) == [str(place) for place in range(PEOPLE)]


class Failing(Database):
    """Store nothing while `down`, as when the disk is full or the server is restarted."""

    down = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session, or fail at its end."""
        async with super().transaction() as session:
            yield session
            if self.down:
                raise OperationalError("COMMIT", None, Exception("disk full"))


async def test_a_database_that_fails_for_a_while_and_a_clock_that_steps_back_lose_nobody(
    site: Site, city: City, channel: MemoryChannel, clock: StoppedClock
) -> None:
    site.database = failing = Failing(site.database.url.render_as_string(hide_password=False))
    broadcast_id = await launch(site.database)
    pacer = Pacer(50)
    made = Sender(site, channel=channel, account_id=city.accounts["web"], pacer=pacer)
    task = asyncio.create_task(keep_running("sender", made.run))
    await until(lambda: len(channel.sent) >= 3)
    failing.down = True
    clock.advance(minutes=-30)
    await asyncio.sleep(0.5)
    assert len(channel.sent) <= 3 + 50 * 0.3 + 1, "no more is begun than was claimed"
    failing.down = False
    await until(lambda: finished(site.database, broadcast_id))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await pacer.close()
    assert sorted(channel.chats, key=int) == [str(place) for place in range(PEOPLE)]
    assert set((await read_ledger(failing, broadcast_id)).values()) == {("sent", "")}
    await failing.close()
