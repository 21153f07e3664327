"""Digests: due once a day and a week, of one's own scope, and only when something moved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import digesting
from bot.access import get_actor
from bot.clock import LOCAL
from bot.db import Database
from bot.digesting import Kind
from bot.models import AuditEntry, Grant, Member, Organizer, StoredReply
from bot.settings import Settings
from tests.kit.broadcasting import launch
from tests.kit.makers import BEGINNING as NOW
from tests.kit.makers import City, make_chat, make_city, make_member

FIVE = datetime(2026, 12, 1, 17, tzinfo=LOCAL)  # a Tuesday
MONDAY = datetime(2026, 12, 7, 8, tzinfo=LOCAL)


@pytest.fixture
async def city(database: Database) -> City:
    """A lead (1) of the trade union and a reader (2) of the farmers' have chats."""
    async with database.transaction() as session:
        city = await make_city(session)
        await add(session, "lead", city.organisations["cdtp"], "telegram:1")
        await add(session, "reader", city.organisations["hnd"], "telegram:2")
        await make_member(session, name="Cúc", chat="web:9")
    return city


async def add(session: AsyncSession, role: str, organisation_id: int | None, chat: str) -> None:
    organizer = Organizer(name=role, created_at=NOW)
    session.add(organizer)
    await session.flush()
    session.add(Grant(organizer_id=organizer.id, role=role, organisation_id=organisation_id))
    (await make_chat(session, chat)).organizer_id = organizer.id


async def find_due(
    database: Database, settings: Settings, now: datetime, kind: Kind = "day"
) -> list[int]:
    async with database.reading() as session:
        return await digesting.find_due(session, kind, settings, now=now)


async def send(
    database: Database, settings: Settings, one: int, now: datetime, kind: Kind = "day"
) -> bool:
    async with database.transaction() as session:
        return await digesting.send(session, one, kind, settings, now=now)


async def read_told(database: Database) -> list[str]:
    async with database.reading() as session:
        bodies = await session.scalars(select(StoredReply.body).order_by(StoredReply.id))
        return [body["text"] for body in bodies]


async def test_a_digest_is_due_at_its_hour_once_and_not_at_night(
    database: Database, city: City, settings: Settings
) -> None:
    minute, late = timedelta(minutes=1), digesting.LATEST
    for moment, due in ((FIVE - minute, []), (FIVE, [1, 2]), (FIVE + late, [])):
        assert await find_due(database, settings, moment) == due
    assert not await send(database, settings, 1, FIVE), "nothing has moved"
    assert await find_due(database, settings, FIVE + minute) == [2]
    assert await find_due(database, settings, FIVE + timedelta(days=1)) == [1, 2]
    async with database.transaction() as session:
        await session.execute(update(Organizer).filter_by(id=1).values(digest=False))
        (await make_chat(session, "telegram:2")).state = "blocked"
    assert await find_due(database, settings, FIVE + timedelta(days=1)) == []


async def test_what_moved_in_ones_scope_is_told_once(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        for number, (name, organisation) in enumerate((("An", "cdtp"), ("Bình", "hnd")), 3):
            await make_member(session, name=name, organisation=organisation, chat=f"web:{number}")
        later = NOW + timedelta(hours=1)
        await session.execute(
            update(Member).filter(Member.full_name != "Cúc").values(registered_at=later)
        )
        await session.execute(update(Member).filter_by(full_name="Bình").values(stopped_at=later))
    await launch(database, now=later, rule={"organisation": city.organisations["cdtp"]})
    for _ in range(2):  # two programs may come for it at once
        for one in (1, 2):
            await send(database, settings, one, FIVE)
    of_union = {"organisation": city.organisations["cdtp"]}
    await launch(database, now=FIVE + timedelta(seconds=1), rule=of_union)
    assert not await send(database, settings, 1, FIVE + timedelta(minutes=1)), "once a day"
    lead, reader = await read_told(database)
    assert lead.splitlines()[1:-1] == [
        "- Đăng ký mới: 1 người. Xin thôi nhận tin: 0 người.",
        "- Tin số 1 “BHYT”: đang gửi, đã đến 0/2 người.",
    ]
    assert reader.splitlines()[1:-1] == ["- Đăng ký mới: 1 người. Xin thôi nhận tin: 1 người."]
    tomorrow = FIVE + timedelta(days=1)
    assert await send(database, settings, 1, tomorrow), "what came after the last one"
    assert (await read_told(database))[2].count("\n- ") == 1
    async with database.reading() as session:
        sent = select(AuditEntry.subject).where(AuditEntry.action == "digest:send")
        assert list(await session.scalars(sent)) == ["organizer:1", "organizer:2", "organizer:1"]


async def test_leads_are_told_of_the_whole_week_on_monday(
    database: Database, city: City, settings: Settings
) -> None:
    await launch(database, now=NOW + timedelta(hours=1), rule={"organisation": 1}, title="Cũ")
    assert await find_due(database, settings, MONDAY - timedelta(days=1), "week") == []
    assert await find_due(database, settings, MONDAY, "week") == [1]
    assert await send(database, settings, 1, FIVE)
    assert await send(database, settings, 1, MONDAY, "week"), "the day's digest is another"
    assert (await read_told(database))[1].startswith("Bản tin tuần, đến 07/12/2026:\n- Tin số 1")
    assert await find_due(database, settings, MONDAY + timedelta(minutes=1), "week") == []


async def test_who_switches_on_again_is_not_told_of_what_was_meanwhile(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        await digesting.switch(session, 1, on=False, now=NOW)
    await launch(database, now=NOW + timedelta(hours=1), rule={"organisation": 1})
    async with database.transaction() as session:
        await digesting.switch(session, 1, on=True, now=NOW + timedelta(hours=2))
    assert not await send(database, settings, 1, FIVE)
    async with database.reading() as session:
        actor = await get_actor(session, 1)
        told = await digesting.gather(session, actor, since=NOW, now=FIVE)
        assert (told.has_news, len(told.reports)) == (True, 1)
