"""The sender: everybody once, in doubt never twice, and the account is spared when it hurts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Sender
from bot.clock import StoppedClock
from bot.db import Database
from bot.messages import Blocked, Halted, Rejected, Throttled, Unknown, Unreachable
from bot.models import ChannelAccount, Chat
from bot.pacing import Pacer
from bot.settings import Settings
from bot.site import Site
from tests.kit.broadcasting import YES_NO, launch, named, read_ledger, read_state
from tests.kit.channels import MemoryChannel
from tests.kit.makers import City, make_city, make_crowd

PEOPLE = 30
LOOK = 0.05  # seconds between two looks into the database: they are work


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        city = await make_city(session)
        people = [(f"Người {n:02}", f"web:{n}", "Ba Đình") for n in range(PEOPLE)]
        await make_crowd(session, people)
    return city


@pytest.fixture
def site(database: Database, clock: StoppedClock, settings: Settings) -> Site:
    return Site(settings, clock, database)


@pytest.fixture
def channel() -> MemoryChannel:
    return MemoryChannel()


@asynccontextmanager
async def running(
    site: Site, city: City, channel: MemoryChannel, *, rate: float | None = None
) -> AsyncIterator[Sender]:
    """Let a sender run for a while, then stop it as the app does."""
    pacer = Pacer(rate)
    made = Sender(site, channel=channel, account_id=city.accounts["web"], pacer=pacer)
    made.backoff, made.halted_rest, made.grace = (0.05,), 0.5, 0.5
    task = asyncio.create_task(made.run())
    try:
        yield made
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await pacer.close()


async def until(holds: Callable[[], object], *, seconds: float = 8) -> None:
    """Wait until something holds, a coroutine's result or a plain value."""
    async with asyncio.timeout(seconds):
        while True:
            found = holds()
            looks = asyncio.iscoroutine(found)
            if await found if looks else found:
                return
            await asyncio.sleep(LOOK if looks else 0.01)


async def finished(database: Database, broadcast_id: int) -> bool:
    return await read_state(database, broadcast_id) == "finished"


