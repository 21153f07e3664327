"""Accounts shared by programs at one PostgreSQL: taken over, fenced, spread; firings, notices."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import psycopg
import pytest
from sqlalchemy import text

from bot.clock import StoppedClock, boottime, monotonic
from bot.cluster import Guarded, Leased, Lost, Sole, Wire, take_firing
from bot.cluster.leases import TTL
from bot.cluster.taking import LOCKS
from bot.db import Database
from bot.errors import Refused
from bot.health import NOBODY, Duties, get_health
from bot.messages import Reply, Unreachable
from bot.models.notices import LINES, REPLIES
from bot.onlyone import only_one
from bot.settings import Settings
from bot.site import Site
from tests.kit.channels import MemoryChannel
from tests.kit.makers import make_chat, make_city

TAKEN_OVER = 4.0  # seconds; at rest it takes less than two


@dataclass
class Other:
    """Be another program: a database of its own, its leases, its wire, work under its leases."""

    database: Database
    leases: dict[int, Leased]
    heard: list[tuple[str, str]] = field(default_factory=list)
    at_work: set[int] = field(default_factory=set)
    ends: asyncio.Event = field(default_factory=asyncio.Event)  # work ends when this is set
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def held(self) -> set[int]:
        return {account for account, lease in self.leases.items() if lease.holds}

    async def work(self, account: int) -> None:
        lease = self.leases[account]
        while True:
            await lease.begin()
            self.at_work.add(account)
            await lease.end()
            await self.ends.wait()
            self.at_work.discard(account)
            lease.free()


@asynccontextmanager
async def program(url: str, *accounts: int) -> AsyncIterator[Other]:
    """Let another program live for a while."""
    leases = {account: Leased(account) for account in accounts}
    one = Other(Database(url, pool_size=3), leases)
    one.ends.set()
    hears = {
        name: lambda told, name=name: one.heard.append((name, told)) for name in (REPLIES, LINES)
    }
    wire = Wire(one.database, list(leases.values()), hears)
    one.tasks = [asyncio.create_task(one.work(account)) for account in accounts]
    one.tasks.append(asyncio.create_task(wire.run()))
    try:
        yield one
    finally:
        for task in reversed(one.tasks):
            task.cancel()
        await asyncio.gather(*one.tasks, return_exceptions=True)
        await one.database.close()


async def until(holds: Callable[[], object], *, within: float = 10.0) -> float:
    begun = monotonic()
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - any state of anybody may be waited for
            await asyncio.sleep(0.01)
    return monotonic() - begun


@pytest.fixture
async def accounts(database: Database) -> list[int]:
    if database.is_sqlite:
        pytest.skip("one program alone has an SQLite file")
    async with database.transaction() as session:
        return list((await make_city(session)).accounts.values())


async def write(one: Other, account: int) -> None:
    """Write as a sender does, under the fence."""
    async with one.leases[account].fence(one.database) as fenced:
        await fenced.together(
            lambda s: s.execute(text("UPDATE channel_accounts SET \"offset\" = 'x'"))
        )


async def test_who_is_cut_off_writes_nothing_more_and_another_goes_on(
    database_url: str, accounts: list[int], settings: Settings, clock: StoppedClock
) -> None:
    [account, _] = accounts
    async with program(database_url, account) as first, program(database_url, account) as second:
        await until(lambda: first.held or second.held)
        old, new = (first, second) if first.held else (second, first)
        await write(old, account)
        with pytest.raises(Lost):
            await write(new, account)
        old.ends.clear()  # it does not come to an end
        async with new.database.transaction() as session:  # its session is gone, as after a kill
            await session.execute(text("SELECT pg_terminate_backend(backend) FROM leases"))
        await until(lambda: not old.held)
        old.tasks[-1].cancel()
        took = await until(lambda: new.held)
        assert took < TAKEN_OVER
        assert not old.held
        assert new.leases[account].fence_number == 2
        with pytest.raises(Lost):
            await write(old, account)
        await write(new, account)
        site = Site(settings, clock, new.database)
        seen = await get_health(site, {}, Duties({}, clock.now(), ("telegram", "web")))
        assert sorted(seen.holders.values()) == ["", new.database.name]
        assert list(seen.faults.values()) == [NOBODY], "the other account has no program"


async def test_a_paused_holder_is_cut_off_with_all_that_it_has_open(
    database_url: str, database: Database, accounts: list[int]
) -> None:
    """Its session lives on, holds the lock and, in the middle of a transaction, a chat."""
    [account, _] = accounts
    async with database.transaction() as session:
        await make_chat(session, "web:waits")
    name = "paused:1:beef"
    asleep = [psycopg.connect(database_url, application_name=name) for _ in range(2)]
    asleep[0].execute("SELECT pg_advisory_lock(%s, %s)", (LOCKS, account))
    asleep[0].execute(
        "INSERT INTO leases VALUES (%s, %s, 7, clock_timestamp() + interval '1 second', 1)",
        (account, name),
    )
    asleep[0].commit()
    asleep[1].execute("SELECT * FROM chats FOR UPDATE")
    asleep[1].execute("SELECT * FROM leases FOR SHARE")
    begun = monotonic()
    async with program(database_url, account) as other:
        await until(lambda: other.held)
        assert monotonic() - begun > 1.0, "not before its lease has run out"
        assert other.leases[account].fence_number == 8
        async with asyncio.timeout(5), database.transaction() as session:
            await session.execute(text("UPDATE chats SET locale = 'en'"))
    for session in asleep:
        with suppress(psycopg.Error):
            session.execute("SELECT 1")
        assert session.closed, "it finds out when it wakes"


async def test_a_lost_session_suspends_and_what_nobody_took_goes_on(
    database_url: str, database: Database, accounts: list[int]
) -> None:
    [account, _] = accounts
    async with program(database_url, account) as one:
        await until(lambda: one.held)
        async with database.transaction() as session:
            await session.execute(text("SELECT pg_terminate_backend(backend) FROM leases"))
        await until(lambda: not one.held)
        with pytest.raises(Lost):
            await write(one, account)
        await until(lambda: one.held)
        assert one.leases[account].fence_number == 1, "the same tenure: its work was not ended"
        assert one.at_work == {account}
        await write(one, account)


async def test_who_takes_over_waits_for_what_is_being_stored_and_a_renewal_does_not(
    database_url: str, accounts: list[int]
) -> None:
    [account, _] = accounts
    async with program(database_url, account) as old, program(database_url, account) as new:
        await until(lambda: old.held or new.held)
        old, new = (old, new) if old.held else (new, old)
        lease = old.leases[account]
        async with lease.fence(old.database) as fenced, fenced.transaction() as session:
            before = lease.renewed_at
            await until(lambda: lease.renewed_at > before)
            async with old.database.transaction() as other:
                await other.execute(text("SELECT pg_terminate_backend(backend) FROM leases"))
            await until(lambda: not old.held)
            old.tasks[-1].cancel()
            await asyncio.sleep(1.5)
            assert not new.held
            await session.execute(text("UPDATE channel_accounts SET halted_reason = 'stored'"))
        await until(lambda: new.held)


async def test_accounts_spread_and_a_newcomer_gets_one_when_its_work_has_ended(
    database_url: str, accounts: list[int]
) -> None:
    async with program(database_url, *accounts) as first:
        await until(lambda: len(first.held) == 2)
        first.ends.clear()
        async with program(database_url, *accounts) as second:
            await until(lambda: any(one.is_retiring for one in first.leases.values()))
            [given] = [account for account, one in first.leases.items() if one.is_retiring]
            await asyncio.sleep(0.6)
            assert not second.held, "as long as the first is at work there"
            await write(first, given)  # and may write how it ended
            first.ends.set()
            await until(lambda: second.at_work)
            assert (len(first.held), second.held) == (1, {given})
        await until(lambda: len(first.held) == 2, within=5)  # a clean end gives back at once


async def test_a_request_does_not_leave_after_the_deadline(database: Database) -> None:
    lease, channel = Leased(1), MemoryChannel()
    guarded = Guarded(channel, lease)
    for fence, asked_at in ((0, boottime()), (3, boottime() - TTL)):
        lease.give(fence, asked_at=asked_at)
        with pytest.raises(Unreachable):
            await guarded.send("1", Reply("không gửi"))
        with pytest.raises(Unreachable):
            await guarded.show_commands("1", ["tin"])
    lease.give(4, asked_at=boottime() - TTL + 1)
    await guarded.send("1", Reply("gửi"))
    assert [reply.text for _, reply in channel.sent] == ["gửi"]
    assert (guarded.account, guarded.state) == (channel.account, channel.state)

    alone = Sole()
    async with alone.fence(database) as own:
        assert own is database


async def test_a_firing_is_taken_by_one_and_again_when_the_clock_has_stepped_back(
    database: Database,
) -> None:
    asked = [take_firing(database, "remind", 3600) for _ in range(5)]
    taken = sum(await asyncio.gather(*asked))
    if database.is_sqlite:
        assert taken == 5, "alone, everything is ours"
        return
    assert taken == 1
    assert await take_firing(database, "purge", 3600)
    async with database.transaction() as session:  # taken an hour ahead, by a clock that was wrong
        await session.execute(text("UPDATE firings SET due_at = due_at + interval '1 hour'"))
    assert await take_firing(database, "remind", 3600)
    assert not await take_firing(database, "remind", 3600)
    async with database.transaction() as session:
        await session.execute(text("UPDATE firings SET due_at = due_at - interval '3 hours'"))
    assert await take_firing(database, "remind", 3600)
    async with database.reading() as session:
        jobs = await session.scalars(text("SELECT job FROM firings ORDER BY job"))
        assert list(jobs) == ["purge", "remind"], "old ones go"


async def test_what_another_stores_is_heard_when_it_is_committed(
    database_url: str, database: Database, accounts: list[int]
) -> None:
    async with program(database_url) as other:
        await until(lambda: {(REPLIES, ""), (LINES, "")} <= set(other.heard))
        other.heard.clear()
        async with database.transaction() as session:
            chat = await make_chat(session, "web:1")
            reply = "INSERT INTO replies (chat_id, body, state, reason, platform_ref, created_at) "
            reply += "VALUES (:chat, '{}', 'queued', '', '', now())"
            await session.execute(text(reply), {"chat": chat.id})
            line = "INSERT INTO web_messages (external_id, mine, text, body, at) "
            line += "VALUES ('1', false, 'chào', '{}', now())"
            await session.execute(text(line))
            await asyncio.sleep(0.3)
            assert other.heard == []
        await until(lambda: len(other.heard) == 2)
        assert set(other.heard) == {(REPLIES, ""), (LINES, "1")}


def test_a_part_of_the_program_is_refused_on_sqlite(settings: Settings) -> None:
    with pytest.raises(Refused, match="only-needs-postgresql"), only_one(settings, whole=False):
        pass
