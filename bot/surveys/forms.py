"""Room: a survey's form, as read from its file: fixed once it is imported."""

from __future__ import annotations

from dataclasses import dataclass, fields
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
    NOTE = "note"  # read with the question that follows it; no answer
    CALCULATE = "calculate"  # never asked: worked out from other answers
    RANK = "rank"
    PLACE = "place"  # told by its name, never by a live location
    IMAGE = "image"  # told in words where no picture can be taken
    ACKNOWLEDGE = "acknowledge"


CHOOSING = frozenset({QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES, QuestionKind.RANK})
WORDED = frozenset({QuestionKind.TEXT, QuestionKind.PLACE, QuestionKind.IMAGE})
UNASKED = frozenset({QuestionKind.NOTE, QuestionKind.CALCULATE})
PRESSED = frozenset(  # by one press, and settled
    {QuestionKind.ONE_CHOICE, QuestionKind.YES_NO, QuestionKind.ACKNOWLEDGE}
)
TICKED = frozenset({QuestionKind.SEVERAL_CHOICES, QuestionKind.RANK})  # press by press, then done


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold one sentence in several languages; what is missing falls back to Vietnamese."""

    vi: str
    en: str = ""
    others: tuple[tuple[str, str], ...] = ()  # by their code: kept and exported

    @classmethod
    def of(cls, document: dict[str, Any]) -> Wording:
        """Return the sentence that a document keeps."""
        others = tuple((code, words) for code, words in document.get("others", {}).items())
        return cls(document["vi"], document.get("en", ""), others)

    def as_document(self) -> dict[str, Any]:
        """Return what a document keeps of it."""
        more = {"others": dict(self.others)} if self.others else {}
        return {"vi": self.vi, "en": self.en, **more}

    def said(self, locale: str) -> str:
        """Return the sentence in a locale."""
        if locale == "vi":
            return self.vi
        return (self.en if locale == "en" else dict(self.others).get(locale, "")) or self.vi


NOTHING = Wording("")


@dataclass(frozen=True, slots=True)
class FormChoice:
    """Hold one choice of a question."""

    code: str
    text: Wording
    attributes: tuple[tuple[str, str], ...] = ()  # what a choice filter looks at
    media: str = ""  # a picture's file name


@dataclass(frozen=True, slots=True)
class Group:
    """Hold a named part of a form; where it repeats, it is asked once for each thing counted."""

    code: str
    text: Wording = NOTHING
    inside: str = ""  # the group around it
    relevant: str = ""
    most: int = 0  # how often it may repeat; 0: it does not
    count: str = ""  # how often it does; empty: as often as the person says
    appearance: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Hold one question and what it takes for an answer.

    `relevant`, `required_if`, `constraint`, `calculation`, `default` and `choice_filter` are
    expressions, as in an XLSForm.
    """

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
    step: float | None = None  # between the values that a number may have, from its least
    hint: Wording = NOTHING
    relevant: str = ""
    required_if: str = ""
    required_text: Wording = NOTHING
    constraint: str = ""
    constraint_text: Wording = NOTHING
    calculation: str = ""
    default: str = ""
    choice_filter: str = ""
    list_name: str = ""  # of its choices, in a file that shares them
    appearance: str = ""
    media: str = ""  # a picture's file name
    group: str = ""  # the innermost group that it stands in
    instance: int = 0  # which copy it is, from 1, of a question that repeats

    @property
    def choices_are_numbers(self) -> bool:
        """Tell whether its choices are typed as themselves, not by their place."""
        return any(choice.text.vi[:1].isdigit() for choice in self.choices)

    @property
    def is_asked(self) -> bool:
        """Tell whether it takes an answer from the person."""
        return self.kind not in UNASKED

    @property
    def is_worded(self) -> bool:
        """Tell whether it is answered in free words, which may say who wrote them."""
        return self.kind in WORDED


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
    groups: tuple[Group, ...] = ()

    @property
    def asked(self) -> tuple[Question, ...]:
        """Return the questions that take an answer: no notes, nothing that is worked out."""
        return tuple(question for question in self.questions if question.is_asked)

    @property
    def counted(self) -> tuple[Question, ...]:
        """Return what results are counted of: all but the notes."""
        return tuple(one for one in self.questions if one.kind is not QuestionKind.NOTE)

    def as_document(self) -> dict[str, Any]:
        """Return what the survey's row keeps beside its columns."""
        groups = [_keep(group) for group in self.groups]
        return {
            "title": self.title.as_document(),
            "purpose": self.purpose.as_document(),
            "questions": [_keep(question) for question in self.questions],
            **({"groups": groups} if groups else {}),
        }

    def place_of(self, code: str) -> int:
        """Return a question's place, from 0."""
        return next(i for i, q in enumerate(self.questions) if q.code == code)


def form_of(survey: Survey) -> Form:
    """Return the form that a survey was imported from."""
    kept = survey.form
    return Form(
        code=survey.code,
        title=Wording.of(kept["title"]),
        purpose=Wording.of(kept["purpose"]),
        anonymous=survey.anonymous,
        late=survey.late,
        opens=survey.opens_at,
        closes=survey.closes_at,
        remind_times=survey.remind_times,
        remind_every_days=survey.remind_every_days,
        questions=tuple(_question(document) for document in kept["questions"]),
        groups=tuple(Group(**_read(document)) for document in kept.get("groups", ())),
    )


ALWAYS = ("code", "kind", "text", "choices")  # kept even where they say nothing
WORDINGS = ("text", "hint", "required_text", "constraint_text")


def _keep(part: Question | Group | FormChoice) -> dict[str, Any]:
    """Return a part as a document, without what it leaves at its default."""
    document: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if value == field.default and field.name not in ALWAYS:
            continue
        match value:
            case Wording():
                document[field.name] = value.as_document()
            case [FormChoice(), *_]:
                document[field.name] = [_keep(choice) for choice in value]
            case _ if field.name == "attributes":
                document[field.name] = dict(value)
            case _:
                document[field.name] = value
    return document


def _read(document: dict[str, Any]) -> dict[str, Any]:
    read = {name: Wording.of(document[name]) for name in WORDINGS if name in document}
    return {**document, **read}


def _question(document: dict[str, Any]) -> Question:
    choices = tuple(_choice(choice) for choice in document["choices"])
    return Question(
        **{**_read(document), "kind": QuestionKind(document["kind"]), "choices": choices}
    )


def _choice(document: dict[str, Any]) -> FormChoice:
    attributes = tuple(document.get("attributes", {}).items())
    return FormChoice(**{**_read(document), "attributes": attributes})
