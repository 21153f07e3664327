"""Live reports: one message, rewritten when it differs; and when all will be through."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import String, cast, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts, followings
from bot.access import OPERATOR
from bot.broadcasts.describing import describe
from bot.broadcasts.progress import Progress, foresee
from bot.db import Database
from bot.followings import LASTS
from bot.messages import Capabilities, Choice, Reply
from bot.models import (
    Broadcast,
    Chat,
    Delivery,
    Following,
    Grant,
    Member,
    Organizer,
    StoredReply,
)
from bot.pacing import MARGIN
from bot.rendering import parts
from bot.settings import Settings
from tests.kit.broadcasting import launch
from tests.kit.makers import BEGINNING as NOW
from tests.kit.makers import City, make_chat, make_city, make_member

BUTTON = Choice("Excel", "of:broadcast:1")


@pytest.fixture
async def city(database: Database, settings: Settings) -> City:
    """A broadcast runs to two members; an organizer's chat has asked for its report."""
    async with database.transaction() as session:
        city = await make_city(session)
        for number, name in enumerate(("An", "Bình"), 1):
            await make_member(session, name=name, chat=f"web:{number}")
        organizer = Organizer(name="Hoa", code_digest="", created_at=NOW)
        session.add(organizer)
        await session.flush()
        session.add(Grant(organizer_id=organizer.id, role="reader"))
        (await make_chat(session, "telegram:9")).organizer_id = organizer.id
    await launch(database)
    async with database.transaction() as session:
        chat = await make_chat(session, "telegram:9")
        report = await broadcasts.report(session, OPERATOR, 1)
        text = await followings.write_report(session, report, settings, "vi", now=NOW)
        reply = Reply(text, (BUTTON,))
        await followings.begin(session, chat, report, reply, anew="or:broadcast:1", now=NOW)
        await store(session, chat, Reply("marked", edits="1"))  # the press is marked first
        await store(session, chat, reply)
    return city


async def store(session: AsyncSession, chat: Chat, reply: Reply) -> None:
    session.add(
        StoredReply(chat_id=chat.id, body=reply.as_document(), state="queued", created_at=NOW)
    )
    await session.flush()


async def leave(session: AsyncSession, state: str = "sent") -> None:
    """Let all that is stored have left, each under its own number."""
    ref = {"platform_ref": literal("m").concat(cast(StoredReply.id, String))}
    await session.execute(
        update(StoredReply).where(StoredReply.state == "queued").values(state=state, **ref)
    )


async def look(
    database: Database, settings: Settings, *, later: timedelta = timedelta()
) -> list[Reply]:
    """Let the clock look once; return what is stored and has not left."""
    async with database.transaction() as session:
        for chat in await followings.find_moving(session):
            await followings.refresh(session, chat, now=NOW + later, settings=settings)
        waiting = select(StoredReply.body).filter_by(state="queued").order_by(StoredReply.id)
        return [Reply.from_document(body) for body in await session.scalars(waiting)]


async def settle(database: Database, name: str, *, left: str = "sent") -> None:
    """Let what is stored leave, and one member have got the broadcast."""
    async with database.transaction() as session:
        await leave(session, left)
        member = select(Member.id).where(Member.full_name == name).scalar_subquery()
        line = update(Delivery).where(Delivery.member_id == member)
        await session.execute(line.values(state="sent", sent_at=NOW))
        await broadcasts.finish_done(session, now=NOW)


async def count_rows(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Following)) or 0


async def test_a_report_is_rewritten_when_it_differs_and_the_last_one_has_left(
    database: Database, city: City, settings: Settings
) -> None:
    assert len(await look(database, settings)) == 2, "the report itself has not left yet"
    async with database.transaction() as session:
        await leave(session)
    assert await look(database, settings) == [], "nothing has changed"
    await settle(database, "An")
    [first] = await look(database, settings)
    assert "Tiến độ: 1/2 (50%)" in first.text
    assert (first.edits, first.choices, first.anew) == ("m2", (BUTTON,), False)
    async with database.transaction() as session:
        await session.execute(update(Broadcast).values(state="paused"))
    assert await look(database, settings) == [first], "the first rewriting has not left yet"
    async with database.transaction() as session:
        await session.execute(update(Broadcast).values(state="running"))
    await settle(database, "Bình")
    [last] = await look(database, settings)
    assert "đã gửi xong" in last.text
    assert (last.edits, last.anew) == (first.edits, True)
    assert [c.label for c in last.choices] == ["Excel", "Xem lại báo cáo"]
    assert await count_rows(database) == 0


async def test_after_ten_minutes_only_the_end_is_told(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        await leave(session)
    [offer] = await look(database, settings, later=LASTS)
    assert offer.choices[-1] == Choice("Theo dõi tiếp", "or:broadcast:1")
    await settle(database, "An")
    assert await look(database, settings, later=LASTS) == []
    await settle(database, "Bình")
    [last] = await look(database, settings, later=LASTS)
    assert last.anew


@pytest.mark.parametrize("why", ["no right", "blocked", "gone", "not rewritten"])
async def test_what_cannot_be_followed_any_more_is_let_go(
    database: Database, city: City, settings: Settings, why: str
) -> None:
    if why == "not rewritten":
        await settle(database, "An")
        assert await look(database, settings)
    await settle(database, "Bình", left="failed" if why in ("gone", "not rewritten") else "sent")
    async with database.transaction() as session:
        if why == "no right":
            await session.execute(update(Organizer).values(removed_at=NOW))
        if why == "blocked":
            chat = await make_chat(session, "telegram:9")
            chat.state = "blocked"
    assert await look(database, settings) == []
    assert await count_rows(database) == 0


def test_what_is_wanted_anew_is_sent_where_nothing_can_be_rewritten() -> None:
    plain = Capabilities(2000, buttons=False, edits=False, contact_button=False)
    assert parts(Reply("x", edits="7"), plain) == []
    assert [
        (part.text, part.edits) for part in parts(Reply("x", edits="7", anew=True), plain)
    ] == [("x", "")]


async def test_the_end_is_foreseen_by_rate_window_and_what_leaves_before(
    database: Database, city: City, settings: Settings
) -> None:
    settings.web_rate = 1 / MARGIN  # one a second
    later = await launch(database, now=NOW + timedelta(seconds=1))
    async with database.transaction() as session:
        reports = [await broadcasts.report(session, OPERATOR, one) for one in (1, later)]

        async def end(place: int, now: timedelta) -> timedelta | None:
            told = await foresee(session, reports[place], settings, now=NOW + now)
            return told.ends_at and told.ends_at - NOW

        assert await end(0, timedelta()) == timedelta(seconds=2)
        assert await end(1, timedelta()) == timedelta(seconds=4), "two lines leave before"
        night = timedelta(hours=11, minutes=59, seconds=59)  # 20:59:59
        assert await end(0, night) == timedelta(hours=22, seconds=1)
        reports[0].broadcast.send_by = NOW + timedelta(seconds=1)
        assert await end(0, timedelta()) == timedelta(seconds=1)
        settings.web_rate = 0
        assert await end(0, timedelta()) is None
        reports[0].broadcast.frozen_at, reports[0].broadcast.audience = None, 5
        told = await foresee(session, reports[0], settings, now=NOW)
        assert told == Progress(0, 2, 5, is_listing=True, ends_at=None)
        assert "Đang lập danh sách người nhận: 2/5." in describe(reports[0], told, "vi")
