"""Room: a survey's form, as read from its file: fixed once it is imported."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.models import Survey


class QuestionKind(StrEnum):
    """Tell what sort of answer a question wants."""

    ONE_CHOICE = "one_choice"
    SEVERAL_CHOICES = "several_choices"
    NUMBER = "number"
    TEXT = "text"
    YES_NO = "yes_no"
    DATE = "date"


CHOOSING = frozenset({QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES})


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold one sentence in both languages; English falls back to Vietnamese."""

    vi: str
    en: str = ""

    def said(self, locale: str) -> str:
        """Return the sentence in a locale."""
        return (self.en if locale == "en" else "") or self.vi


@dataclass(frozen=True, slots=True)
class FormChoice:
    """Hold one choice of a question."""

    code: str
    text: Wording


@dataclass(frozen=True, slots=True)
class Question:
    """Hold one question and what it takes for an answer."""

    code: str
    kind: QuestionKind
    text: Wording
    required: bool = False
    choices: tuple[FormChoice, ...] = ()
    least: float | None = None  # a number's bounds, both included
    most: float | None = None
    whole: bool = True
    longest: int = 500  # characters of a text
    year_only: bool = False  # whether a date may be a year alone

    @property
    def choices_are_numbers(self) -> bool:
        """Tell whether its choices are typed as themselves, not by their place."""
        return any(choice.text.vi[:1].isdigit() for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Form:
    """Hold a whole survey as its file says it."""

    code: str
    title: Wording
    purpose: Wording
    anonymous: bool
    late: str  # join | refuse
    opens: datetime
    closes: datetime
    remind_times: int
    remind_every_days: int
    questions: tuple[Question, ...]

    def as_document(self) -> dict[str, Any]:
        """Return what the survey's row keeps beside its columns."""
        return {
            "title": asdict(self.title),
            "purpose": asdict(self.purpose),
            "questions": [asdict(question) for question in self.questions],
        }

    def place_of(self, code: str) -> int:
        """Return a question's place, from 0."""
        return next(i for i, q in enumerate(self.questions) if q.code == code)


def form_of(survey: Survey) -> Form:
    """Return the form that a survey was imported from."""
    kept = survey.form
    return Form(
        code=survey.code,
        title=Wording(**kept["title"]),
        purpose=Wording(**kept["purpose"]),
        anonymous=survey.anonymous,
        late=survey.late,
        opens=survey.opens_at,
        closes=survey.closes_at,
        remind_times=survey.remind_times,
        remind_every_days=survey.remind_every_days,
        questions=tuple(_question(document) for document in kept["questions"]),
    )


def _question(document: dict[str, Any]) -> Question:
    choices = tuple(FormChoice(c["code"], Wording(**c["text"])) for c in document["choices"])
    return Question(
        **{
            **document,
            "kind": QuestionKind(document["kind"]),
            "text": Wording(**document["text"]),
            "choices": choices,
        }
    )
