"""DOOR · people in chat: who may go on with a survey, and how it is said that they may not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from bot.errors import Refused
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.forms import Question
from bot.surveys.keys import KeyMissing, Keys
from bot.surveys.passages import Passage
from bot.surveys.presses import AnswerPress, BackPress, KeepPress, SkipPress, TogglePress
from bot.turns import Turn
from handlers.answering_asking import ask_next, ask_question, note_neutrally, rewrite

log = structlog.get_logger(__name__)
Change = Callable[[Passage, Question], Awaitable[None]]
SeatPress = AnswerPress | TogglePress | SkipPress | KeepPress | BackPress


def keys(turn: Turn) -> Keys:
    """Return where survey keys lie."""
    return Keys(turn.settings.data_dir)


async def open_passage(turn: Turn, seat: Seat) -> Passage | None:
    """Open a member's passage, or say kindly why it cannot be and end its conversation."""
    try:
        _require_here(turn, seat)
        return await answering.begin(turn.session, keys(turn), seat, turn.now)
    except (Refused, KeyMissing) as error:
        if isinstance(error, KeyMissing):
            log.exception("survey-key-missing", survey=seat.survey_id)
        if turn.noted("survey") == seat.survey_id:
            turn.done()
        turn.say(error.code, **error.values)
    return None


def _require_here(turn: Turn, seat: Seat) -> None:
    if not turn.members:
        raise Refused("survey-register-first")
    if seat.member_id not in {member.id for member in turn.members}:
        raise Refused("survey-not-entitled")


async def reach(turn: Turn, press: SeatPress) -> tuple[Passage, Question] | None:
    """Return what a button is about, if it still holds."""
    passage = await open_passage(turn, Seat(press.survey, press.member))
    if passage is None:
        return None
    if not 0 <= press.question < len(passage.form.questions):
        turn.say("old-button")
        return None
    return passage, passage.form.questions[press.question]


async def change(turn: Turn, press: SeatPress, work: Change) -> tuple[Passage, Question] | None:
    """Do what a button with an answer asks for; None when it was not done, and why is said.

    To an anonymous survey that is not under way in this chat the question is asked again instead:
    outside a sealed conversation the press may have been kept by the channel.
    """
    reached = await reach(turn, press)
    if reached is None:
        rewrite(turn, "survey-not-noted")
        return None
    passage, question = reached
    under_way = turn.noted("survey") == press.survey and turn.noted("member") == press.member
    if passage.survey.anonymous and not under_way:
        rewrite(turn, "survey-not-noted")
        ask_question(turn, passage, question)
        return None
    try:
        await work(passage, question)
    except Refused as error:
        note_neutrally(turn, passage)
        turn.misunderstood(error.code, **error.values)
        return None
    return reached


async def advance(turn: Turn, press: SeatPress, work: Change) -> None:
    """Do what a button with an answer asks for and go on to the next question."""
    changed = await change(turn, press, work)
    if changed is not None:
        note_neutrally(turn, changed[0])
        ask_next(turn, changed[0], after=press.question)
