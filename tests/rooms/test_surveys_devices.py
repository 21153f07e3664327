"""One response a member: begun on one channel, ended on another, whatever repeats or races."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from bot.clock import StoppedClock
from bot.db import Database
from bot.models import Answer, Link, Response, SealedRow
from bot.settings import Settings
from bot.surveys.keys import Keys
from bot.turns import Taker
from handlers import answering, answering_typing
from tests.kit.makers import City, make_chat, make_city, make_member
from tests.kit.phone import Phone
from tests.kit.surveys import Polling, make_form, make_members
from tests.rooms.test_surveys_talking import misunderstand

ANSWERS = {"some": "1, 2", "count": "4", "words": "Ngõ tối", "yes": "có", "day": "1960"}


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


async def count(database: Database, table: type) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("kind", ["named", "anonymous"])
async def test_what_begins_on_telegram_ends_on_the_web(
    polling: Polling, city: City, clock: StoppedClock, settings: Settings, kind: str
) -> None:
    async with polling.database.transaction() as session:
        member = await make_member(session, name="Lê Thị Lan", chat="telegram:7")
        chat = await make_chat(session, "web:9")
        session.add(
            Link(chat_id=chat.id, member_id=member.id, strength="code", created_at=clock.now())
        )
    await polling.launch(make_form(clock.now(), anonymous=kind == "anonymous"), 1, clock.now())
    routers = (answering.router, answering_typing.router)
    taker = Taker(polling.database, clock, settings, city.accounts, routers, misunderstand)
    telegram, web = (
        Phone(taker, account="telegram", chat="7"),
        Phone(taker, account="web", chat="9"),
    )
    await telegram.push("sb:1")
    await telegram.press("Quýt")
    assert "Câu 3/6" in await telegram.say("1, 2")
    clock.advance(days=3)
    heard = await web.say("/traloi")
    assert "còn 4 câu" in heard
    assert "Câu 3/6" in heard
    for text in ("4", "Ngõ tối", "có"):
        await web.say(text)
    assert "Câu 6/6" in await telegram.say("/traloi")
    await telegram.say("1960")
    assert "Xin cảm ơn" in await web.push("sr:1:1:1")
    assert "vẫn sửa được" in await telegram.push("sb:1")
    assert await count(polling.database, Response) == 1
    assert await count(polling.database, SealedRow) == (kind == "anonymous")


@pytest.mark.parametrize("kind", ["named", "anonymous"])
async def test_devices_that_answer_at_once_leave_one_response(
    polling: Polling, city: City, clock: StoppedClock, kind: str
) -> None:
    (member,) = await make_members(polling.database, 1)
    survey = await polling.launch(
        make_form(clock.now(), anonymous=kind == "anonymous"), 1, clock.now()
    )
    await asyncio.gather(
        *(
            polling.answer(survey.id, member, clock.now(), one=str(place % 3), **ANSWERS)
            for place in range(6)
        )
    )
    assert await count(polling.database, Response) == 1
    rows = Answer if kind == "named" else SealedRow
    assert await count(polling.database, rows) == (6 if kind == "named" else 1)
