"""DOOR · people in chat: a survey left for later, what is left of it, what is hard."""

from __future__ import annotations

import re

from bot.errors import Refused
from bot.keystrokes import without_keys
from bot.messages import Choice
from bot.surveys.forms import Question, QuestionKind
from bot.surveys.passages import Passage
from bot.surveys.presses import BeginPress
from bot.surveys.ways import LATER_WORDS, REST_WORDS
from bot.text import moment
from bot.turns import Turn
from bot.words import fold
from handlers.registration import WHERE

LATER = frozenset(map(fold, LATER_WORDS))
REST = frozenset(map(fold, REST_WORDS))
HOW_MANY = re.compile(
    r"(?:con (?:lai )?)?(?:may|bao nhieu) cau(?: nua)?|con (?:nhieu|dai)(?: nua)?(?: khong)?"
    r"|how many(?: questions)?(?: are)? left"
)
MANNERS = re.compile(
    r"^(?:da|thoi|toi|em|con|chau|cho toi|xin)\b ?|\b ?(?:a|nhe|nha|da|roi|thoi)$"
)


def wants_count(words: str) -> bool:
    """Tell whether folded words ask how much is left."""
    return any(said in WHERE or HOW_MANY.fullmatch(said) for said in _ways(words))


def wants_pause(words: str, question: Question | None = None) -> bool:
    """Tell whether folded words leave the survey for later; what may be an answer does not."""
    exact = question is not None and (
        question.is_worded or question.kind is QuestionKind.DATE  # "nghỉ", "mai"
    )
    wishes = LATER if exact else LATER | REST
    return any(said in wishes for said in _ways(words))


def pause(turn: Turn, passage: Passage) -> None:
    """End the conversation until another day, and say how to go on."""
    survey, left = passage.survey, passage.count_left()
    turn.done()
    if passage.is_assisted:
        turn.say("assisted-paused", left=left)
        return
    if passage.is_rehearsal:
        turn.say("survey-rehearsal-over", title=passage.form.title.said(turn.locale))
        return
    key = "survey-paused" if left else "survey-paused-review"
    closes = moment(turn.locale, survey.closes_at)
    words = turn.phrase(key, left=left, closes=closes)
    go_on = BeginPress(survey.id).pack()
    turn.quote(words, choices=[Choice(turn.phrase("survey-go-on"), go_on, ("tiếp", "tiếp tục"))])


def refuse(turn: Turn, passage: Passage, question: Question, error: Refused) -> None:
    """Say what was expected, with an example; after three tries, how to leave the question."""
    required = "yes" if passage.is_required(question) else "no"
    turn.way_out = turn.phrase("survey-stuck", required=required)
    if error.code == "survey-want-choice" and question.choices:
        example = question.choices[0].text.said(turn.locale)
        turn.misunderstood("survey-want-choice-like", example=example)
    else:
        turn.misunderstood(error.code, **error.values)


def _ways(words: str) -> tuple[str, ...]:
    bare = without_keys(words)
    return words, bare, MANNERS.sub("", bare).strip()
