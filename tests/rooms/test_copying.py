"""Everything that SQLite held stands in PostgreSQL, once, also when the copy was cut off."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import select, update

from bot import copying, schema
from bot.db import Database
from bot.errors import Refused
from bot.models import Chat, Member, WebMessage
from tests.kit.broadcasting import launch
from tests.kit.makers import BEGINNING, make_city, make_crowd

MEMBERS = 30
COUNTED = "SELECT sum(lines) FROM delivery_counts"


@pytest.fixture
async def source(sqlite_template: Path, tmp_path: Path) -> str:
    """Give a file with people, a running broadcast, and lines of which the last was erased."""
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'site.db')}"
    command.stamp(schema.config_for(url), "head")
    database = Database(url)
    async with database.transaction() as session:
        await make_city(session)
        people = [(f"Nguyễn Văn {n}", f"web:{n}", "Ba Đình") for n in range(MEMBERS)]
        await make_crowd(session, people)
    await launch(database, rule={"all": True})
    async with database.transaction() as session:
        ids = (await session.scalars(select(Member.id).order_by(Member.id))).all()
        later = update(Member).where(Member.id == ids[0]).values(claims_id=ids[-1])
        await session.execute(later)  # points to a row that comes later
        for text in ("câu một", "câu hai"):
            last = WebMessage(external_id="0", mine=False, text=text, body={}, at=BEGINNING)
            session.add(last)
            await session.flush()
        await session.delete(last)
    await database.close()
    return url


def ask(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


async def test_a_copy_that_was_cut_off_goes_on_and_ends_whole(
    source: str, empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BATCH", 20)
    for cut in (3, 9, 60):
        list(islice(copying.copy(source, empty_postgres), cut))  # and the process is gone
    rows = {step.table: step.total for step in copying.copy(source, empty_postgres)}
    assert rows["members"] == MEMBERS
    assert ask(empty_postgres, "SELECT count(*) FROM members") == MEMBERS
    assert ask(empty_postgres, COUNTED) == MEMBERS, "the ledger is not counted twice"
    assert ask(empty_postgres, "SELECT to_regclass('nhipcau_copy')") is None
    foreign = "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"
    assert int(str(ask(empty_postgres, foreign))) > len(rows) / 2

    database = Database(empty_postgres)
    async with database.transaction() as session:
        [chat] = (await session.scalars(select(Chat).where(Chat.external_id == "3"))).all()
        assert chat.asked == {}
        line = WebMessage(external_id="0", mine=False, text="câu ba", body={}, at=BEGINNING)
        session.add(line)
        await session.flush()
        assert line.id == 3, "an erased line's number is not given again"
    await launch(database, rule={"all": True})
    await database.close()
    assert ask(empty_postgres, COUNTED) == 2 * MEMBERS, "the triggers count again"
    with pytest.raises(Refused, match="copy-not-empty"):
        list(copying.copy(source, empty_postgres))


async def test_a_row_that_arrives_otherwise_or_not_at_all_is_said(
    source: str, empty_postgres: str
) -> None:
    for step in copying.copy(source, empty_postgres):
        if step.doing == "comparing":
            break
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        connection.execute("UPDATE members SET full_name = 'ai đó' WHERE id = 5")
    with pytest.raises(Refused, match="copy-differs") as refused:
        list(copying.copy(source, empty_postgres))
    assert refused.value.values["table"] == "members"

    wide = Database(source)
    async with wide.transaction() as session:
        session.add(WebMessage(external_id="0", mine=False, text="a\0b", body={}, at=BEGINNING))
    await wide.close()
    with pytest.raises(Refused, match="copy-refused") as refused:
        list(copying.copy(source, empty_postgres))
    assert refused.value.values["table"] == "web_messages"


def test_only_a_file_goes_only_to_an_empty_postgresql(tmp_path: Path, empty_postgres: str) -> None:
    with pytest.raises(Refused, match="copy-not-sqlite"):
        list(copying.copy(empty_postgres, empty_postgres))
    with pytest.raises(Refused, match="copy-not-postgresql"):
        list(copying.copy(f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/b.db"))
