"""Answers recorded by an organizer: within their scope, taken over by the person, counted once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import AuditEntry, Response, Survey
from bot.settings import Settings
from bot.surveys import answering, assisting, closing, refusing
from bot.surveys.answering import Seat
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.passages import Passage
from bot.surveys.results import Results, get_results
from bot.surveys.tally import FINISHED, Count
from tests.kit.makers import City, make_city
from tests.kit.surveys import Polling, make_form, make_members

OVERALL = ("*", -1)
KINDS = pytest.mark.parametrize("kind", ["named", "anonymous"])


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


async def fill(polling: Polling, passage: Passage, choice: int, session: object) -> None:
    for question in passage.form.questions:
        value = {"number": 3} if question.required else {"declined": True}
        if question.code == "one":
            value = answering.value_at(question, choice)
        await answering.record(session, polling.keys, passage, question, value)


async def record(
    polling: Polling, actor: Actor, seat: Seat, clock: StoppedClock, choice: int
) -> None:
    async with polling.database.transaction() as session:
        passage = await assisting.begin(session, polling.keys, actor, seat, clock.now())
        await fill(polling, passage, choice, session)
        assert assisting.finish(session, actor, passage, clock.now()) is None


async def close(polling: Polling, survey: Survey, clock: StoppedClock) -> Results:
    async with polling.database.transaction() as session:
        await closing.close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    async with polling.database.reading() as session:
        fresh = await get_survey(session, survey.code)
        return await get_results(session, OPERATOR, fresh, clock.now())


def chosen(results: Results) -> list[int]:
    return [results.questions[0].table.counts[f"c-{n}", OVERALL] for n in (1, 2, 3)]


@KINDS
async def test_who_answers_for_themselves_replaces_what_was_recorded_and_counts_once(
    polling: Polling, city: City, clock: StoppedClock, kind: str
) -> None:
    members = await make_members(polling.database, 7)
    form = make_form(clock.now(), anonymous=kind == "anonymous")
    survey = await polling.launch(form, 1, clock.now())
    for member in members:
        await record(polling, OPERATOR, Seat(survey.id, member), clock, 0)
    for member, hands_in in ((members[0], True), (members[1], False)):
        async with polling.database.transaction() as session:
            seat = Seat(survey.id, member)
            passage = await assisting.give_way(session, polling.keys, seat, clock.now())
            assert passage.answers == {}
            await fill(polling, passage, 2, session)
            if hands_in:
                answering.finish(passage, clock.now())
    results = await close(polling, survey, clock)
    assert results.turnout.counts[FINISHED, OVERALL] == 7
    assert chosen(results) == [6, 0, 1]
    assert results.assisted == Count(6)


@KINDS
async def test_what_a_person_began_gives_way_to_the_paper_unseen(
    polling: Polling, city: City, clock: StoppedClock, kind: str
) -> None:
    (member,) = await make_members(polling.database, 1)
    form = make_form(clock.now(), anonymous=kind == "anonymous")
    seat = Seat((await polling.launch(form, 1, clock.now())).id, member)
    async with polling.database.transaction() as session:
        passage = await answering.begin(session, polling.keys, seat, clock.now())
        question = passage.form.questions[3]
        await answering.record(session, polling.keys, passage, question, {"text": "thư riêng"})
    async with polling.database.transaction() as session:
        passage = await assisting.begin(session, polling.keys, OPERATOR, seat, clock.now())
        assert passage.answers == {}


async def test_nobody_records_over_what_was_handed_in_or_is_under_way(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    one, two, three, four = await make_members(polling.database, 4)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    await polling.answer(survey.id, one, clock.now(), one="0")
    await record(polling, OPERATOR, Seat(survey.id, two), clock, 0)
    other = Actor("organizer:9", trusted=True)
    await record(polling, OPERATOR, Seat(survey.id, three), clock, 0)
    async with polling.database.transaction() as session:
        await assisting.give_way(session, polling.keys, Seat(survey.id, three), clock.now())
        await refusing.refuse(session, Seat(survey.id, four), clock.now())
    for member, code in (
        (one, "assisted-answered"),
        (two, "assisted-recorded"),
        (three, "assisted-taken-over"),
        (four, "assisted-refused"),
    ):
        async with polling.database.transaction() as session:
            with pytest.raises(Refused, match=code):
                await assisting.begin(
                    session, polling.keys, other, Seat(survey.id, member), clock.now()
                )


async def test_only_who_may_there_records_and_it_is_in_the_audit_trail(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    (member,) = await make_members(polling.database, 1)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    seat = Seat(survey.id, member)
    at_home = Actor("organizer:1", scopes=(Scope("branch", city.organisations["cdtp"], None),))
    elsewhere = Actor("organizer:2", scopes=(Scope("branch", city.organisations["hnd"], None),))
    reader = Actor("organizer:3", scopes=(Scope("reader", None, None),))
    for actor in (elsewhere, reader):
        async with polling.database.transaction() as session:
            with pytest.raises(NotPermitted):
                await assisting.begin(session, polling.keys, actor, seat, clock.now())
    await record(polling, at_home, seat, clock, 0)
    async with polling.database.reading() as session:
        response = (await session.scalars(select(Response))).one()
        entry = await session.scalar(
            select(AuditEntry).where(AuditEntry.action == assisting.PERMISSION)
        )
    assert response.recorded_by == "organizer:1"
    assert entry is not None
    assert entry.actor == "organizer:1"
