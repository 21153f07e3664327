"""Door: what else an organizer asks of results: words in what people wrote, another wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.clock import to_local
from bot.messages import Choice
from bot.models import Survey
from bot.presses import Press
from bot.surveys.finding import find_surveys
from bot.surveys.results import Results, get_results, may_see_answers
from bot.surveys.results.comparing import tell_comparison
from bot.surveys.results.searching import take_written
from bot.turns import Router, Turn
from handlers.organizing_asking import LISTED, PREFIX, actor_of, admit, attempt, clipped
from handlers.organizing_scope import get_survey, permits_survey

router = Router("organizing_results")
READ, TAKE = "report:read", "export:take"
FIND = PREFIX + "results.find"  # what waits is a word, such as "dừng"
NOT_CHOSEN = 0


@dataclass(frozen=True)
class FindPress(Press):
    """Ask which words to look for in what people wrote."""

    TAG: ClassVar[str] = "ok"
    survey: int


@dataclass(frozen=True)
class ComparePress(Press):
    """Compare a survey with another; 0: ask with which."""

    TAG: ClassVar[str] = "oe"
    survey: int
    other: int


async def offer_more(turn: Turn, results: Results) -> list[Choice]:
    """Return the buttons for words and waves, where there is anything to look for or compare."""
    survey, offered = results.survey, []
    words = any(one.question.is_worded for one in results.questions)
    if words and permits_survey(await actor_of(turn), TAKE, survey):
        offered.append(Choice(turn.phrase("results-find"), FindPress(survey.id).pack()))
    if results.questions and await _find_waves(turn, survey):
        press = ComparePress(survey.id, NOT_CHOSEN)
        offered.append(Choice(turn.phrase("results-compare"), press.pack()))
    return offered


@router.on(FindPress)
async def ask_words(turn: Turn, press: FindPress) -> None:
    """Ask for the words."""
    if await admit(turn, TAKE):
        turn.done()
        turn.note(survey=press.survey)
        turn.ask(turn.phrase("results-find-ask"), step=FIND)


@router.at(FIND)
async def take_words(turn: Turn) -> None:
    """Tell what people wrote that has the words, and offer to look for others."""
    number = turn.noted("survey")
    if not number or not await admit(turn, TAKE):
        turn.done()
        return
    told = await attempt(turn, _tell_written(turn, number, turn.text))
    turn.done()
    if told is not None:
        again = Choice(turn.phrase("results-find-again"), FindPress(number).pack())
        turn.quote(told, choices=[again])


@router.on(ComparePress)
async def compare(turn: Turn, press: ComparePress) -> None:
    """Tell two waves side by side, the earlier one first, or ask which."""
    if not await admit(turn, READ):
        return
    survey = await attempt(turn, get_survey(turn, press.survey, READ))
    if survey is None:
        return
    turn.done()
    if press.other == NOT_CHOSEN:
        waves = await _find_waves(turn, survey)
        choices = [
            Choice(clipped(_name(one)), ComparePress(survey.id, one.id).pack()) for one in waves
        ]
        turn.quote(turn.phrase("results-compare-ask", title=survey.title), choices=choices)
        return
    told = await attempt(turn, _tell_comparison(turn, survey, press.other))
    if told is not None:
        turn.quote(told)


async def _tell_written(turn: Turn, number: int, words: str) -> str:
    survey = await get_survey(turn, number, TAKE)
    actor = await actor_of(turn)
    return await take_written(turn.session, actor, survey, turn.now, words, locale=turn.locale)


async def _tell_comparison(turn: Turn, survey: Survey, other: int) -> str:
    pair = [survey, await get_survey(turn, other, READ)]
    pair.sort(key=lambda one: (one.opened_at or one.opens_at, one.id))
    actor = await actor_of(turn)
    was, now = [await get_results(turn.session, actor, one, turn.now) for one in pair]
    return tell_comparison(was, now, turn.locale)


async def _find_waves(turn: Turn, survey: Survey) -> Sequence[Survey]:
    """Return surveys with a question of the same code whose answers this organizer is told."""
    actor, asked = await actor_of(turn), _codes(survey)
    return [
        one
        for one in await find_surveys(turn.session)
        if one.id != survey.id
        and asked & _codes(one)
        and permits_survey(actor, READ, one)
        and (one.state == "closed" or (one.state == "open" and may_see_answers(actor, one)))
    ][:LISTED]


def _name(survey: Survey) -> str:
    """Return what tells a wave from another of the same title: the day of its opening first."""
    return f"{to_local(survey.opened_at or survey.opens_at):%d/%m/%Y}: {survey.title}"


def _codes(survey: Survey) -> set[str]:
    return {question["code"] for question in survey.form["questions"]}
