"""A result that was promised is told once, by itself, with small numbers hidden."""

from __future__ import annotations

from sqlalchemy import select

from bot import publishing
from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.models import Broadcast
from bot.settings import Settings
from bot.site import Site
from bot.surveys.keys import Keys
from jobs import close_surveys, publish
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members


async def test_a_promised_result_is_told_once_and_another_never(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    members = await make_members(database, 7)
    polling, now = Polling(database, Keys(settings.data_dir)), clock.now()
    site = Site(settings, clock, database)
    told = await polling.launch(make_form(now, anonymous=True), 1, now)
    kept = await polling.launch(make_form(now, code="s2"), 1, now)
    async with database.transaction() as session:
        await publishing.promise(session, OPERATOR, told.id, now=now)
    for place, member in enumerate(members):
        await polling.answer(told.id, member, now, one=str(place // 5), words="{ten} riêng tư")
        await polling.answer(kept.id, member, now)
    await publish.tick(site)
    async with database.reading() as session:
        assert (await session.scalars(select(Broadcast))).all() == [], "it is still open"
    clock.advance(days=11)
    await close_surveys.tick(site)
    for _ in range(2):
        await publish.tick(site)
    async with database.reading() as session:
        sent = (await session.scalars(select(Broadcast))).one()
    assert sent.title == "Khảo sát thử"
    assert "Tham gia: 7/7 (100%)" in sent.text
    assert "- Cam: ẩn" in sent.text, "of Quýt there are two"
    assert "- Quýt: ẩn" in sent.text
    assert "riêng tư" not in sent.text
