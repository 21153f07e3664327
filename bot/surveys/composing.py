"""Room: a quick poll of one question, as it is composed in chat, and old questions asked anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import to_local
from bot.errors import Refused
from bot.models import Survey
from bot.surveys.forms import Form, FormChoice, Question, QuestionKind, Wording
from bot.surveys.others import ask_everybody
from bot.surveys.reading import MOST_CHOICES, MOST_LABEL, MOST_QUESTION, MOST_TITLE
from bot.surveys.repeats import unfold
from bot.surveys.types import INFORMAL, find_pretence
from bot.surveys.vetting import vet
from bot.surveys.ways import find_trap
from bot.words import fold, nfc

FEWEST_CHOICES = 2
SCALE = ("1", "2", "3", "4", "5")
BULLET = re.compile(r"^\s*(?:[-–•*+]|\d{1,2}[.)]|[a-hA-H][.)])\s+")  # as people write a list
BETWEEN = re.compile(r"[\n;]")


class Manner(StrEnum):
    """Tell how a poll's question is answered."""

    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes_no"
    SCALE = "scale"


KINDS = {
    Manner.ONE: QuestionKind.ONE_CHOICE,
    Manner.SEVERAL: QuestionKind.SEVERAL_CHOICES,
    Manner.YES_NO: QuestionKind.YES_NO,
    Manner.SCALE: QuestionKind.ONE_CHOICE,
}


@dataclass(frozen=True, slots=True)
class Poll:
    """Hold what an organizer composed: one question, and how it is answered."""

    text: str
    manner: Manner
    choices: tuple[str, ...] = ()  # of ONE and SEVERAL


def read_question(text: str) -> str:
    """Return a question's words, or raise Refused for too many."""
    words = " ".join(nfc(text).split())
    if not words or len(words) > MOST_QUESTION:
        raise Refused("poll-question-too-long", most=MOST_QUESTION)
    if pretence := find_pretence(words, INFORMAL):
        raise Refused("survey-claims-official", words=pretence)
    return words


def read_choices(text: str, before: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the choices so far with those of a text: one a line, or between semicolons.

    Raises Refused for what could not be shown, or not be told apart when it is typed.
    """
    found = list(before)
    for line in BETWEEN.split(nfc(text)):
        words = " ".join(BULLET.sub("", line).split())
        if words:
            _check_choice(words, found)
            found.append(words)
    if len(found) > MOST_CHOICES:
        raise Refused("poll-choices-too-many", most=MOST_CHOICES)
    return tuple(found)


def make_form(
    poll: Poll, *, asker: str, anonymous: bool, opens: datetime, closes: datetime
) -> Form:
    """Return a poll as the form that a file would have made, without a code yet."""
    labels = SCALE if poll.manner is Manner.SCALE else poll.choices
    question = Question(
        code="q1",
        kind=KINDS[poll.manner],
        text=Wording(poll.text),
        choices=tuple(FormChoice(str(n), Wording(label)) for n, label in enumerate(labels, 1)),
    )
    title = poll.text if len(poll.text) <= MOST_TITLE else f"{poll.text[: MOST_TITLE - 1]}…"
    purpose = Wording(f"{asker} hỏi ý kiến nhanh.", f"A quick question from {asker}.")
    return Form("", Wording(title), purpose, anonymous, "join", opens, closes, 0, 1, (question,))


def copy_form(old: Form, *, anonymous: bool, opens: datetime, closes: datetime) -> Form:
    """Return an old form's words and questions to be asked anew, without a code yet.

    Raises Refused where it is to be anonymous and asks people different questions.
    """
    written = ask_everybody(old.written) if anonymous else old.written
    form = replace(
        old,
        code="",
        anonymous=anonymous,
        opens=opens,
        closes=closes,
        remind_times=0,
        questions=unfold(written, old.groups),
        standing=None,
        by_date=None,
    )
    if anonymous and any(fault.reveals or fault.photo for fault in vet(form)):
        raise Refused("poll-copy-reveals")
    return form


async def name_form(session: AsyncSession, form: Form, *, now: datetime) -> Form:
    """Return a form under a code that no survey bears: `hoi-0112`, `hoi-0112-2`, by the day."""
    stem = f"hoi-{to_local(now):%d%m%y}"
    taken = set(await session.scalars(select(Survey.code).where(Survey.code.startswith(stem))))
    codes = (stem, *(f"{stem}-{place}" for place in range(2, len(taken) + 3)))
    return replace(form, code=next(code for code in codes if code not in taken))


def _check_choice(words: str, before: Sequence[str]) -> None:
    if len(words) > MOST_LABEL:
        raise Refused("poll-choice-too-long", choice=words, most=MOST_LABEL)
    if fold(words) in {fold(other) for other in before}:
        raise Refused("poll-choice-twice", choice=words)
    if find_trap(words):
        raise Refused("poll-choice-trap", choice=words)