async def test_everybody_gets_the_message_once(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    async with running(site, city, channel):
        broadcast_id = await launch(site.database)
        site.bell.set()
        await until(lambda: finished(site.database, broadcast_id))
    assert sorted(channel.chats, key=int) == [str(place) for place in range(PEOPLE)]
    assert set((await read_ledger(site.database, broadcast_id)).values()) == {("sent", "")}


async def test_messages_go_side_by_side(site: Site, city: City, channel: MemoryChannel) -> None:
    channel.latency = 0.1
    broadcast_id = await launch(site.database)
    async with running(site, city, channel):
        await until(lambda: finished(site.database, broadcast_id))
    assert channel.most_in_flight == PEOPLE


async def test_a_paced_account_keeps_its_pace(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    broadcast_id = await launch(site.database)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    async with running(site, city, channel, rate=50):
        await until(lambda: finished(site.database, broadcast_id))
    assert loop.time() - begun > (PEOPLE - 5) / 50
    assert len(channel.sent) == PEOPLE


async def test_a_long_message_leaves_in_parts(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    channel.capabilities = replace(channel.capabilities, most_text=120)
    channel.script = {"0": [Unreachable()]}
    async with site.database.transaction() as session:
        await session.execute(update(Chat).where(Chat.external_id != "0").values(state="blocked"))
    broadcast_id = await launch(site.database, text="Câu này dài vừa phải. " * 10)
    async with running(site, city, channel):
        await until(lambda: finished(site.database, broadcast_id))
    assert [chat for chat, _ in channel.sent] == ["0"] * len(channel.sent)
    assert len(channel.sent) > 1
    assert "Nhắn DỪNG" in channel.sent[-1][1].text


async def test_429_lets_the_account_wait_and_loses_nobody(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    channel.script = {"3": [Throttled(timedelta(seconds=0.3))], "9": [Unreachable()]}
    broadcast_id = await launch(site.database)
    async with running(site, city, channel):
        await until(lambda: finished(site.database, broadcast_id))
    assert sorted(channel.chats, key=int) == [str(place) for place in range(PEOPLE)]


async def test_what_may_have_arrived_is_not_sent_again(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    channel.script = {"3": [Unknown("timeout")], "5": [Blocked()]}
    broadcast_id = await launch(site.database)
    async with running(site, city, channel):
        await until(lambda: finished(site.database, broadcast_id))
    lines = await read_ledger(site.database, broadcast_id)
    assert lines["Người 03"] == ("unknown", "timeout")
    assert lines["Người 05"] == ("failed", "blocked")
    assert len(named(lines, "sent")) == PEOPLE - 2
    assert channel.tried.count("3") == channel.tried.count("5") == 1
    async with site.database.reading() as session:
        closed = await session.scalars(select(Chat.external_id).where(Chat.state == "blocked"))
        assert list(closed) == ["5"]


async def test_a_rejected_text_is_paused_before_thousands_fail(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    channel.script = {str(place): [Rejected("bad")] for place in range(PEOPLE)}
    broadcast_id = await launch(site.database)
    async with running(site, city, channel, rate=50):
        await until(lambda: read_is(site.database, broadcast_id, "paused"))
        await asyncio.sleep(0.3)
    lines = await read_ledger(site.database, broadcast_id)
    assert len(named(lines, "failed")) < 5
    assert len(named(lines, "failed")) + len(named(lines, "queued")) == PEOPLE


async def test_a_halted_account_keeps_its_lines_and_probes_with_one(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    channel.script = {str(place): [Halted("bad token")] * 9 for place in range(PEOPLE)}
    broadcast_id = await launch(site.database)
    async with running(site, city, channel):
        await until(lambda: halted(site.database, "bad token"))
        await until(lambda: len(channel.tried) > PEOPLE + 1)
        assert set(channel.tried[PEOPLE:]) == {"0"}, "one line tries, not all"
        channel.script = {}
        await until(lambda: finished(site.database, broadcast_id))
        await until(lambda: halted(site.database, ""))
    assert len(channel.sent) == PEOPLE


async def test_a_stop_lets_what_is_in_flight_end_and_gives_the_rest_back(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    channel.opened = asyncio.Event()
    broadcast_id = await launch(site.database)
    async with running(site, city, channel, rate=50):
        await until(lambda: channel.in_flight >= 3)
        asyncio.get_running_loop().call_later(0.3, channel.opened.set)
    lines = await read_ledger(site.database, broadcast_id)
    assert len(named(lines, "sent")) == len(channel.sent) >= 3
    assert len(named(lines, "queued")) == PEOPLE - len(channel.sent)
    async with running(site, city, channel):
        await until(lambda: finished(site.database, broadcast_id))
    assert len(channel.sent) == len(set(channel.chats)) == PEOPLE


async def test_what_does_not_end_in_time_is_unknown(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    channel.opened = asyncio.Event()
    broadcast_id = await launch(site.database)
    async with running(site, city, channel, rate=50):
        await until(lambda: channel.in_flight >= 3)
    lines = await read_ledger(site.database, broadcast_id)
    cut = [one for one in lines.values() if one == ("unknown", "stopped")]
    assert len(cut) == len(channel.tried) >= 3
    assert len(named(lines, "queued")) == PEOPLE - len(cut)


async def test_a_paused_broadcast_stops_within_what_is_claimed(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    broadcast_id = await launch(site.database)
    async with running(site, city, channel, rate=50):
        await until(lambda: len(channel.sent) >= 3)
        async with site.database.transaction() as session:
            await broadcasts.pause(session, OPERATOR, broadcast_id, now=site.now)
        await asyncio.sleep(0.5)
        reached = len(channel.sent)
        await asyncio.sleep(0.3)
        assert len(channel.sent) == reached < PEOPLE


async def test_typed_letters_mean_the_broadcast_that_came_last(
    site: Site, city: City, channel: MemoryChannel
) -> None:
    broadcast_id = await launch(site.database, buttons=YES_NO)
    async with running(site, city, channel):
        await until(lambda: finished(site.database, broadcast_id))
    async with site.database.reading() as session:
        chat = await session.scalar(select(Chat).where(Chat.external_id == "0"))
    assert chat.offered[0][0] == "Tôi quan tâm"
    assert "A. Tôi quan tâm\nB. Để sau" in dict(channel.sent)["0"].text


async def read_is(database: Database, broadcast_id: int, state: str) -> bool:
    return await read_state(database, broadcast_id) == state


async def halted(database: Database, reason: str) -> bool:
    async with database.reading() as session:
        query = select(ChannelAccount.halted_reason).where(ChannelAccount.name == "web")
        return await session.scalar(query) == reason
