"""A cancelled broadcast closes its lines slice by slice, and none of them leaves meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import freezing, ledger, waiting
from bot.broadcasts.bundles import Claim
from bot.broadcasts.counting import count_lines
from bot.broadcasts.fates import Fate
from bot.broadcasts.recording import record
from bot.db import Database
from bot.errors import Refused
from bot.models import Delivery
from bot.settings import Settings
from bot.site import Site
from jobs import deliver
from tests.kit.broadcasting import launch
from tests.kit.makers import BEGINNING, City, make_city, make_crowd

MEMBERS = 7
CANCELLED = ("skipped", "cancelled")


class KilledError(Exception):
    """Stand for a kill in the middle of a transaction."""


@pytest.fixture
async def city(database: Database, monkeypatch: pytest.MonkeyPatch) -> City:
    """Seven members, each in a web chat of their own; a slice is two lines."""
    monkeypatch.setattr(waiting, "SLICE", 2)
    async with database.transaction() as session:
        city = await make_city(session)
        await make_crowd(session, [(f"Người {n}", f"web:{n}", "Ba Đình") for n in range(MEMBERS)])
    return city


async def cancel(database: Database, broadcast_id: int) -> None:
    async with database.transaction() as session:
        await broadcasts.cancel(session, OPERATOR, broadcast_id, now=BEGINNING)


async def claim(database: Database, city: City, settings: Settings, limit: int = 100) -> Claim:
    given: dict[str, Any] = {"now": BEGINNING, "limit": limit}
    async with database.transaction() as session:
        return await ledger.claim(session, city.accounts["web"], settings, **given)


async def close_slice(database: Database) -> bool:
    async with database.transaction() as session:
        return await broadcasts.close_cancelled(session, now=BEGINNING)


async def look(database: Database, broadcast_id: int) -> tuple[dict[Any, int], bool]:
    """Return the lines by state and reason, which the counts must be, and whether it has ended."""
    query = select(Delivery).where(Delivery.broadcast_id == broadcast_id)
    async with database.reading() as session:
        lines = Counter((line.state, line.reason) for line in await session.scalars(query))
        counts: Counter[Any] = Counter()
        for count in await count_lines(session, broadcast_id):
            counts[count.state, count.reason] += count.n
        broadcast = await broadcasts.get(session, broadcast_id)
    assert counts == lines
    return dict(lines), broadcast.ended_at is not None


async def test_many_lines_are_cancelled_in_slices_that_a_kill_does_not_hurt(
    database: Database, city: City, settings: Settings, clock: Any
) -> None:
    broadcast_id = await launch(database)
    taken = await claim(database, city, settings, limit=1)
    await cancel(database, broadcast_id)
    begun = {("sending", ""): 1, ("queued", ""): 4, CANCELLED: 2}
    assert await look(database, broadcast_id) == (begun, False)
    assert await claim(database, city, settings) == Claim(), "nothing leaves from then on"
    with suppress(KilledError):
        async with database.transaction() as session:
            assert await broadcasts.close_cancelled(session, now=BEGINNING)
            raise KilledError
    assert await look(database, broadcast_id) == (begun, False)
    async with database.transaction() as session:  # what comes back meanwhile waits for its slice
        await record(session, [Fate(one, "queued") for one in taken.bundles], now=BEGINNING)
        with pytest.raises(Refused, match="broadcast-not-over"):
            await broadcasts.follow_up(session, OPERATOR, broadcast_id, "missed", now=BEGINNING)
    assert await close_slice(database)
    left = {("queued", ""): 3, CANCELLED: 4}
    assert await look(database, broadcast_id) == (left, False)
    await deliver.tick(Site(settings, clock, database))
    assert await look(database, broadcast_id) == ({CANCELLED: MEMBERS}, True)
    assert not await close_slice(database), "it is looked at no more"


async def test_what_waits_for_its_budget_is_cancelled_too(
    database: Database, city: City, settings: Settings, clock: Any
) -> None:
    broadcast_id = await launch(database)
    async with database.transaction() as session:
        until = BEGINNING + timedelta(days=1)
        await session.execute(update(Delivery).values(state="waiting", not_before=until))
    await cancel(database, broadcast_id)
    await deliver.tick(Site(settings, clock, database))
    assert await look(database, broadcast_id) == ({CANCELLED: MEMBERS}, True)


async def test_a_line_that_is_woken_while_its_broadcast_is_cancelled_stays_open_nowhere(
    database: Database, city: City
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer")
    broadcast_id = await launch(database)
    async with database.transaction() as session:
        await session.execute(update(Delivery).values(state="skipped"))
        one = select(Delivery.id).limit(1).scalar_subquery()
        await session.execute(
            update(Delivery)
            .where(Delivery.id == one)
            .values(state="waiting", not_before=BEGINNING - timedelta(seconds=1))
        )
    async with database.transaction() as session:
        await broadcasts.wake(session, now=BEGINNING)
        cancelling = asyncio.create_task(cancel(database, broadcast_id))
        await asyncio.wait([cancelling], timeout=0.1)
        assert not cancelling.done(), "it waits for the line"
    await cancelling
    assert await look(database, broadcast_id) == ({("skipped", ""): 6, CANCELLED: 1}, True)


async def test_a_claim_passes_over_what_is_being_cancelled_and_not_what_is_being_written(
    database: Database, city: City, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer")
    monkeypatch.setattr(freezing, "FIRST", 3)
    broadcast_id = await launch(database)
    async with asyncio.timeout(5), database.transaction() as session:
        await freezing.freeze_next(session, broadcast_id, now=BEGINNING, most=2)
        assert (await claim(database, city, settings, limit=1)).lines == 1
    async with asyncio.timeout(5), database.transaction() as session:
        await broadcasts.cancel(session, OPERATOR, broadcast_id, now=BEGINNING)
        assert await claim(database, city, settings) == Claim()


async def test_a_slice_is_found_by_the_index_of_open_lines(database: Database, city: City) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL prefers a scan for so few lines")
    async with database.reading() as session:
        query = waiting._slice("queued", [1])
        bare = query.compile(database.engine.sync_engine, compile_kwargs={"literal_binds": True})
        rows = await session.execute(text(f"EXPLAIN QUERY PLAN {bare}"))
        plan = " ".join(row[3] for row in rows)
    assert "INDEX ix_deliveries_open (account_id=? AND broadcast_id=?)" in plan
    assert "SCAN" not in plan
