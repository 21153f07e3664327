"""Kit: a survey's results made from counts by ward, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.models import Survey
from bot.surveys.results import Apart, Results
from bot.surveys.results.crossing import tally_question
from bot.surveys.results.turnout import tally_kinds
from bot.surveys.tally import Count, Entry, Kind
from tests.kit.surveys import make_form

Wards = dict[str, tuple[int, int, int]]  # on the roll, said the first choice, the second


def make_results(wards: Wards, code: str = "s1", words: str = "") -> Results:
    """Make the results of one question with three choices, of which two were chosen."""
    form = make_form(datetime(2026, 1, 1, tzinfo=UTC), code=code)
    question = form.questions[0]
    if words:
        question = replace(question, text=replace(question.text, vi=words))
    first, second = (choice.code for choice in question.choices[:2])
    entries: list[Entry] = []
    roll: dict[tuple[Kind, bool], int] = {}
    for ward, (people, one, two) in wards.items():
        said = [first] * one + [second] * two
        entries += [Entry(ward, (), {question.code: {"choice": chosen}}) for chosen in said]
        kinds = {True: len(said), False: people - len(said)}
        roll |= {((ward, ()), handed_in): count for handed_in, count in kinds.items()}
    return Results(
        survey=Survey(
            code=code,
            state="closed",
            anonymous=False,
            opened_at=form.opens,
            closed_at=form.closes,
            form=form.as_document(),
        ),
        form=form,
        at=form.opens,
        turnout=tally_kinds(roll),
        typed=Apart(Count(0), Count(0)),
        assisted=Count(0),
        questions=(tally_question(question, entries),),
        wards={ward: f"phường {ward}" for ward in wards},
        organisations={},
    )
