"""The databases of the kit: each test has one of its own, and the server ends with its owner."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from bot.db import Database
from tests.kit.databases import leave_in_turn
from tests.kit.postgres import postgres, sweep

KILLED = """
from tests.kit.postgres import postgres
with postgres() as home:
    print(home, flush=True)
    input()
"""


@pytest.mark.parametrize("turn", [1, 2])
async def test_a_test_finds_nothing_of_the_one_before(database_url: str, turn: int) -> None:
    database = Database(database_url)
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE left_over (turn INTEGER)"))
    async with database.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM left_over"))).scalar() == 0
    await database.close()


CHANGES = [
    "INSERT INTO organisations (code, name, folded, listed) VALUES ('x', 'X', 'x', true)",
    "UPDATE areas SET name = 'Elsewhere'",
    "DELETE FROM area_successions",
    "CREATE INDEX also ON organisations (name)",
    "ALTER TABLE organisations ADD COLUMN also INTEGER",
]


@pytest.mark.on("both")
@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.parametrize("change", CHANGES)
async def test_a_test_finds_a_database_as_new(database_url: str, change: str, turn: int) -> None:
    database = Database(database_url)
    async with database.reading() as session:
        for table, count in (("organisations", 0), ("areas WHERE name = 'Elsewhere'", 0)):
            found = await session.execute(text(f"SELECT count(*) FROM {table}"))
            assert found.scalar() == count, table
        found = await session.execute(text("SELECT count(*) FROM area_successions"))
        assert found.scalar() > 0
    async with database.transaction() as session:
        await session.execute(text(change))
        if "INSERT" in change:
            assert (await session.execute(text("SELECT id FROM organisations"))).scalar() == 1
    await database.close()


def test_of_many_cases_the_first_is_on_both_databases_and_each_other_on_one() -> None:
    both = ("sqlite", "postgresql")
    many = [("t", case, kind) for case in "abcd" for kind in both]
    pair = [("u", case, kind) for case in "ab" for kind in both]
    assert leave_in_turn([*many, *pair]) == {
        ("t", "b", "sqlite"),
        ("t", "c", "postgresql"),
        ("t", "d", "sqlite"),
    }


LEAVE = ("SET lock_timeout = '1s'", "SELECT pg_advisory_lock(7)", "CREATE TEMP TABLE left_over ()")
LEFT = """SELECT pg_backend_pid(), current_setting('lock_timeout'),
    to_regclass('left_over') IS NULL,
    NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'),
    current_setting('application_name')"""


async def test_a_session_is_handed_on_as_new(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has no sessions")
    first, second, third = (Database(database_url) for _ in range(3))
    async with first.transaction() as session:
        backend = (await session.execute(text("SELECT pg_backend_pid()"))).scalar()
        for statement in LEAVE:
            await session.execute(text(statement))
    await first.close()
    async with second.reading() as session:
        found = (await session.execute(text(LEFT))).one()
        assert found == (backend, "0", True, True, second.name)
    await second.close()
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [backend])
    async with third.reading() as session:
        assert (await session.execute(text("SELECT pg_backend_pid()"))).scalar() != backend
    await third.close()


def test_a_server_dies_with_a_killed_owner() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        home = owner.stdout.readline().strip()
        server = int(Path(home, "data", "postmaster.pid").read_text().split()[0])
        owner.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while is_running(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(server)
    sweep()
    while Path(home).exists() and time.monotonic() < deadline:  # another run sweeps it just now
        time.sleep(0.05)
    assert not Path(home).exists()


def is_running(number: int) -> bool:
    """Say whether there is such a process, a dead one that nobody has fetched not counted."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_folder_of_a_living_server_is_left_alone() -> None:
    with postgres() as home:
        sweep()
        assert (home / "data").exists()
    assert not home.exists()
