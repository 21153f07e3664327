"""Surveys that go by a date of each member: on their day, once, and nothing of what is past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import StoppedClock, to_local
from bot.db import Database
from bot.errors import Refused
from bot.inviting import launch_invitation
from bot.members.dates import write_date
from bot.models import Broadcast, Delivery, Entitlement, Response, Survey
from bot.settings import Settings
from bot.site import Site
from bot.surveys.ballots import HOUSEHOLD
from bot.surveys.bydate import ByDate, read_by_date
from bot.surveys.keys import Keys
from bot.surveys.types import Standing
from jobs import admit_late, dated_surveys, open_surveys, remind
from tests.kit.makers import make_city, make_member
from tests.kit.surveys import Polling, make_form

DAYS = (("past", 29), ("today", 30), ("tomorrow", 31), ("later", 33))
BEFORE = ByDate("card_expiry", -30)


async def test_each_is_asked_on_their_day_and_nobody_of_a_day_that_passed(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    today = to_local(clock.now()).date()
    ids = {}
    async with database.transaction() as session:
        await make_city(session)
        for name, days in (*DAYS, ("missed", 32)):
            member = await make_member(session, name=name, chat=f"web:{name}")
            ids[name] = member.id
            day = today + timedelta(days=days)
            await write_date(
                session, member.id, "card_expiry", day, source="roll", now=clock.now()
            )
        silent = await make_member(session, name="no", chat="web:no", consents=("surveys",))
        when = today + timedelta(days=30)
        await write_date(session, silent.id, "card_expiry", when, source="roll", now=clock.now())
    site, polling = Site(settings, clock, database), Polling(database, Keys(settings.data_dir))
    form = replace(
        make_form(clock.now(), days=30), by_date=BEFORE, remind_times=2, remind_every_days=1
    )
    survey = await polling.bring(form, 1, clock.now())
    for days in (0, 0, 1, 2, 1):  # on the third day nobody looked
        clock.advance(days=days)
        await open_surveys.tick(site, launch_invitation)
        await dated_surveys.tick(site, launch_invitation)
        await admit_late.tick(site)
        await remind.tick(site, launch_invitation)
        async with database.transaction() as session:
            await finish(session, survey, ids["tomorrow"], clock.now())
    async with database.reading() as session:
        roll = set(await session.scalars(select(Entitlement.member_id)))
        query = select(Delivery.member_id).join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        sent = query.where(Broadcast.survey_id == survey.id).order_by(Delivery.id)
        invited = await session.scalars(sent.where(Broadcast.kind == "invitation"))
        assert sorted(invited) == sorted(roll) == [ids[name] for name, _ in DAYS[1:]]
        reminded = await session.scalars(sent.where(Broadcast.kind == "reminder"))
        assert list(reminded) == [ids["today"], ids["later"]]  # who has answered is not


async def finish(session: AsyncSession, survey: Survey, member_id: int, now: datetime) -> None:
    """Hand in for a member once they are on the roll."""
    if await session.get(Entitlement, (survey.id, member_id)) is None:
        return
    if not await session.scalar(select(Response.id).where(Response.member_id == member_id)):
        times = {"started_at": now, "finished_at": now}
        session.add(Response(survey_id=survey.id, member_id=member_id, state="finished", **times))


def test_a_date_is_written_in_two_words() -> None:
    assert read_by_date("card_expiry -30") == BEFORE
    assert read_by_date("birthday +1") == ByDate("birthday", 1)
    assert read_by_date(str(BEFORE)) == BEFORE
    for wrong in ("card_expiry", "wedding 3", "birthday 401", "-30"):
        assert read_by_date(wrong) is None
    assert BEFORE.day_meant(date(2026, 12, 1)) == date(2026, 12, 31)


async def test_it_asks_no_households(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    polling = Polling(database, Keys(settings.data_dir))
    form = replace(make_form(clock.now()), by_date=BEFORE)
    with pytest.raises(Refused, match="survey-by-date-not-here"):
        await polling.bring(
            replace(form, standing=Standing(HOUSEHOLD, "12/QĐ-UBND", "https://x.vn/1")),
            1,
            clock.now(),
        )
