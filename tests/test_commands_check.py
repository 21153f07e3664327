"""The command line on how the site is: what `check` tells of jobs and channels."""

from __future__ import annotations

import asyncio

from bot.db import Database
from bot.models import Tick
from tests.kit.makers import BEGINNING
from tests.test_commands import Run, run

__all__ = ["run"]


def test_check_tells_when_a_job_ran_and_a_channel_was_well(run: Run, database_url: str) -> None:
    assert "none has failed; never ran so far" in run("check").stdout

    async def tick() -> None:
        database = Database(database_url)
        async with database.transaction() as session:
            for name in ("deliver", "channel:telegram"):
                session.add(Tick(job=name, last_at=BEGINNING, failure=""))
        await database.close()

    asyncio.run(tick())
    told = run("check").stdout
    assert "none has failed; last ran 09:00:00 on 01/12/2026" in told
    assert "ok     telegram   last well 09:00:00 on 01/12/2026" in told
