"""A copy a day of the SQLite file: whole, made beside the site's work, and never with a key."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import backups
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import Area
from bot.settings import Settings
from bot.site import Site
from bot.surveys.keys import Keys
from tests.kit.makers import make_chat, make_city


@pytest.fixture
def site(database: Database, clock: StoppedClock, settings: Settings) -> Site:
    return Site(settings, clock, database)


async def test_a_copy_holds_what_was_committed_and_no_key(site: Site) -> None:
    if not site.database.is_sqlite:
        with pytest.raises(Refused, match="backup-not-sqlite"):
            await backups.back_up(site)
        return
    keys = Keys(site.settings.data_dir)
    keys.create(1)
    async with site.database.transaction() as session:
        await make_city(session)
        await make_chat(session, "web:stored")
    async with site.database.transaction() as session:  # a writer is in the middle
        await make_chat(session, "web:under way")
        made = await backups.back_up(site)
    assert made.path.name == "nhipcau-2026-12-01.db"
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert keys.read(1) not in made.path.read_bytes()

    copy = Database(f"sqlite:///{made.path}")
    async with copy.reading() as session:
        assert await session.scalar(select(Area.key).limit(1))
        chats = await session.connection()
        found = await chats.exec_driver_sql("SELECT external_id FROM chats")
        assert [name for (name,) in found] == ["stored"]
    await copy.close()


async def test_one_is_made_each_day_and_the_oldest_goes(
    site: Site, clock: StoppedClock, settings: Settings
) -> None:
    settings.backups_kept = 2
    for _ in range(4):
        await backups.back_up_if_due(site)
        await backups.back_up_if_due(site)
        clock.advance(days=1)
    days = [one.day for one in backups.list_backups(settings)]
    due = [date(2026, 12, 4), date(2026, 12, 3)] if site.database.is_sqlite else []
    assert days == due
    settings.backups_kept = 0
    await backups.back_up_if_due(site)
    assert [one.day for one in backups.list_backups(settings)] == due


async def test_what_cannot_be_written_leaves_nothing_and_the_older_copy(
    tmp_path: Path, clock: StoppedClock, settings: Settings
) -> None:
    whole = Database(f"sqlite:///{tmp_path / 'site.db'}")
    async with whole.transaction() as session:
        await (await session.connection()).exec_driver_sql("CREATE TABLE a (b)")
    made = await backups.back_up(Site(settings, clock, whole))
    before = made.path.read_bytes()
    await whole.close()
    (tmp_path / "broken.db").write_bytes(b"this is no database" * 500)
    broken = Database(f"sqlite:///{tmp_path / 'broken.db'}")
    with pytest.raises(sqlite3.DatabaseError):
        await backups.back_up(Site(settings, clock, broken))
    assert [path.read_bytes() for path in made.path.parent.iterdir()] == [before]
