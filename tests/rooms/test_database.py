"""The database: groups of works share a commit, and no update is lost."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.models import ChannelAccount, Tick
from tests.kit.makers import BEGINNING


async def count_accounts(database: Database) -> int:
    async with database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(ChannelAccount)) or 0)


def adding(name: str, *, then: Exception | None = None):
    async def work(session: AsyncSession) -> str:
        session.add(ChannelAccount(name=name, halted_reason="", offset=""))
        await session.flush()
        if then is not None:
            raise then
        return name

    return work


async def test_works_that_arrive_together_are_all_stored(database: Database) -> None:
    names = [f"account-{n}" for n in range(40)]
    assert await asyncio.gather(*(database.together(adding(name)) for name in names)) == names
    assert await count_accounts(database) == 40


async def test_one_failing_work_touches_no_other_of_its_group(database: Database) -> None:
    results = await asyncio.gather(
        database.together(adding("before")),
        database.together(adding("bad", then=ValueError("no"))),
        database.together(adding("after")),
        return_exceptions=True,
    )
    assert [r if isinstance(r, str) else type(r) for r in results] == [
        "before",
        ValueError,
        "after",
    ]
    assert await count_accounts(database) == 2


async def test_a_transaction_that_fails_stores_nothing(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.transaction() as session:
            await adding("lost", then=ValueError("half-way"))(session)

    with pytest.raises(ValueError, match="half-way"):
        await fail_half_way()
    assert await count_accounts(database) == 0


async def test_concurrent_read_modify_writes_lose_no_update(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Tick(job="counter", last_at=BEGINNING, failure="0"))

    async def add_one() -> None:
        async with database.transaction() as session:
            query = select(Tick).where(Tick.job == "counter").with_for_update()
            tick = (await session.scalars(query)).one()
            tick.failure = str(int(tick.failure) + 1)

    await asyncio.gather(*(add_one() for _ in range(20)))
    async with database.reading() as session:
        tick = await session.get(Tick, "counter")
        assert tick is not None
        assert tick.failure == "20"
