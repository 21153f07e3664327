"""DOOR · people in chat: who may go on with a survey, and how it is said that they may not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager

import structlog

from bot.errors import NhipCauError, Refused
from bot.presses import Press
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.forms import Question
from bot.surveys.keys import KeyMissing, Keys
from bot.surveys.passages import NOBODY, Passage
from bot.surveys.presses import (
    AnswerPress,
    BackPress,
    KeepPress,
    PlacePress,
    ReviewPress,
    SkipPress,
    TogglePress,
)
from bot.surveys.storing import store_answers
from bot.surveys.types import check_channel
from bot.turns import Asking, Turn
from handlers.answering_asking import ask_next, ask_question, note_neutrally, rewrite
from handlers.answering_assisting import offer_own, open_recording
from handlers.answering_rehearsing import open_rehearsal

log = structlog.get_logger(__name__)
Change = Callable[[Passage, Question], Awaitable[None]]
SeatPress = AnswerPress | TogglePress | PlacePress | SkipPress | KeepPress | BackPress


def keys(turn: Turn) -> Keys:
    """Return where survey keys lie."""
    return Keys(turn.settings.data_dir)


async def open_passage(turn: Turn, seat: Seat) -> Passage | None:
    """Open a member's passage, or say kindly why it cannot be and end its conversation."""
    try:
        if seat.member_id == NOBODY:
            passage = await open_rehearsal(turn, seat.survey_id)
        elif recorded := await open_recording(turn, seat):
            passage = recorded
        else:
            _require_here(turn, seat)
            passage = await _open(turn, seat)
            if passage.is_assisted:
                offer_own(turn, passage)
                return None
        passage.locale = turn.locale
    except (Refused, KeyMissing) as error:
        if isinstance(error, KeyMissing):
            log.exception("survey-key-missing", survey=seat.survey_id)
        if turn.noted("survey") == seat.survey_id:
            turn.done()
        turn.say(error.code, **error.values)
        return None
    return passage


async def _open(turn: Turn, seat: Seat) -> Passage:
    """Return the passage that was opened with those of the group, or open it."""
    match turn.ahead.get(seat):
        case None:
            where = turn.incoming.account
            return await answering.begin(turn.session, keys(turn), seat, turn.now, channel=where)
        case Passage() as passage:
            check_channel(passage.survey, turn.incoming.account)
            return passage
        case error:
            raise error


@asynccontextmanager
async def open_together(asking: Asking) -> AsyncIterator[None]:
    """Open at once the passages that a group's presses and typed answers want, and write at once.

    Two who answer for one member find the same passage.
    """
    first, _ = asking[0]
    wanted: dict[int, list[tuple[Seat, Turn]]] = {}
    for turn, press in asking:
        seat = _seat_of(turn, press)
        if seat.member_id in {member.id for member in turn.members}:
            wanted.setdefault(seat.survey_id, []).append((seat, turn))
    opened = [await _open_all(survey_id, wanted[survey_id]) for survey_id in sorted(wanted)]
    yield
    for passages in opened:
        await store_answers(first.session, keys(first), passages)


async def _open_all(survey_id: int, seated: Sequence[tuple[Seat, Turn]]) -> Collection[Passage]:
    """Open the passages of one survey, or note for everybody why it cannot be."""
    turn, ids = seated[0][1], {seat.member_id for seat, _ in seated}
    passages: dict[int, Passage] = {}
    missing: NhipCauError = Refused("survey-not-entitled")
    try:
        passages = await answering.begin_all(turn.session, keys(turn), survey_id, ids, turn.now)
    except (Refused, KeyMissing) as error:
        missing = error
    for seat, asks in seated:
        asks.ahead[seat] = passages.get(seat.member_id, missing)
    return passages.values()


def _seat_of(turn: Turn, press: Press | None) -> Seat:
    if isinstance(press, SeatPress | ReviewPress):
        return Seat(press.survey, press.member)
    return Seat(turn.noted("survey"), turn.noted("member"))


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
    questions = passage.form.questions
    if not 0 <= press.question < len(questions) or not questions[press.question].is_asked:
        turn.say("old-button")
        return None
    question = questions[press.question]
    if question not in passage.asked:
        turn.say("survey-question-gone")
        ask_next(turn, passage, after=press.question)
        return None
    return passage, question


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
