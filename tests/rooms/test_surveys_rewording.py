"""The words of a running survey corrected, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import Survey
from bot.surveys.closing import close_survey
from bot.surveys.forms import Form, Question, Wording
from bot.surveys.keys import Keys
from bot.surveys.minutes import get_minute, verify
from bot.surveys.results import get_results
from bot.surveys.rewording import compare, reword
from bot.surveys.summary import summarise
from tests.kit.makers import make_city
from tests.kit.surveys import ListeningInviter, Polling, make_form


def change(form: Form, place: int, **what: object) -> Form:
    questions = list(form.questions)
    questions[place] = replace(questions[place], **what)  # type: ignore[arg-type]
    return replace(form, questions=tuple(questions))


def test_words_may_be_mended_and_are_told_one_by_one(clock: StoppedClock) -> None:
    form = make_form(clock.now())
    mended = replace(change(form, 0, text=Wording("Chọn một quả")), purpose=Wording("Để biết."))
    assert [(one.where, one.before, one.after) for one in compare(form, mended)] == [
        ("purpose", "Để thử.", "Để biết."),
        ("one text", "Chọn một", "Chọn một quả"),
    ]


MORE: dict[str, Callable[[Form], Form]] = {
    "required": lambda form: change(form, 0, required=True),
    "logic": lambda form: change(form, 1, relevant="${one} = '1'"),
    "bounds": lambda form: change(form, 2, most=30.0),
    "a choice": lambda form: change(form, 0, choices=form.questions[0].choices[:2]),
    "a choice's words": lambda form: change(
        form,
        0,
        choices=tuple(replace(one, text=Wording("Quả")) for one in form.questions[0].choices),
    ),
    "a named answer": lambda form: change(form, 1, text=Wording("Vì sao ${one}?")),
    "a question less": lambda form: replace(form, questions=form.questions[:-1]),
    "secrecy": lambda form: replace(form, anonymous=not form.anonymous),
}


@pytest.mark.parametrize("what", MORE)
def test_more_than_words_is_refused(what: str, clock: StoppedClock) -> None:
    form = make_form(clock.now())
    with pytest.raises(Refused, match="survey-reword-more"):
        compare(form, MORE[what](form))


async def test_a_correction_is_kept_and_told_in_result_and_minute(
    database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    polling = Polling(database, Keys(tmp_path), ListeningInviter())
    form = make_form(clock.now())
    survey = await polling.launch(form, 1, clock.now())
    first: Question = form.questions[0]
    mended = change(form, 0, text=Wording("Chọn một quả"))
    async with database.transaction() as session:
        await reword(session, OPERATOR, survey.id, mended, now=clock.now())
    async with database.transaction() as session:
        with pytest.raises(Refused, match="survey-reword-nothing"):
            await reword(session, OPERATOR, survey.id, mended, now=clock.now())
    async with database.transaction() as session:
        kept = await session.get_one(Survey, survey.id)
        assert [(one["where"], one["was"]) for one in kept.form["history"]] == [
            ("one text", first.text.vi)
        ]
        told = summarise(await get_results(session, OPERATOR, kept, clock.now()), "vi")
        assert "Lời văn đã sửa 1 chỗ" in told
    clock.advance(days=9)
    async with database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    async with database.transaction() as session:
        kept = await session.get_one(Survey, survey.id)
        assert (await get_minute(session, kept)).body["reworded"] == 1
        assert (await verify(session, OPERATOR, kept)).is_sound
        with pytest.raises(Refused, match="survey-reword-not-open"):
            await reword(session, OPERATOR, survey.id, form, now=clock.now())
