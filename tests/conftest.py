"""Kit: what every test may ask for: a clock that stands, and a real database."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import structlog
from sqlalchemy import create_engine, text

from bot import schema
from bot.areas.loading import load_areas
from bot.clock import StoppedClock
from bot.db import Database
from bot.models import Table
from bot.settings import Settings

if TYPE_CHECKING:
    from tests.kit.databases import Prepare

pytest_plugins = [
    "tests.kit.memory",
    "tests.kit.databases",
    "tests.kit.engines",
    "tests.kit.chromium",
]


LONGEST_FIRST = ("test_campaign.py", "test_web_browser.py", "test_running.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker ends with it while the other waits."""
    items.sort(key=lambda item: item.path.name not in LONGEST_FIRST)


def pytest_configure() -> None:
    """Let the collector rest while modules are loaded, and tell errors plainly: it is quick.

    No example has a deadline of its own: machines are busy, and speed is for benchmarks.
    """
    gc.disable()
    hypothesis.settings.register_profile(
        "any-machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("any-machine")
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ]
    )


def pytest_collection_finish() -> None:
    """Spare the collector what stays: the modules would be walked thousands of times."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Spare the collector once more: pytest walks everything five times when a run ends."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def prepare_database() -> Prepare:
    """Build the schema with its places, as `nhipcau migrate` does."""
    return build_schema


def build_schema(url: str) -> None:
    """Create every table and carry in the places of the tests' province."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    Table.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        values = {"head": schema.get_head()}
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), values)
    engine.dispose()
    asyncio.run(_carry_in_places(url))


async def _carry_in_places(url: str) -> None:
    database = Database(url)
    async with database.transaction() as session:
        await load_areas(session, province_code="38")
    await database.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Give an open database of this test alone."""
    opened = Database(database_url, pool_size=5)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> StoppedClock:
    """Give a clock that stands at 09:00 in Viet Nam on 1 December 2026."""
    return StoppedClock(datetime(2026, 12, 1, 2, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def any_settings() -> Settings:
    """Give settings that read no environment file; to make them takes ten milliseconds."""
    return Settings(
        _env_file=None,
        secret_key="a test's own key, long enough to sign with",
        site_name="UB MTTQ phường Hạc Thành",
        site_contact="chị Hoa, 0912 345 678",
        contact_soft_day=0,  # what is tested is seldom the budget
        contact_soft_week=0,
        contact_hard_day=0,
    )


@pytest.fixture
def settings(any_settings: Settings, tmp_path: Path) -> Settings:
    """Give settings of this test's own, with a folder of its own."""
    return any_settings.model_copy(update={"data_dir": tmp_path})
