"""Room: a survey's form, as read from its file: fixed once it is imported."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from json import dumps
from typing import Any

from bot.models import Survey
from bot.surveys.bydate import ByDate, by_date_of
from bot.surveys.others import named_by_asker
from bot.surveys.questions import (
    CHOOSING,
    NOTHING,
    PRESSED,
    TICKED,
    WORDED,
    FormChoice,
    Group,
    Question,
    QuestionKind,
    Wording,
)
from bot.surveys.repeats import fold_back, unfold
from bot.surveys.shares import Share
from bot.surveys.types import INFORMAL, Standing

__all__ = [
    "CHOOSING",
    "NOTHING",
    "PRESSED",
    "TICKED",
    "WORDED",
    "Form",
    "FormChoice",
    "Group",
    "Question",
    "QuestionKind",
    "Wording",
    "form_of",
]


@dataclass(frozen=True)
class Form:
    """Hold a whole survey as its file says it; what repeats stands there copy by copy."""

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
    standing: Standing | None = None  # what it is by law, where the file says so
    shares: tuple[Share, ...] = ()  # how many of each ward and age band it wants
    by_date: ByDate | None = None  # each member is asked by a date of theirs

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Return the questions that take an answer: no notes, nothing that is worked out."""
        return tuple(question for question in self.questions if question.is_asked)

    @cached_property
    def notes(self) -> tuple[Question, ...]:
        """Return what is only read, with the question that follows it."""
        return tuple(one for one in self.questions if one.kind is QuestionKind.NOTE)

    @property
    def written(self) -> tuple[Question, ...]:
        """Return the questions as their file has them: what repeats once, without its number."""
        return tuple(fold_back(self.questions))

    @property
    def counted(self) -> tuple[Question, ...]:
        """Return what results are counted of: all but the notes."""
        return tuple(
            named_by_asker(self.questions, one) if one.other_of else one
            for one in self.questions
            if one.kind is not QuestionKind.NOTE
        )

    def as_document(self) -> dict[str, Any]:
        """Return what the survey's row keeps beside its columns."""
        groups = [_keep(group) for group in self.groups]
        parts: dict[str, Any] = {
            "questions": [_keep(question) for question in fold_back(self.questions)],
            **({"groups": groups} if groups else {}),
        }
        written = dumps(parts, ensure_ascii=False)
        return {
            "title": self.title.as_document(),
            "purpose": self.purpose.as_document(),
            **parts,
            **({"key": sha256(written.encode()).hexdigest()} if len(written) > BIG else {}),
        }

    def place_of(self, code: str) -> int:
        """Return a question's place, from 0."""
        return self._places[code]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {question.code: place for place, question in enumerate(self.questions)}


def form_of(survey: Survey) -> Form:
    """Return the form that a survey was imported from."""
    kept = survey.form
    questions, groups = _parts_of(kept)
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
        questions=questions,
        groups=groups,
        standing=_standing_of(survey),
        by_date=by_date_of(survey.terms),
    )


def _standing_of(survey: Survey) -> Standing | None:
    if survey.type in (None, INFORMAL):
        return None
    terms = survey.terms
    return Standing(survey.type, terms["order"], terms["document"], terms["attested"])


def _parts_of(kept: dict[str, Any]) -> Parts:
    """Return a document's questions and groups, read once and kept by their hash.

    As they are the same objects in every turn, what is worked out of them is kept with them.
    """
    key = kept.get("key") or _hash(kept["questions"], kept.get("groups", ()))
    if key in _KNOWN:
        _KNOWN.move_to_end(key)
        return _KNOWN[key]
    groups = tuple(Group(**_read(document)) for document in kept.get("groups", ()))
    written = [_question(document) for document in kept["questions"]]
    parts = unfold(written, groups), groups
    _KNOWN[key] = parts
    if len(_KNOWN) > MOST_KNOWN:
        _KNOWN.popitem(last=False)
    return parts


def _hash(*parts: Any) -> str:
    return sha256(dumps(parts, ensure_ascii=False).encode()).hexdigest()


Parts = tuple[tuple[Question, ...], tuple[Group, ...]]
BIG = 10_000  # characters of a document whose hash is kept with it
MOST_KNOWN = 64
_KNOWN: OrderedDict[str, Parts] = OrderedDict()


ALWAYS = ("code", "kind", "text", "choices")  # kept even where they say nothing
DERIVED = ("instance", "conditional")
WORDINGS = ("text", "hint", "required_text", "constraint_text")


def _keep(part: Question | Group | FormChoice) -> dict[str, Any]:
    """Return a part as a document, without what it leaves at its default."""
    document: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        unsaid = value == field.default and field.name not in ALWAYS
        if unsaid or field.name in DERIVED:
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
