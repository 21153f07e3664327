"""A form's logic where answers are stored: in the open, under seal, and when the survey closes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.models import Answer, Survey, UnsealedAnswers
from bot.settings import Settings
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.closing import close_survey
from bot.surveys.keys import Keys
from bot.surveys.minutes import verify
from bot.surveys.reading import read_form
from bot.surveys.results import get_results
from bot.surveys.results.hiding import UNASKED
from bot.surveys.values import Value
from tests.kit.forms import HEAD, LOGIC
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members

YES, NO = {"yes": True}, {"yes": False}
FIRST: dict[str, Value] = {
    **{"con": YES, "so-con": {"number": 3}, "di-hoc": {"number": 1}, "phi": {"number": 5}}
}


@pytest.mark.parametrize("anonymous", [False, True])
async def test_what_was_not_asked_in_the_end_is_not_counted_and_is_gone_at_the_closing(
    database: Database, settings: Settings, clock: StoppedClock, *, anonymous: bool
) -> None:
    polling = Polling(database, Keys(settings.data_dir))
    async with database.transaction() as session:
        await make_city(session)
    people = await make_members(database, 6)
    form = make_form(clock.now(), anonymous=anonymous)
    form = replace(form, questions=read_form(HEAD + LOGIC).questions)
    survey = await polling.launch(form, 1, clock.now())
    for place, member in enumerate(people):
        seat = Seat(survey.id, member)
        await say(polling, seat, clock, FIRST)
        await say(polling, seat, clock, {"con": NO})
        if place:  # the answers come back with their questions
            await say(polling, seat, clock, {"con": YES})
    async with database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    async with database.transaction() as session:
        kept = await session.get_one(Survey, survey.id)
        results = await get_results(session, OPERATOR, kept, clock.now())
        counts = {one.question.code: one.table.counts for one in results.questions}
        assert counts["con"]["yes", ("*", -1)] == 5
        assert counts["so-con"]["n-3", ("*", -1)] == 5
        assert counts["so-con"][UNASKED, ("*", -1)] == 1
        assert counts["o-nha"][UNASKED, ("*", -1)] == 1
        assert (await verify(session, OPERATOR, kept)).is_sound
        rows = (
            [one.answers for one in await session.scalars(select(UnsealedAnswers))]
            if anonymous
            else [{one.question: one.value} for one in await session.scalars(select(Answer))]
        )
        assert sum("so-con" in row for row in rows) == 5
        assert not [row for row in rows for value in row.values() if "void" in value]


async def say(polling: Polling, seat: Seat, clock: StoppedClock, given: dict[str, Value]) -> None:
    """Record answers and hand in."""
    async with polling.database.transaction() as session:
        passage = await answering.begin(session, polling.keys, seat, clock.now())
        for code, value in given.items():
            question = passage.form.questions[passage.form.place_of(code)]
            await answering.record(session, polling.keys, passage, question, value)
        assert answering.finish(passage, clock.now()) is None
