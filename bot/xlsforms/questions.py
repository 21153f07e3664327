"""Room: a row of the sheet `survey` made a question; what chat cannot carry is remarked there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.surveys.forms import CHOOSING, FormChoice, Question, QuestionKind, Wording
from bot.surveys.others import with_other
from bot.xlsforms.sheets import Book, Row, short_name
from bot.xlsforms.types import FROM_FILE, METADATA, REFUSED, SCREEN, Typed, read_type
from bot.xlsforms.wordings import Languages

MOST_NAME = 200
MOST_LABEL, MOST_READ = 2_000, 500  # characters that are refused, or remarked
MOST_CHOICE, CUT_CHOICE = 200, 60
MOST_OFFERED, MANY_OFFERED = 60, 20
TRUE = ("yes", "true", "true()", "1")
FALSE = ("", "no", "false", "false()", "0")
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
LITERAL = re.compile(r"[^$()'\"]*")
Lists = dict[str, tuple[FormChoice, ...]]


@dataclass
class Rows:
    """Read rows into questions."""

    book: Book
    languages: Languages
    lists: Lists

    def read(self, row: Row, group: str) -> list[Question]:
        """Return a row's question, with the one that asks which other; none: it is left out."""
        typed = read_type(row.get("type"))
        if not self._is_ours(row, typed):
            return []
        question = self._question(row, typed, group)
        if not typed.other:
            return [question]
        return self._with_other(question)

    def _is_ours(self, row: Row, typed: Typed) -> bool:
        name = typed.name
        if name in METADATA:
            self.book.warn(row, "type", "type-metadata", name=name)
        elif FROM_FILE.fullmatch(name):
            self.book.blame(row, "type", "external")
        elif name.split(" ")[0] in REFUSED:
            self.book.blame(row, "type", "type-refused", name=name)
        elif typed.kind is None:
            self.book.blame(row, "type", "type-unknown", name=name[:60])
        elif name == "hidden" and not (row.get("calculation") or row.get("default")):
            self.book.warn(row, "type", "type-hidden", name=row.get("name"))
        else:
            return True
        return False

    def _question(self, row: Row, typed: Typed, group: str) -> Question:
        kind = typed.kind or QuestionKind.NOTE
        if row.get("readonly").lower() in TRUE and kind is QuestionKind.TEXT:
            kind = QuestionKind.CALCULATE if row.get("calculation") else QuestionKind.NOTE
            self.book.warn(row, "readonly", "readonly")
        required, required_if = self._required(row)
        question = Question(
            code=self._name(row),
            kind=kind,
            text=self._label(row, kind),
            required=required,
            required_if=required_if,
            required_text=self.languages.wording(row, "required_message"),
            choices=self._choices(row, typed) if kind in CHOOSING else (),
            list_name=typed.list_name,
            whole=typed.name == "integer",
            hint=self.languages.wording(row, "hint"),
            relevant=row.get("relevant"),
            constraint=row.get("constraint"),
            constraint_text=self.languages.wording(row, "constraint_message"),
            calculation=self._calculation(row, kind),
            default=_default(row, kind),
            choice_filter=row.get("choice_filter"),
            appearance=row.get("appearance"),
            media=self._media(row),
            group=group,
        )
        question = self._look(row, question)
        return self._range(row, question) if typed.name == "range" else question

    def _name(self, row: Row) -> str:
        name = row.get("name")
        if not name:
            self.book.blame(row, "name", "name-missing")
        elif len(name) > MOST_NAME:
            self.book.blame(row, "name", "name-too-long", name=name, most=MOST_NAME)
        if name and short_name(name) != name:
            self.book.warn(row, "name", "name-shortened", name=short_name(name))
        return short_name(name)

    def _label(self, row: Row, kind: QuestionKind) -> Wording:
        wording = self.languages.wording(row, "label")
        longest = max(len(wording.vi), len(wording.en))
        if not wording.vi and kind is QuestionKind.CALCULATE:
            return Wording(row.get("name"))
        if not wording.vi and not (wording := self.languages.wording(row, "hint")).vi:
            self.book.blame(row, "label", "label-missing")
        elif longest > MOST_LABEL:
            self.book.blame(row, "label", "label-too-long", length=longest, most=MOST_LABEL)
        elif longest > MOST_READ:
            self.book.warn(row, "label", "label-long", length=longest, most=MOST_READ)
        return wording

    def _required(self, row: Row) -> tuple[bool, str]:
        said = row.get("required")
        if said.lower() in (*TRUE, *FALSE):
            return said.lower() in TRUE, ""
        return False, said

    def _choices(self, row: Row, typed: Typed) -> tuple[FormChoice, ...]:
        choices = self.lists.get(typed.list_name)
        if choices is None:
            self.book.blame(row, "type", "list-missing", name=typed.list_name)
            return ()
        if not row.get("choice_filter"):
            count = len(choices)
            if count > MOST_OFFERED:
                self.book.blame(row, "type", "list-too-long", count=count, most=MOST_OFFERED)
            elif count > MANY_OFFERED:
                self.book.warn(row, "type", "choices-many", count=count, most=MANY_OFFERED)
        return choices

    def _calculation(self, row: Row, kind: QuestionKind) -> str:
        calculation = row.get("calculation")
        if kind is QuestionKind.CALCULATE and not calculation:
            return as_expression(row.get("default"))
        return calculation

    def _media(self, row: Row) -> str:
        named = next(iter(row.by_language("image").values()), "")
        if named:
            self.book.warn(row, "image", "media-named", name=named[:100])
        return named

    def _look(self, row: Row, question: Question) -> Question:
        words = question.appearance.split()
        if question.kind is QuestionKind.DATE and "year" in words:
            return replace(question, year_only=True)
        unknown = [word for word in words if word not in SCREEN]
        if unknown:
            self.book.warn(row, "appearance", "appearance-dropped", name=" ".join(unknown)[:100])
        match question.kind:
            case QuestionKind.IMAGE:
                self.book.warn(row, "type", "image-in-words")
            case QuestionKind.PLACE:
                self.book.warn(row, "type", "place-in-words")
        return question

    def _range(self, row: Row, question: Question) -> Question:
        said = dict(part.split("=", 1) for part in row.get("parameters").split() if "=" in part)
        given = [
            said.get(name, other) for name, other in (("start", "1"), ("end", "10"), ("step", "1"))
        ]
        if not all(PLAIN_NUMBER.fullmatch(part) for part in given):
            self.book.blame(row, "parameters", "parameters")
            return question
        start, end, step = map(float, given)
        if end <= start or step <= 0:
            self.book.blame(row, "parameters", "parameters")
        whole = all(part.is_integer() for part in (start, step))
        return replace(question, least=start, most=end, step=step, whole=whole)

    def _with_other(self, question: Question) -> list[Question]:
        """Write out `or_other` as the standard does: a choice, and a question which one."""
        return list(with_other(question, short_name(f"{question.code}_other")))


