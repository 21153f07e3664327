"""Health: what /readyz says of jobs and channels, and from when on it says 503."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot import health
from bot.clock import StoppedClock
from bot.db import Database
from bot.health import Duties, note_channels, record_tick
from bot.models import ChannelAccount
from bot.settings import Settings
from bot.site import Site
from console import PAGES
from tests.kit.channels import MemoryChannel

EVERY = {"deliver": 5.0, "purge": 3600.0}


@pytest.fixture
def site(database: Database, clock: StoppedClock, settings: Settings) -> Site:
    return Site(settings, clock, database)


@pytest.fixture
def channels() -> dict[str, MemoryChannel]:
    away = MemoryChannel("telegram", state="unreachable: a secret address")
    return {"web": MemoryChannel(), "telegram": away}


@pytest.fixture
def web(site: Site, channels: dict[str, MemoryChannel]) -> Starlette:
    app = Starlette(routes=[Route(page.path, page.endpoint) for page in PAGES])
    app.state.site, app.state.channels = site, channels
    app.state.duties = Duties(EVERY, site.now)
    return app


async def ask(web: Starlette) -> tuple[int, dict[str, Any]]:
    transport = httpx.ASGITransport(app=web)
    async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
        answer = await client.get("/readyz")
        return answer.status_code, answer.json()


async def test_it_tells_the_last_tick_and_when_each_channel_was_last_well(
    web: Starlette, site: Site, channels: dict[str, MemoryChannel], clock: StoppedClock
) -> None:
    nothing = {"telegram": None, "web": None}
    said = {"ready": True, "faults": ["channel telegram"], "last_tick": None}
    assert await ask(web) == (200, {**said, "channels": nothing})
    await note_channels(site, channels)
    clock.advance(seconds=40)
    await record_tick(site, "deliver", failure=None)
    status, told = await ask(web)
    assert status == 200, "the other channel serves"
    assert told["last_tick"] == "2026-12-01T02:00:40+00:00"
    assert told["channels"] == {"telegram": None, "web": "2026-12-01T02:00:00+00:00"}
    assert "secret" not in str(told)


async def test_a_job_that_stopped_running_makes_the_site_unready(
    web: Starlette, site: Site, clock: StoppedClock
) -> None:
    await record_tick(site, "deliver", failure=None)
    clock.advance(seconds=90)
    assert (await ask(web))[0] == 200
    clock.advance(seconds=10)
    status, told = await ask(web)
    assert (status, told["ready"]) == (503, False)
    assert "job deliver" in told["faults"]
    await record_tick(site, "deliver", failure=None)
    assert (await ask(web))[0] == 200


async def test_a_job_that_never_ran_is_missed_and_a_start_gives_each_its_time(
    web: Starlette, site: Site, clock: StoppedClock
) -> None:
    await record_tick(site, "deliver", failure=None)
    await record_tick(site, "purge", failure=None)
    clock.advance(hours=12)  # the server was off
    web.state.duties = Duties(EVERY, clock.now())
    assert (await ask(web))[0] == 200, "the next purge is due in an hour"
    clock.advance(minutes=3)
    assert (await ask(web))[1]["faults"] == ["channel telegram", "job deliver"]
    await record_tick(site, "deliver", failure=None)
    clock.advance(hours=1)
    await record_tick(site, "deliver", failure=None)
    assert (await ask(web))[1]["faults"] == ["channel telegram", "job purge"]


async def test_a_channel_is_no_job_and_its_failure_stops_nothing(
    site: Site, channels: dict[str, MemoryChannel], clock: StoppedClock
) -> None:
    await note_channels(site, channels)
    clock.advance(hours=2)
    seen = await health.get_health(site, {}, Duties({}, clock.now() - timedelta(hours=2)))
    assert seen.faults == {}
    assert seen.last_tick is None
    assert list(seen.channels) == ["web"]


async def test_programs_that_start_at_the_same_time_make_the_same_accounts(
    site: Site, database_url: str
) -> None:
    other = Database(database_url)
    async with other.transaction() as session:
        session.add(made := ChannelAccount(name="telegram", halted_reason="", offset=""))
        await session.flush()
        asked = asyncio.create_task(health.find_account_ids(site, ["telegram", "web"]))
        await asyncio.sleep(0.05)  # it has looked by now, and found none
    found = await asked
    await other.close()
    assert found["telegram"] == made.id
    assert sorted(found) == ["telegram", "web"]


async def test_accounts_may_come_and_go_while_they_are_looked_at(site: Site) -> None:
    channels: dict[str, MemoryChannel] = {}

    class Going(MemoryChannel):
        @property
        def state(self) -> str:  # type: ignore[override]
            channels.pop(self.account, None)
            return "ready"

        @state.setter
        def state(self, value: str) -> None:
            """Stay ready."""

    channels |= {name: Going(name) for name in ("web", "telegram")}
    await note_channels(site, channels)
    assert channels == {}
