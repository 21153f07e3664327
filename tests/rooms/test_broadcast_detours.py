"""Which chat: where they wrote last; another only when that is closed, and the ledger says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import ledger
from bot.broadcasts.bundles import Claim
from bot.broadcasts.fates import Fate
from bot.broadcasts.recording import record
from bot.db import Database
from bot.messages import Blocked
from bot.models import ChannelAccount, Chat, Delivery, Member
from bot.settings import Settings
from tests.kit.broadcasting import launch, read_ledger
from tests.kit.makers import BEGINNING as NOW
from tests.kit.makers import City, make_chat, make_city, make_member, tie

EARLIER, LATER = NOW - timedelta(days=2), NOW - timedelta(days=1)


@pytest.fixture
async def city(database: Database) -> City:
    """An writes in two chats, in that of Telegram last; Bình has the web alone."""
    async with database.transaction() as session:
        city = await make_city(session)
        an = await make_member(session, name="An", chat="web:1")
        await make_member(session, name="Bình", chat="web:2")
        telegram = await make_chat(session, "telegram:7")
        telegram.last_in_at = LATER
        (await make_chat(session, "web:1")).last_in_at = EARLIER
        await tie(session, an, telegram)
    return city


async def change(database: Database, external_id: str, **values: Any) -> None:
    async with database.transaction() as session:
        await session.execute(update(Chat).where(Chat.external_id == external_id).values(**values))


async def claim(database: Database, city: City, settings: Settings, account: str) -> Claim:
    async with database.transaction() as session:
        account_id = city.accounts[account]
        return await ledger.claim(session, account_id, settings, now=NOW, limit=10)


async def where(database: Database) -> Mapping[str, tuple[str, str, str, str]]:
    """Return where each member's one line is, how it stands and why it is there."""
    query = (
        select(Member.full_name, ChannelAccount.name, Delivery)
        .join(Delivery, Delivery.member_id == Member.id)
        .join(ChannelAccount, ChannelAccount.id == Delivery.account_id)
    )
    async with database.reading() as session:
        rows = (await session.execute(query)).all()
    assert len(rows) == len({row.full_name for row in rows}), "one line a member"
    return {
        row.full_name: (row.name, row.Delivery.state, row.Delivery.reason, row.Delivery.detour)
        for row in rows
    }


async def test_a_member_is_written_to_where_they_wrote_last(
    database: Database, city: City
) -> None:
    await launch(database)
    assert (await where(database))["An"] == ("telegram", "queued", "", "")


async def test_a_chat_that_was_closed_before_the_launch_is_passed_over_and_noted(
    database: Database, city: City, settings: Settings
) -> None:
    await change(database, "7", state="blocked")
    number = await launch(database)
    assert await where(database) == {
        "An": ("web", "queued", "", "blocked"),
        "Bình": ("web", "queued", "", ""),
    }
    async with database.transaction() as session:
        given: dict[str, Any] = {"now": NOW, "settings": settings}
        member = await session.scalar(select(Member.id).where(Member.full_name == "An"))
        told = str(await broadcasts.explain(session, OPERATOR, number, member or 0, **given))
    assert told.endswith(
        "sẽ gửi qua trò chuyện web, thay cho nơi nhắn gần đây nhất nay đã chặn hoặc đóng."
    )


async def test_a_chat_that_closes_before_its_turn_is_left_in_the_claim(
    database: Database, city: City, settings: Settings
) -> None:
    await launch(database)
    await change(database, "7", state="blocked")
    assert (await claim(database, city, settings, "telegram")).bundles == ()
    assert (await where(database))["An"] == ("web", "queued", "", "blocked")
    taken = await claim(database, city, settings, "web")
    assert sorted(bundle.chat for bundle in taken.bundles) == ["1", "2"]


async def test_a_refusal_of_the_platform_moves_the_line_and_closes_the_chat(
    database: Database, city: City, settings: Settings
) -> None:
    number = await launch(database)
    (bundle,) = (await claim(database, city, settings, "telegram")).bundles
    refused = Fate(bundle, "failed", "blocked", error=Blocked())
    async with database.transaction() as session:
        await record(session, [refused], now=NOW)
    assert (await where(database))["An"] == ("web", "queued", "", "blocked")
    taken = await claim(database, city, settings, "web")
    async with database.transaction() as session:  # the last chat is closed as well
        await record(
            session,
            [Fate(one, "failed", "deactivated", error=Blocked()) for one in taken.bundles],
            now=NOW,
        )
    assert await read_ledger(database, number) == {
        "An": ("failed", "deactivated"),
        "Bình": ("failed", "deactivated"),
    }


async def test_what_is_unknown_and_what_is_cancelled_goes_nowhere_else(
    database: Database, city: City, settings: Settings
) -> None:
    number = await launch(database)
    (bundle,) = (await claim(database, city, settings, "telegram")).bundles
    refused = Fate(bundle, "failed", "blocked", error=Blocked())
    async with database.transaction() as session:
        await broadcasts.cancel(session, OPERATOR, number, now=NOW)
        await record(session, [refused], now=NOW)
    assert (await read_ledger(database, number))["An"] == ("skipped", "cancelled")
    await change(database, "7", state="open")
    second = await launch(database)
    (bundle,) = (await claim(database, city, settings, "telegram")).bundles
    async with database.transaction() as session:
        await ledger.recover(session, city.accounts["telegram"])
        await record(session, [Fate(bundle, "failed", "x", error=Blocked())], now=NOW)
    assert (await read_ledger(database, second))["An"] == ("unknown", "killed")


async def test_an_opt_out_is_not_gone_round(
    database: Database, city: City, settings: Settings
) -> None:
    number = await launch(database)
    await change(database, "7", stopped_at=NOW)
    await claim(database, city, settings, "telegram")
    assert (await read_ledger(database, number))["An"] == ("skipped", "opted_out")