def _default(row: Row, kind: QuestionKind) -> str:
    said = row.get("default")
    takes = kind not in (QuestionKind.NOTE, QuestionKind.CALCULATE, QuestionKind.IMAGE)
    return as_expression(said) if said and takes else ""


def as_expression(said: str) -> str:
    """Return a default as an expression: plain words and days are no expression yet."""
    is_plain = LITERAL.fullmatch(said) and not PLAIN_NUMBER.fullmatch(said)
    return f"'{said}'" if is_plain and said else said


def read_choices(book: Book, languages: Languages) -> Lists:
    """Return the choice lists of the sheet `choices`."""
    lists: dict[str, list[FormChoice]] = {}
    spare = {"list_name", "name", "label", "image", "audio", "video", "big-image", ""}
    for row in book.rows["choices"]:
        name, list_name = row.get("name"), row.get("list_name")
        if not list_name:
            continue
        label = languages.wording(row, "label")
        if not name:
            book.blame(row, "name", "choice-missing")
        elif " " in name:
            book.blame(row, "name", "choice-blank")
        if not label.vi:
            book.blame(row, "label", "choice-label-missing")
        _measure(book, row, label)
        known = lists.setdefault(list_name, [])
        if name in {choice.code for choice in known}:
            book.blame(row, "name", "choices-twice", name=name)
        attributes = tuple(
            (row.columns[heading].name, text)
            for heading, text in row.cells.items()
            if row.columns[heading].name not in spare
        )
        media = next(iter(row.by_language("image").values()), "")
        if media:
            book.warn(row, "image", "choice-picture", name=media[:100])
        known.append(FormChoice(name, label, attributes, media))
    return {name: tuple(choices) for name, choices in lists.items()}


def _measure(book: Book, row: Row, label: Wording) -> None:
    longest = max(len(label.vi), len(label.en))
    if longest > MOST_CHOICE:
        book.blame(row, "label", "label-too-long", length=longest, most=MOST_CHOICE)
    elif longest > CUT_CHOICE:
        book.warn(row, "label", "choice-long", length=longest, most=CUT_CHOICE)
