"""What became of messages, written down: only lines in hands are touched, and nothing is lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import ledger
from bot.broadcasts.bundles import Bundle, Claim
from bot.broadcasts.fates import Fate
from bot.broadcasts.recording import record
from bot.broadcasts.rendering import render
from bot.db import Database
from bot.messages import Blocked, Rejected, Unreachable
from bot.models import AuditEntry, Chat, Delivery
from bot.settings import Settings
from tests.kit.broadcasting import YES_NO, launch, read_ledger, read_state
from tests.kit.makers import BEGINNING, City, make_city, make_crowd

NAMES = ("An", "Bình", "Chi", "Dung")


@pytest.fixture
async def city(database: Database) -> City:
    """Four members, each in a web chat of their own."""
    async with database.transaction() as session:
        city = await make_city(session)
        people = [(name, f"web:{place}", "Ba Đình") for place, name in enumerate(NAMES)]
        await make_crowd(session, people)
    return city


async def claim(database: Database, city: City, settings: Settings, **options: Any) -> Claim:
    given = {"now": BEGINNING, "limit": 100, **options}
    account_id = city.accounts["web"]
    async with database.transaction() as session:
        return await ledger.claim(session, account_id, settings, **given)


async def fate_of(database: Database, bundle: Bundle, state: str, **options: Any) -> None:
    async with database.transaction() as session:
        await record(session, [Fate(bundle, state, **options)], now=BEGINNING)


async def test_a_press_and_its_letters_outcome_never_wait_for_each_other(
    database: Database, city: City, settings: Settings
) -> None:
    await launch(database, buttons=YES_NO)
    bundle = (await claim(database, city, settings)).bundles[0]
    reply = render(bundle.wording, bundle.recipients, "vi")
    async with asyncio.timeout(10):
        async with database.transaction() as session:  # a turn: the chat, then its line
            chat = select(Chat).where(Chat.id == bundle.chat_id).with_for_update()
            await session.execute(chat)
            outcome = asyncio.create_task(fate_of(database, bundle, "sent", reply=reply))
            await asyncio.sleep(0.2)  # the outcome has come as far as it can
            line = await session.get_one(Delivery, bundle.delivery_ids[0])
            line.pressed = "A"
        await outcome
    async with database.reading() as session:
        line = await session.get_one(Delivery, bundle.delivery_ids[0])
        assert (line.state, line.pressed) == ("sent", "A")


async def test_outcomes_are_written_down(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database, buttons=YES_NO)
    sent, unknown, blocked, back = (await claim(database, city, settings)).bundles
    reply = render(sent.wording, sent.recipients, "vi")
    fates = [
        Fate(sent, "sent", ref="77", reply=reply),
        Fate(unknown, "unknown", "timeout"),
        Fate(blocked, "failed", "deactivated", error=Blocked("deactivated")),
        Fate(back, "queued", error=Unreachable()),
    ]
    async with database.transaction() as session:
        await record(session, fates, now=BEGINNING)
    assert await read_ledger(database, broadcast_id) == {
        "An": ("sent", ""),
        "Bình": ("unknown", "timeout"),
        "Chi": ("failed", "deactivated"),
        "Dung": ("queued", ""),
    }
    async with database.reading() as session:
        line = await session.scalar(select(Delivery).where(Delivery.state == "sent"))
        assert (line.platform_ref, line.sent_at) == ("77", BEGINNING)
        chats = {chat.external_id: chat for chat in await session.scalars(select(Chat))}
    assert chats["2"].state == "blocked"
    assert [choice[1] for choice in chats["0"].offered] == [c.press for c in reply.choices]
    assert chats["1"].offered == []


async def test_a_rejected_message_pauses_its_broadcast(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database)
    first = (await claim(database, city, settings, limit=1)).bundles[0]
    await fate_of(database, first, "failed", reason="rejected", error=Rejected("can't parse"))
    assert await read_state(database, broadcast_id) == "paused"
    async with database.reading() as session:
        entry = await session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (entry.actor, entry.detail) == ("job:send", {"why": "can't parse"})


async def test_a_line_that_comes_back_to_a_cancelled_broadcast_is_skipped(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database)
    first = (await claim(database, city, settings, limit=1)).bundles[0]
    async with database.transaction() as session:
        await broadcasts.cancel(session, OPERATOR, broadcast_id, now=BEGINNING)
    await fate_of(database, first, "queued")
    assert set((await read_ledger(database, broadcast_id)).values()) == {("skipped", "cancelled")}


async def test_what_is_no_longer_in_hands_is_not_written_over(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database)
    first = (await claim(database, city, settings, limit=1)).bundles[0]
    async with database.transaction() as session:
        await ledger.recover(session, city.accounts["web"])
    for state in ("sent", "queued", "failed"):
        await fate_of(database, first, state)
    assert (await read_ledger(database, broadcast_id))["An"] == ("unknown", "killed")
