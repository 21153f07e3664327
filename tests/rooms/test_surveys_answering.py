"""Answering a survey: once, changed, resumed, and racing its closing; on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import (
    Answer,
    Response,
)
from bot.segments import FEWEST
from bot.settings import Settings
from bot.surveys import answering, closing
from bot.surveys.answering import Seat
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.results import get_results
from bot.surveys.tally import FINISHED
from tests.kit.makers import OLD_WARDS, City, make_city
from tests.kit.surveys import Polling, make_form, make_members

BA_DINH = {"ward": OLD_WARDS["Ba Đình"]}


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


async def test_an_answer_is_recorded_once_changed_and_resumed_after_days(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    (member,) = await make_members(polling.database, 1)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    seat = Seat(survey.id, member)
    for place in (0, 0, 2):
        async with polling.database.transaction() as session:
            passage = await answering.begin(session, polling.keys, seat, clock.now())
            question = passage.form.questions[0]
            await answering.record(
                session, polling.keys, passage, question, answering.value_at(question, place)
            )
        clock.advance(days=2)
    async with polling.database.transaction() as session:
        passage = await answering.begin(session, polling.keys, seat, clock.now())
        assert passage.resumed
        assert passage.answers == {"one": {"choice": "3"}}
        following = passage.next_after(0)
        assert following is not None
        assert following.code == "some"
        assert answering.finish(passage, clock.now()) == following
        assert await session.scalar(select(func.count(Answer.id))) == 1
    await polling.answer(survey.id, member, clock.now())
    await polling.answer(survey.id, member, clock.now(), one="1")  # still open to change
    async with polling.database.reading() as session:
        response = (await session.scalars(select(Response))).one()
        assert response.state == "finished"


async def test_several_choices_are_toggled_until_they_are_settled(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    (member,) = await make_members(polling.database, 1)
    survey = await polling.launch(make_form(clock.now(), anonymous=True), 1, clock.now())
    async with polling.database.transaction() as session:
        passage = await answering.begin(
            session, polling.keys, Seat(survey.id, member), clock.now()
        )
        some = passage.form.questions[1]
        with pytest.raises(Refused):
            await answering.settle(session, polling.keys, passage, some)
        for place in (0, 2, 0, 1):
            await answering.toggle(session, polling.keys, passage, some, place)
        assert not passage.is_answered(some)
        await answering.settle(session, polling.keys, passage, some)
        assert passage.answers["some"] == {"choices": ["2", "3"]}
        with pytest.raises(Refused):
            await answering.decline(session, polling.keys, passage, passage.form.questions[2])


STATES = [
    ("draft", 0, "survey-unknown"),
    ("scheduled", 0, "survey-not-yet"),
    ("scheduled", 11, "survey-closed"),
    ("open", 0, None),
    ("open", 9.99, None),
    ("open", 10, "survey-closed"),
    ("closed", 0, "survey-closed"),
    ("cancelled", 0, "survey-closed"),
]


@pytest.mark.parametrize(("state", "days", "refusal"), STATES)
@pytest.mark.usefixtures("city")
async def test_only_an_open_survey_takes_answers(
    polling: Polling, clock: StoppedClock, state: str, days: float, refusal: str | None
) -> None:
    (member,) = await make_members(polling.database, 1)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    async with polling.database.transaction() as session:
        (await get_survey(session, survey.code)).state = state
    seat, later = Seat(survey.id, member), clock.now() + timedelta(days=days)
    async with polling.database.transaction() as session:
        if refusal is None:
            assert await answering.begin(session, polling.keys, seat, later)
        else:
            with pytest.raises(Refused, match=refusal):
                await answering.begin(session, polling.keys, seat, later)
            assert await session.scalar(select(func.count(Response.id))) == 0


async def test_who_is_not_on_the_roll_is_refused(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    (member,) = await make_members(polling.database, 1, ward="Lam Sơn")
    survey = await polling.launch(make_form(clock.now()), 1, clock.now(), BA_DINH)
    async with polling.database.transaction() as session:
        with pytest.raises(Refused, match="survey-not-entitled"):
            await answering.begin(session, polling.keys, Seat(survey.id, member), clock.now())


@pytest.mark.parametrize("kind", ["named", "anonymous"])
async def test_an_answer_that_races_the_closing_is_in_or_refused(
    polling: Polling, city: City, clock: StoppedClock, kind: str
) -> None:
    members = await make_members(polling.database, 12)
    survey = await polling.launch(
        make_form(clock.now(), anonymous=kind == "anonymous"), 1, clock.now()
    )

    async def answer(place: int) -> str:
        await asyncio.sleep(place / 500)
        try:
            await polling.answer(survey.id, members[place], clock.now(), one="0")
        except Refused as error:
            return error.code
        return "in"

    async def close() -> None:
        await asyncio.sleep(0.01)
        async with polling.database.transaction() as session:
            await closing.close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)

    *fates, _ = await asyncio.gather(*(answer(n) for n in range(12)), close())
    assert set(fates) <= {"in", "survey-closed"}
    taken = [fate for fate in fates if fate == "in"]
    async with polling.database.reading() as session:
        fresh = await get_survey(session, survey.code)
        results = await get_results(session, OPERATOR, fresh, clock.now())
        states = list(await session.scalars(select(Response.state)))
    assert results.turnout.counts[FINISHED, ("*", -1)] == len(taken)
    told = 0 if kind == "anonymous" and len(taken) < FEWEST else len(taken)
    assert results.questions[0].table.counts["c-1", ("*", -1)] == told
    assert states == ["finished"] * len(taken)
