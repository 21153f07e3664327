"""A program killed with -9 while it renews the Official Account's tokens."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot import renewing, tokens
from bot.channels.zalo_oa import renew
from bot.clock import StoppedClock, SystemClock
from bot.db import Database
from bot.settings import Settings
from bot.site import Site
from bot.tokens import ASK_AGAIN, Vault
from tests.channels.telegram_site import until
from tests.channels.zalo_oa_side import connect, oa_settings
from tests.kit.zalo.oa_server import OfficialAccountServer

ROOT = Path(__file__).parents[2]
TOKEN = "/v4/oa/access_token"
CHILD = """
import asyncio
from functools import partial
from bot import renewing
from bot.channels.zalo_oa import renew
from bot.settings import load_settings
from bot.site import open_site

async def main():
    settings = load_settings()
    async with open_site(settings) as site:
        site.renewers["zalo-oa"] = partial(renew, settings)
        await renewing.renew_due(site)

asyncio.run(main())
"""
# where the service is when we are killed -> what is so once the next program has tried
PLACES = [("before", True, ""), ("after", False, "an earlier answer was lost; refused: -14014")]


@pytest.mark.parametrize(("place", "is_renewed", "fault"), PLACES)
async def test_kill_9_in_the_middle_of_a_renewal(  # noqa: PLR0913, PLR0917 - the table's columns
    sqlite_template: Path,
    tmp_path: Path,
    settings: Settings,
    place: str,
    is_renewed: bool,  # noqa: FBT001
    fault: str,
) -> None:
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'oa.db')}"
    now, database = SystemClock().now(), Database(url)
    async with OfficialAccountServer() as server:
        ours = oa_settings(settings, server)
        await connect(database, ours, server, StoppedClock(now - timedelta(hours=13)))
        server.break_next(TOKEN, stall=place)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", CHILD), env=environment(ours, url), cwd=ROOT
        )
        await until(lambda: TOKEN in server.asked, within=30)
        child.kill()
        await child.wait()

        later = StoppedClock(now + ASK_AGAIN + timedelta(minutes=1))
        site = Site(ours, later, database, renewers={"zalo-oa": partial(renew, ours)})
        assert await renewing.renew_due(site) == is_renewed
        vault = Vault(ours.secret_key.get_secret_value())
        async with database.reading() as session:
            held = await tokens.read(session, vault, "zalo-oa")
        assert held is not None
        assert held.fault.startswith(fault)
        assert server.world.tokens.judge(held.access) is None, "messages still leave"
    await database.close()


def environment(settings: Settings, url: str) -> dict[str, str]:
    """Return what the child is started with."""
    given = {
        name: getattr(settings, name)
        for name in Settings.model_fields
        if name.startswith("zalo_oa") or name in ("secret_key", "public_url")
    }
    shown = {
        f"NHIPCAU_{name.upper()}": getattr(value, "get_secret_value", lambda v=value: str(v))()
        for name, value in given.items()
        if value is not None
    }
    return {**os.environ, **shown, "NHIPCAU_DATABASE_URL": url}
