"""Room: the parts of a survey's form: its questions, their choices, their groups."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


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
MOST_PRESSED = 12  # values of a range that have a button each
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
    other_of: str = ""  # the question to whose choice "other" it asks which one
    group: str = ""  # the innermost group that it stands in
    instance: int = 0  # which copy it is, from 1, of a question that repeats
    conditional: bool = False  # whether some people are not asked it

    @property
    def choices_are_numbers(self) -> bool:
        """Tell whether its choices are typed as themselves, not by their place."""
        return bool(self.scale) or any(choice.text.vi[:1].isdigit() for choice in self.choices)

    @property
    def scale(self) -> tuple[float, ...]:
        """Return the values of a range that are few enough to be pressed; none: it is typed."""
        if None in (self.step, self.least, self.most):
            return ()
        least, most, step = (Decimal(str(one)) for one in (self.least, self.most, self.step))
        count = int((most - least) // step) + 1
        values = (least + step * n for n in range(count if count <= MOST_PRESSED else 0))
        return tuple(float(value) for value in values)

    @property
    def is_asked(self) -> bool:
        """Tell whether it takes an answer from the person."""
        return self.kind not in UNASKED

    @property
    def is_worded(self) -> bool:
        """Tell whether it is answered in free words, which may say who wrote them."""
        return self.kind in WORDED
