"""The database: groups of works share a commit, and no update is lost."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from bot.db import Database, Work
from bot.models import ChannelAccount, Chat, Tick
from tests.kit.makers import BEGINNING

pytestmark = pytest.mark.threaded


@pytest.fixture
async def sqlite(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a database on SQLite, whatever else is asked for."""
    opened = Database(f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'one.db')}")
    yield opened
    await opened.close()


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


async def test_a_document_comes_back_as_it_was_given(database: Database) -> None:
    given = {
        "words": "Bà Lê Thị Ánh 🌾",
        "giant": 10**30,
        "parts": [1, 2.5, None, True, {"a": []}],
    }
    async with database.transaction() as session:
        account = ChannelAccount(name="web", halted_reason="", offset="")
        session.add(account)
        await session.flush()
        chat = Chat(account_id=account.id, external_id="1", data=given, created_at=BEGINNING)
        session.add(chat)
    async with database.reading() as session:
        assert await session.scalar(select(Chat.data)) == given
    with pytest.raises((StatementError, TypeError), match="JSON serializable"):
        async with database.transaction() as session:
            (await session.scalars(select(Chat))).one().data = {"at": BEGINNING}


async def test_a_statement_cut_off_in_a_group_holds_no_lock(database: Database) -> None:
    slow = "SELECT pg_sleep(3)"
    if database.is_sqlite:
        slow = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
        slow = f"SELECT max(x) FROM ({slow} LIMIT 300000)"

    async def cut_off(session: AsyncSession) -> None:
        await adding("half")(session)
        async with asyncio.timeout(0.02):
            await session.execute(text(slow))

    works = [adding("before"), cut_off, adding("after")]
    async with asyncio.timeout(20):
        results = await asyncio.gather(*map(database.together, works), return_exceptions=True)
    assert [one if isinstance(one, str) else type(one) for one in results] == [
        "before",
        TimeoutError,
        "after",
    ]
    assert await count_accounts(database) == 2


async def test_closing_leaves_nobody_waiting_and_nothing_half_stored(database: Database) -> None:
    begun = asyncio.Event()

    async def hang(session: AsyncSession) -> None:
        await adding("half")(session)
        begun.set()
        await asyncio.Event().wait()

    waiting = [asyncio.create_task(database.together(hang))]
    await begun.wait()
    waiting.append(asyncio.create_task(database.together(adding("late"))))
    await asyncio.sleep(0)
    await database.close()
    async with asyncio.timeout(5):
        results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in results] == [asyncio.CancelledError] * 2
    assert await count_accounts(database) == 0


async def count_visits(engine: AsyncEngine, work: Work) -> int:
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        visits, put = [], driver._tx.put_nowait
        driver._tx = SimpleNamespace(put_nowait=lambda item: (visits.append(item), put(item)))
        await work(connection)
        return len(visits)


@pytest.mark.parametrize(
    ("statement", "came_of_it"),
    [
        ("SELECT name FROM channel_accounts ORDER BY name", [("a",), ("b",)]),
        ("UPDATE channel_accounts SET halted_reason = 'x' RETURNING name", [("a",), ("b",)]),
        ("DELETE FROM channel_accounts WHERE name = 'b'", 1),
        ("UPDATE channel_accounts SET halted_reason = 'x' WHERE name = 'c'", 0),
    ],
)
async def test_a_statement_is_one_visit_to_sqlites_thread(
    sqlite: Database, statement: str, came_of_it: object
) -> None:
    await asyncio.gather(*(sqlite.together(adding(name)) for name in "ab"))

    async def ask(connection: AsyncConnection) -> None:
        await connection.begin()
        result = await connection.execute(text(statement))
        assert (
            [tuple(r) for r in result] == came_of_it
            if result.returns_rows
            else (result.rowcount == came_of_it)
        )

    assert await count_visits(sqlite.engine, ask) == 2, "it, and the BEGIN before it"


async def test_what_is_streamed_comes_piece_by_piece(sqlite: Database) -> None:
    await asyncio.gather(*(sqlite.together(adding(f"{n:02}")) for n in range(40)))
    async with sqlite.reading() as session:
        names = text("SELECT name FROM channel_accounts ORDER BY name")
        result = await session.stream(names, execution_options={"yield_per": 10})
        pages = [len(page) async for page in result.partitions(10)]
    assert pages == [10, 10, 10, 10]


async def test_a_statement_that_fails_is_told_as_ever_and_leaves_no_lock(sqlite: Database) -> None:
    await sqlite.together(adding("once"))
    with pytest.raises(IntegrityError, match="UNIQUE"):
        await sqlite.together(adding("once"))
    await sqlite.together(adding("other"))
    assert await count_accounts(sqlite) == 2
