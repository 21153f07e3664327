"""Room: "other, namely …": a choice for what no choice says, and the question that asks which.

The two are written once (`or_other`, `other: true`) and asked one after the other. Of an anonymous
survey the second is asked of everybody: that it came next would tell what was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.surveys.questions import FormChoice, Question, QuestionKind, Wording
from bot.surveys.repeats import stem_of
from bot.text import say

OTHER = "other"  # the choice's code, as the standard has it
LOCALES = ("vi", "en")
NAMELY = re.compile(r"(?P<said>(?:.*[\s,;])?(?:khác|khac|other))\s*:\s*(?P<own>.+)", re.I | re.S)


def with_other(question: Question, code: str) -> tuple[Question, Question]:
    """Write a question out with its choice "other" and, under `code`, the question which one."""
    label, which = (_phrase(key) for key in ("xlsform-other", "xlsform-which-other"))
    known = {choice.code for choice in question.choices}
    more = () if OTHER in known else (FormChoice(OTHER, label),)
    follow_up = Question(
        code=code,
        kind=QuestionKind.TEXT,
        text=which,
        relevant=f"selected(${{{question.code}}}, '{OTHER}')",
        group=question.group,
        other_of=question.code,
    )
    return replace(question, choices=(*question.choices, *more)), follow_up


def ask_everybody(questions: Sequence[Question]) -> list[Question]:
    """Return an anonymous survey's questions: which other is asked of all alike."""
    which = _phrase("survey-which-other-if")
    return [replace(one, relevant="", text=which) if one.other_of else one for one in questions]


def find_follow_up(questions: Sequence[Question], question: Question) -> Question | None:
    """Return the question that asks which other, of a question that has that choice."""
    stem, copy = stem_of(question.code), question.instance
    return next((q for q in questions if q.other_of == stem and q.instance == copy), None)


def split_namely(text: str) -> tuple[str, str] | None:
    """Cut `Đèn, khác: ghế đá` into what chooses and the person's own words, or return None."""
    found = NAMELY.fullmatch(text.strip())
    return (found["said"], found["own"]) if found else None


def named_by_asker(questions: Sequence[Question], question: Question) -> Question:
    """Return a question which other as results name it: by the question that it belongs to."""
    asker = next((one for one in questions if _asks(one, question)), None)
    if asker is None:
        return question
    vi, en = (say(at, "survey-other-words", question=asker.text.said(at)) for at in LOCALES)
    return replace(question, text=Wording(vi, en))


def _asks(asker: Question, question: Question) -> bool:
    return stem_of(asker.code) == question.other_of and asker.instance == question.instance


def _phrase(key: str) -> Wording:
    vi, en = (say(locale, key) for locale in LOCALES)
    return Wording(vi, en)
