"""Kit: the fixtures of the channels' tests."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import create_engine

from bot.channels.web import WebChannel
from bot.channels.web.limits import Limits
from bot.clock import StoppedClock
from bot.db import Database
from bot.models import Table
from bot.settings import Settings
from tests.channels.web_site import Seconds, Site, StandIn, make_app, served
from tests.channels.web_visit import Visit, converse


@pytest.fixture
async def web(database: Database, clock: StoppedClock, settings: Settings) -> AsyncIterator[Site]:
    """Give a web channel over HTTP."""
    seconds = Seconds()
    channel = WebChannel(database, clock, settings, limits=Limits(now=seconds), reply_wait=0.05)
    yield Site(channel, StandIn(channel), database, settings, seconds)
    await channel.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(tmp_path: Path) -> AsyncIterator[Visit]:
    """Serve a chat page with a database of its own."""
    engine = create_engine(f"sqlite:///{tmp_path}/web.db")
    Table.metadata.create_all(engine)
    engine.dispose()
    settings = Settings(
        _env_file=None,
        secret_key="a test's own key, long enough to sign with",
        site_name="UB MTTQ phường Hạc Thành",
        site_contact="chị Hoa, 0912 345 678",
    )
    database = Database(f"sqlite:///{tmp_path}/web.db")
    clock = StoppedClock(datetime(2026, 12, 1, 2, 0, tzinfo=UTC))
    channel = WebChannel(database, clock, settings)
    stand_in = StandIn(channel, converse)
    async with served(make_app(channel, stand_in)) as origin:
        yield Visit(origin, channel, stand_in, settings)
        await channel.close()
    await database.close()


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Give where screenshots go; $SCREENSHOTS keeps them."""
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
