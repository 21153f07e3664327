"""The minutes of closed surveys: chained, recounted, true after an erasure; on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, func, select, update

from bot import members
from bot.access import OPERATOR, Actor
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import Answer, Entitlement, Member, Response, Survey, SurveyMinute, UnsealedAnswers
from bot.settings import Settings
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.closing import close_survey
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.minutes import FIRST, Verdict, correct_minute, verify
from bot.surveys.others import with_other
from bot.surveys.results import get_results
from bot.surveys.sheets import write_workbook
from bot.surveys.summary import summarise
from tests.kit import forms as form_kit
from tests.kit.forms import K
from tests.kit.makers import City, make_city
from tests.kit.surveys import Polling, make_form, make_members


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


async def close(polling: Polling, survey_id: int, clock: StoppedClock) -> None:
    async with polling.database.transaction() as session:
        await close_survey(session, OPERATOR, survey_id, clock.now(), polling.keys)


async def ask(
    polling: Polling, people: list[int], clock: StoppedClock, code: str, *, anonymous: bool
) -> Survey:
    """Ask 7 people a survey that 6 answer, each in another way, and close it."""
    form = make_form(clock.now(), anonymous=anonymous, code=code)
    survey = await polling.launch(form, 1, clock.now())
    for place, member in enumerate(people[:6]):
        said = {"words": f"ý {place}"} if place else {}
        await polling.answer(
            survey.id, member, clock.now(), one=str(place % 2), count=str(place), **said
        )
    await close(polling, survey.id, clock)
    return survey


async def check(polling: Polling, survey: Survey) -> Verdict:
    async with polling.database.reading() as session:
        return await verify(session, OPERATOR, await get_survey(session, survey.code))


@pytest.mark.parametrize("anonymous", [False, True])
async def test_a_closing_writes_what_a_recount_finds_and_what_was_altered_is_named(
    polling: Polling, city: City, clock: StoppedClock, *, anonymous: bool
) -> None:
    people = await make_members(polling.database, 7)
    first = await ask(polling, people, clock, "mot", anonymous=anonymous)
    second = await ask(polling, people, clock, "hai", anonymous=anonymous)
    verdict = await check(polling, first)
    assert verdict.is_sound
    body = verdict.minute.body
    assert (verdict.minute.number, verdict.minute.previous) == (1, FIRST)
    assert (body["roll"]["entitled"], body["turnout"]["finished"], body["counted"]) == (7, 6, 6)
    assert body["answers"]["one"] == {"c-1": 3, "c-2": 3, "c-3": 0, "declined": 0}
    assert body["answers"]["words"] == {"given": 5, "declined": 1}
    assert (await check(polling, second)).minute.previous == verdict.minute.digest
    async with polling.database.transaction() as session:
        if anonymous:
            row = (await session.scalars(select(UnsealedAnswers).limit(1))).one()
            row.answers = {**row.answers, "count": {"number": 19}}
        else:
            first_answer = select(func.min(Answer.id)).where(Answer.question == "count")
            await session.execute(
                update(Answer)
                .where(Answer.id == first_answer.scalar_subquery())
                .values(value={"number": 19})
            )
    altered = await check(polling, first)
    assert altered.broken == ()
    named = {one.what for one in altered.differences}
    assert {"answers count n-16", "values count"} <= named
    assert all("in the minute" in str(one) for one in altered.differences)
    assert (await check(polling, second)).is_sound


async def test_an_erasure_after_the_closing_leaves_the_minute_true(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    people = await make_members(polling.database, 7)
    survey = await ask(polling, people, clock, "mot", anonymous=False)
    async with polling.database.transaction() as session:
        for member_id in (people[0], people[2], people[6]):  # declined, wrote, never answered
            member = await session.get_one(Member, member_id)
            await members.erase(session, OPERATOR, member, now=clock.now(), secret="s" * 32)
    assert (await check(polling, survey)).is_sound
    async with polling.database.transaction() as session:
        left = select(Answer.id).where(Answer.question == "words").limit(1)
        await session.execute(delete(Answer).where(Answer.id == left.scalar_subquery()))
    assert [one.what for one in (await check(polling, survey)).differences] != []


async def test_a_rewritten_minute_breaks_the_chain(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    people = await make_members(polling.database, 7)
    first = await ask(polling, people, clock, "mot", anonymous=False)
    second = await ask(polling, people, clock, "hai", anonymous=False)
    async with polling.database.transaction() as session:
        minute = await session.get_one(SurveyMinute, 1)
        minute.body = {**minute.body, "counted": 9}
    verdict = await check(polling, second)
    assert verdict.broken == (1,)
    assert verdict.differences == ()
    assert [one.what for one in (await check(polling, first)).differences] == ["counted"]


async def test_a_correction_is_a_new_minute_that_says_why(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    people = await make_members(polling.database, 7)
    survey = await ask(polling, people, clock, "mot", anonymous=False)
    async with polling.database.transaction() as session:
        gone = select(Response.id).where(Response.member_id == people[5])
        await session.execute(delete(Answer).where(Answer.response_id.in_(gone)))
        await session.execute(delete(Response).where(Response.member_id == people[5]))
        await session.execute(delete(Entitlement).where(Entitlement.member_id == people[5]))
    assert not (await check(polling, survey)).is_sound
    async with polling.database.transaction() as session:
        with pytest.raises(NotPermitted):
            await correct_minute(session, Actor("stranger"), survey.id, "Sai", now=clock.now())
        with pytest.raises(Refused, match="minute-needs-reason"):
            await correct_minute(session, OPERATOR, survey.id, " ", now=clock.now())
        await correct_minute(session, OPERATOR, survey.id, "Đếm hai lần.", now=clock.now())
    verdict = await check(polling, survey)
    assert verdict.is_sound
    assert (verdict.minute.number, verdict.minute.corrects) == (2, 1)
    async with polling.database.reading() as session:
        closed = await get_survey(session, survey.code)
        results = await get_results(session, OPERATOR, closed, clock.now())
    digest = verdict.minute.digest
    told = f"Biên bản số 2 (thay biên bản số 1), mã {digest[:4]} {digest[4:8]}"
    assert told in summarise(results, "vi")
    method = load_workbook(BytesIO(write_workbook(results)))["Phương pháp"]
    kept = {row[0].value: row[1].value for row in method.iter_rows(min_row=11)}
    assert kept["Mã biên bản (SHA-256)"] == digest
    assert kept["Lý do"] == "Đếm hai lần."


async def test_surveys_that_close_at_one_moment_get_one_minute_each(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    codes = ("mot", "hai", "ba", "bon")
    made = [
        await polling.launch(make_form(clock.now(), code=code), 1, clock.now()) for code in codes
    ]
    await asyncio.gather(*(close(polling, survey.id, clock) for survey in made))
    verdicts = [await check(polling, survey) for survey in made]
    assert all(verdict.is_sound for verdict in verdicts)
    assert sorted(verdict.minute.number for verdict in verdicts) == [1, 2, 3, 4]


async def test_what_never_closed_has_no_minute(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    with pytest.raises(Refused, match="minute-none"):
        await check(polling, survey)


async def test_of_the_erased_only_what_they_were_asked_counts_as_given(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    people, now = await make_members(polling.database, 6), clock.now()
    asked = with_other(form_kit.ask("one", K.ONE_CHOICE, choices=form_kit.choices("a")), "which")
    form = replace(make_form(now), questions=form_kit.form_of(*asked).questions)
    survey = await polling.launch(form, city.organisations["cdtp"], now)
    async with polling.database.transaction() as session:
        for place, member_id in enumerate(people):
            seat = Seat(survey.id, member_id)
            passage = await answering.begin(session, polling.keys, seat, now)
            one, which = passage.form.questions
            said = {"choice": "other" if place % 2 else "a"}
            await answering.record(session, polling.keys, passage, one, said)
            if place % 2:
                own = {"text": f"mưa {place}"}
                await answering.record(session, polling.keys, passage, which, own)
            assert answering.finish(passage, now) is None
        await close_survey(session, OPERATOR, survey.id, now, polling.keys)
        for member_id in people[:2]:  # one who was asked which other, one who was not
            member = await session.get_one(Member, member_id)
            await members.erase(session, OPERATOR, member, now=now, secret="s" * 32)
    assert (await check(polling, survey)).is_sound
