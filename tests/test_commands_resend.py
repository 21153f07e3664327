"""The command line on sending: what nobody knows is sent again, and how fast an account may."""

from __future__ import annotations

import asyncio

from sqlalchemy import update

from bot.db import Database
from bot.models import Delivery
from tests.test_commands import LETTER, Run, run, write

__all__ = ["run"]


def test_the_unknown_is_named_and_sent_again_when_confirmed(run: Run, database_url: str) -> None:
    run("broadcast", "launch", write("hop.yaml", LETTER), "--yes")
    assert run("broadcast", "resend", "1").exit_code == 1, "nobody's outcome is unknown"

    async def doubt() -> None:
        database = Database(database_url)
        async with database.transaction() as session:
            queued = update(Delivery).where(Delivery.state == "queued")
            await session.execute(queued.values(state="unknown", reason="timed_out"))
        await database.close()

    asyncio.run(doubt())
    told = run("broadcast", "resend", "1", typed="n\n")
    assert told.exit_code == 1
    assert "the platform did not answer in time" in told.output
    assert "Queued again: " in run("broadcast", "resend", "1", "--yes").output
    assert "tried a second time" in run("broadcast", "report", "1").output


def test_an_account_gets_a_rate_of_its_own_and_loses_it_again(run: Run) -> None:
    assert run("account", "rate", "telegram", "1000").exit_code == 0
    assert "telegram\t1000.0\tready" in run("account", "list").output
    assert run("account", "rate", "telegram", "setting").exit_code == 0
    assert "telegram\tsetting\tready" in run("account", "list").output
    assert run("account", "rate", "zalo", "1").exit_code == 1
    assert [run("account", "rate", "web", bad).exit_code for bad in ("0", "x", "2000")] == [2] * 3
