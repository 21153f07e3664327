"""The command line on how the site is: what `check` tells of jobs and channels."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr

from bot import quotas
from bot.clock import SystemClock
from bot.commands.check import find_orphans
from bot.db import Database
from bot.models import ChannelAccount, Tick
from bot.settings import Settings
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


def test_check_asks_every_bot_and_names_the_one_that_fails(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIPCAU_TELEGRAM_TOKEN", "4242:one, ba-dinh=4343:two")
    monkeypatch.setenv("NHIPCAU_TELEGRAM_API_URL", "http://127.0.0.1:9")
    told = run("check").stdout
    for name in ("telegram", "telegram-ba-dinh"):
        assert f"FAULT  {name:10} Telegram cannot be reached at http://127.0.0.1:9" in told


def test_check_tells_what_is_left_of_a_month_and_of_the_places(
    run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def note() -> None:
        database = Database(database_url)
        async with database.transaction() as session:
            account = ChannelAccount(name="zalo-bot", halted_reason="", offset="")
            session.add(account)
            await session.flush()
            await quotas.note_limits(session, {"zalo-bot": quotas.Limits(50, 3000)})
            month = quotas.month_of(SystemClock().now())
            await quotas.spend(session, account.id, month, 2390)
        await database.close()

    asyncio.run(note())
    told = run("check").stdout
    assert "ok     zalo-bot   0 of 50 people; 2,390 of 3,000 messages until 01/" in told
    assert "second-hand" in told


def test_people_of_a_bot_without_a_token_are_a_fault(settings: Settings) -> None:
    kept = settings.model_copy(update={"telegram_token": SecretStr("b=4343:two")})
    chats = {"telegram": 57, "telegram-b": 9, "telegram-c": 0, "web": 3}
    (orphan,) = find_orphans(kept, chats)
    assert (orphan.part, "57 people" in orphan.fault) == ("telegram", True)
