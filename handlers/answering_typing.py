"""DOOR · people in chat: what is typed at a survey's question: the answer, or a wish about it."""

from __future__ import annotations

import re

from bot.clock import to_local
from bot.errors import Refused
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.forms import Question
from bot.surveys.passages import Passage
from bot.surveys.values import Value, read_namely, read_typed
from bot.surveys.ways import BACK_WORDS, SKIP_WORDS
from bot.turns import Router, Turn
from bot.words import fold
from handlers.answering_asking import ask_next, ask_question
from handlers.answering_entering import keys, open_passage
from handlers.answering_pausing import pause, refuse, wants_count, wants_pause
from handlers.answering_places import find_namesakes

router = Router("answering-typing")

BACK = frozenset(map(fold, BACK_WORDS))
SKIP = frozenset(map(fold, SKIP_WORDS))
MEND = re.compile(r"(?:(?:sua|ve) cau|change(?: question)?) (\d{1,3})")


@router.at("survey.question")
async def take_typed(turn: Turn) -> None:
    """Understand what was typed: a wish about the conversation, or the answer."""
    passage = await open_passage(turn, Seat(turn.noted("survey"), turn.noted("member")))
    if passage is None:
        return
    place = passage.form.place_of(turn.noted("question"))
    question, words = passage.form.questions[place], fold(turn.text)
    if words in BACK:
        ask_question(turn, passage, passage.before(question) or question)
    elif wants_count(words):
        turn.say("survey-left", left=passage.count_left())
        turn.repeat_question()
    elif wants_pause(words, question):
        pause(turn, passage)
    elif found := find_named(passage, words):
        ask_question(turn, passage, found)
    else:
        await record_typed(turn, passage, question)


async def record_typed(turn: Turn, passage: Passage, question: Question) -> None:
    """Record a typed answer and go on, or say what was expected."""
    before = passage.answers.get(question.code)
    try:
        if fold(turn.text) in SKIP:
            await answering.decline(turn.session, keys(turn), passage, question)
        else:
            for asked, value in read_answers(turn, passage, question):
                await answering.record(turn.session, keys(turn), passage, asked, value)
    except Refused as error:
        refuse(turn, passage, question, error)
        return
    is_new = passage.answers.get(question.code) != before
    if is_new and find_namesakes(turn, passage, question):
        ask_question(turn, passage, question)
        return
    ask_next(turn, passage, after=passage.form.place_of(question.code))


def read_answers(turn: Turn, passage: Passage, question: Question) -> list[tuple[Question, Value]]:
    """Return what was typed as an answer; `Khác: ghế đá` answers which other as well.

    Not where answers are sealed: that no question which other followed would tell.
    """
    today, offered = to_local(turn.now).date(), passage.as_offered(question)
    if passage.survey.anonymous:
        return [(offered, read_typed(offered, turn.text, today))]
    return read_namely(passage.form.questions, offered, turn.text, today)


@router.at("survey.review")
async def take_review_typed(turn: Turn) -> None:
    """Show the question that was named, or say what was expected."""
    passage = await open_passage(turn, Seat(turn.noted("survey"), turn.noted("member")))
    if passage is None:
        return
    words = fold(turn.text)
    if found := find_named(passage, words):
        ask_question(turn, passage, found)
    elif wants_count(words):
        turn.say("survey-left", left=passage.count_left())
        turn.repeat_question()
    elif wants_pause(words):
        pause(turn, passage)
    else:
        turn.misunderstood("survey-want-review")


@router.at("survey.who", "survey.which")
async def say_choices(turn: Turn) -> None:
    """Say that one of the choices is expected."""
    turn.misunderstood("survey-want-choice")


def find_named(passage: Passage, words: str) -> Question | None:
    """Return the question that `sửa câu 3` names."""
    match = MEND.fullmatch(words)
    place = int(match[1]) - 1 if match else -1
    return passage.asked[place] if 0 <= place < len(passage.asked) else None
