"""The real child: what it refuses to start with, how it answers, how it stops."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from bot import schema
from bot.areas.loading import load_areas
from bot.commands.running import run_on_loop
from bot.db import Database

TOKEN = "123456789:" + "A" * 35
KEY = "a key of a test that is long enough to sign cookies with"
WITHIN = 20.0  # seconds; a start takes one or two


@dataclass
class Running:
    """Hold a started child and what it has printed."""

    child: asyncio.subprocess.Process
    url: str
    printed: list[str] = field(default_factory=list)

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as client, client.get(self.url + path) as answer:
            return answer.status, await answer.text()

    async def wait_ready(self) -> None:
        async with asyncio.timeout(WITHIN):
            while True:
                try:
                    await self.get("/healthz")
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)
                else:
                    return

    async def stop(self) -> int:
        self.child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(WITHIN):
            return await self.child.wait()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def surroundings(folder: Path, url: str, port: int, **more: str) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("NHIPCAU_")}
    return {
        **own,
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "NHIPCAU_DATABASE_URL": url,
        "NHIPCAU_DATA_DIR": str(folder),
        "NHIPCAU_WEB_PORT": str(port),
        "NHIPCAU_SECRET_KEY": KEY,
        **more,
    }


@asynccontextmanager
async def running(folder: Path, url: str, **more: str) -> AsyncIterator[Running]:
    port = free_port()
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=surroundings(folder, url, port, **more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    made = Running(child, f"http://127.0.0.1:{port}")

    async def listen() -> None:
        assert child.stdout is not None
        async for line in child.stdout:
            made.printed.append(line.decode())

    listening = asyncio.create_task(listen())
    try:
        yield made
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()
        await listening


async def run_to_its_end(folder: Path, url: str, **more: str) -> tuple[int, str]:
    async with running(folder, url, **more) as started, asyncio.timeout(WITHIN):
        code = await started.child.wait()
    return code, "".join(started.printed)


def migrated(folder: Path, *, to: str = "head") -> str:
    url = f"sqlite:///{folder / 'site.db'}"
    command.upgrade(schema.config_for(url), to)
    return url


@pytest.fixture(scope="module")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file at the program's schema, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    migrated(folder)
    return folder / "site.db"


@pytest.fixture
def url(migrated_file: Path, tmp_path: Path) -> str:
    """Give the URL of a migrated database of this test alone."""
    return f"sqlite:///{shutil.copyfile(migrated_file, tmp_path / 'site.db')}"


def test_the_migrations_make_what_the_models_say(url: str) -> None:
    command.check(schema.config_for(url))  # raises when a model has moved on


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop has no Windows")
def test_what_serves_is_on_the_loop_that_the_figures_are_taken_on() -> None:
    async def tell() -> str:
        return type(asyncio.get_running_loop()).__module__

    assert run_on_loop(tell()) == "uvloop"


async def test_each_migration_and_each_slice_of_places_is_told(tmp_path: Path) -> None:
    url, heard = await asyncio.to_thread(migrated, tmp_path, to="0002"), []
    for _ in "ab":  # the second finds nothing to do
        await asyncio.to_thread(schema.upgrade, url, tell=lambda *told: heard.append(told))
    scripts = ScriptDirectory.from_config(schema.config_for(url))
    missing = len(list(scripts.iterate_revisions("head", "0002")))
    assert heard == [(done, missing) for done in range(1, missing + 1)]
    heard.clear()
    database = Database(url)
    async with database.transaction() as session:
        await load_areas(session, province_code="38", tell=lambda *told: heard.append(told))
    await database.close()
    done = [told[0] for told in heard]
    assert done == sorted(set(done))
    assert heard[-1][0] == heard[-1][1]


def test_the_migrations_go_back_to_nothing(url: str) -> None:
    command.downgrade(schema.config_for(url), "base")
    assert schema.find_current(url) is None
    schema.upgrade(url)
    assert schema.find_current(url) == schema.get_head()


async def test_without_a_database_the_command_to_type_is_said(tmp_path: Path) -> None:
    code, said = await run_to_its_end(tmp_path, f"sqlite:///{tmp_path}/none.db")
    assert code == 1
    assert "nhipcau migrate" in said
    assert not (tmp_path / "none.db").exists()


async def test_an_old_schema_is_refused_with_the_command_to_type(tmp_path: Path) -> None:
    code, said = await run_to_its_end(tmp_path, migrated(tmp_path, to="0001"))
    assert code == 1
    assert "0001" in said
    assert "nhipcau migrate" in said
    assert "Traceback" not in said


async def test_a_bad_setting_is_named_and_ends_with_2(url: str, tmp_path: Path) -> None:
    code, said = await run_to_its_end(tmp_path, url, NHIPCAU_TELEGRAM_TOKEN="no token")
    assert (code, "NHIPCAU_TELEGRAM_TOKEN" in said) == (2, True), said
    assert "Traceback" not in said


async def test_it_serves_while_telegram_is_away_and_tells_no_secret(
    url: str, tmp_path: Path
) -> None:
    away = {
        "NHIPCAU_TELEGRAM_TOKEN": TOKEN,
        "NHIPCAU_TELEGRAM_API_URL": f"http://127.0.0.1:{free_port()}",
        "NHIPCAU_LOG_FORMAT": "json",
    }
    async with running(tmp_path, url, **away) as site:
        await site.wait_ready()
        assert (await site.get("/healthz"))[0] == 200
        assert (await site.get("/chat"))[0] == 200
        status, said = await site.get("/readyz")
        assert status == 200, "the other channels serve"
        assert "telegram" in said
        assert await site.stop() == 0
    printed = "".join(site.printed)
    assert TOKEN not in printed + said
    assert KEY not in printed
    assert "Traceback" not in printed


async def test_a_second_run_on_one_file_is_refused_and_an_open_page_keeps_none_from_stopping(
    url: str, tmp_path: Path
) -> None:
    async with running(tmp_path, url) as first:
        await first.wait_ready()
        code, said = await run_to_its_end(tmp_path, url)
        assert code == 1
        assert "Another `nhipcau run`" in said
        assert (await first.get("/healthz"))[0] == 200
        headers = {"Sec-Fetch-Site": "same-origin"}
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar, headers=headers) as client:
            await (await client.post(first.url + "/chat/start", data={})).read()
            stream = await client.get(first.url + "/chat/events")
            assert stream.status == 200
            async with asyncio.timeout(5):
                assert await first.stop() == 0


def test_groups_that_rolls_wrote_with_a_word_are_those_that_people_name(tmp_path: Path) -> None:
    url = migrated(tmp_path, to="0027")
    given = dict.fromkeys(("folded", "sort_key", "address_form", "phone", "created_at"), "")
    given |= {"locale": "vi", "source": "roll", "state": "active"}
    with sqlite3.connect(tmp_path / "site.db") as file:
        for name, group in (("An", "Tổ 5"), ("Bình", "5"), ("Chi", "Tổ chức Đông"), ("Dung", "")):
            row = given | {"full_name": name, "residential_group": group, "group_folded": group}
            marks = ", ".join("?" * len(row))
            file.execute(
                f"INSERT INTO members ({', '.join(row)}) VALUES ({marks})", [*row.values()]
            )
    file.close()
    schema.upgrade(url)
    with sqlite3.connect(tmp_path / "site.db") as file:
        found = file.execute("SELECT residential_group, group_folded FROM members ORDER BY id")
        assert [*found] == [("5", "5"), ("5", "5"), ("Tổ chức Đông", "Tổ chức Đông"), ("", "")]
    file.close()
