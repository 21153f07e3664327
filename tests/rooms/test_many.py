"""Lists and rows as one parameter: they say the same on both databases, and use the index."""

from __future__ import annotations

import pytest
from sqlalchemy import String, func, select, text

from bot import db
from bot.db import Database
from bot.models import Chat, Member
from bot.models.many import among
from tests.kit.makers import make_city, make_member


@pytest.mark.on("both")
@pytest.mark.parametrize("wanted", [[], ["1"], ["0", "2", "không có"]])
async def test_a_list_is_one_parameter_whatever_its_length(
    database: Database, wanted: list[str]
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        for number in range(3):
            await make_member(session, chat=f"web:{number}")
        query = select(Chat.external_id).where(among(Chat.external_id, "names", String))
        found = await session.scalars(query.order_by(Chat.id), {"names": wanted})
        assert list(found) == [name for name in wanted if name.isdecimal()]


async def test_sqlite_finds_a_list_by_the_index(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's planner has its own mind about three rows")
    query = select(Member.id).where(among(Member.id, "ids"))
    written = str(query.compile(dialect=database.engine.dialect))
    async with database.reading() as session:
        plan = await session.execute(
            text(f"EXPLAIN QUERY PLAN {written.replace('?', ':ids')}"), {"ids": "[1, 2]"}
        )
        assert any("PRIMARY KEY" in row[-1] for row in plan)


async def test_a_connection_that_died_at_rest_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no connection that others could end")
    monkeypatch.setattr(db, "RESTED", 0.0)
    backend = select(func.pg_backend_pid())
    async with database.transaction() as session:
        first = await session.scalar(backend)
    other = Database(database.url.render_as_string(hide_password=False))
    async with other.transaction() as session:
        await session.execute(select(func.pg_terminate_backend(first)))
    await other.close()
    async with database.transaction() as session:
        assert await session.scalar(backend) != first
