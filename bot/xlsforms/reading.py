"""Room: an XLSForm read into a form of ours with its warnings, or all its faults told at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.surveys.forms import Form, Group, Question
from bot.surveys.others import ask_everybody
from bot.surveys.repeats import MOST_COPIES, unfold
from bot.surveys.vetting import LogicFault, put_to_all, vet
from bot.xlsforms.faults import Remark, XlsFormError
from bot.xlsforms.questions import TRUE, Rows, read_choices
from bot.xlsforms.settings import Said, read_settings
from bot.xlsforms.sheets import NAME, Book, Row, check_standard, read_book, short_name
from bot.xlsforms.types import GROUP, MOMENTS
from bot.xlsforms.wordings import (
    Languages,
    find_languages,
    speaks_vietnamese,
    without_styles,
)

READ_COLUMNS = frozenset(
    [
        "type",
        "name",
        "label",
        "hint",
        "relevant",
        "required",
        "required_message",
        "constraint",
        "constraint_message",
        "calculation",
        "default",
        "choice_filter",
        "appearance",
        "image",
        "repeat_count",
        "parameters",
        "readonly",
    ]
)
EXPRESSED = frozenset(
    [
        "relevant",
        "required",
        "constraint",
        "calculation",
        "default",
        "choice_filter",
        "repeat_count",
    ]
)
QUIET_COLUMNS = frozenset({"", "$kuid", "$autoname", "$prev", "$qpath", "$xpath"})  # Kobo's own
MEDIA = frozenset({"audio", "video", "big-image"})
FIELDS = {  # of ours, by the column that they are read from
    "required_if": "required",
    "text": "label",
    "count": "repeat_count",
    "kind": "type",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what came of a file."""

    form: Form
    warnings: tuple[Remark, ...]


def read_xlsform(
    path: Path, given: Said | None = None, *, trying: datetime | None = None
) -> Reading:
    """Read a file into a form, or raise XlsFormError with every fault that was found.

    `trying` is now, where nothing is kept: settings that are missing are warnings then.
    """
    book = read_book(path)
    book.trying = trying
    _read_moments(book)
    languages = find_languages(book)
    reader = Rows(book, languages, read_choices(book, languages))
    outline = _read_rows(book, reader)
    groups = tuple(outline.groups)
    form = read_settings(book, languages, given or Said(), fallback=path.stem)
    written = ask_everybody(outline.questions) if form.anonymous else outline.questions
    form = replace(form, questions=unfold(written, groups), groups=groups)
    _remark_columns(book)
    _remark_styles(book)
    if not book.faults:
        for fault in vet(form):
            _blame(book, outline.places[fault.code], fault)
    if not book.faults:
        check_standard(book, path)
    if book.faults:
        raise XlsFormError(book.faults)
    for part in put_to_all(form):
        book.warn(outline.places[part.code], "relevant", "put-to-all")
    if not speaks_vietnamese(book, languages):
        book.warnings.append(Remark("survey", 1, "", "no-vietnamese", is_warning=True))
    return Reading(form, tuple(book.warnings))


async def read_sent(data: bytes) -> Reading:
    """Read a file that was sent, apart from what else the program does; raise XlsFormError."""

    def work() -> Reading:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "form.xlsx"
            path.write_bytes(data)
            return read_xlsform(path)

    return await asyncio.to_thread(work)


@dataclass
class Outline:
    """Gather questions and groups, with the row that each stands in."""

    questions: list[Question] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    places: dict[str, Row] = field(default_factory=dict)
    standing: list[tuple[Group, Row]] = field(default_factory=list)  # groups not closed yet


def _read_moments(book: Book) -> None:
    """Read `${today}` of an expression as `today()`: what a device would note is kept by none."""
    said = {
        row.get("name"): MOMENTS[row.get("type").strip().lower()]
        for row in book.rows["survey"]
        if row.get("type").strip().lower() in MOMENTS and row.get("name")
    }

    def write(row: Row, heading: str, text: str) -> str:
        if row.columns[heading].name not in EXPRESSED:
            return text
        return NAME.sub(lambda match: said.get(match[1], match[0]), text)

    if said:
        book.rows["survey"] = [
            replace(row, cells={head: write(row, head, text) for head, text in row.cells.items()})
            for row in book.rows["survey"]
        ]


def _read_rows(book: Book, reader: Rows) -> Outline:
    outline = Outline()
    for row in book.rows["survey"]:
        if row.get("disabled").lower() in TRUE:
            continue
        inside = outline.standing[-1][0].code if outline.standing else ""
        match = GROUP.fullmatch(" ".join(row.get("type").split()))
        if match is None:
            for question in reader.read(row, inside):
                outline.questions.append(question)
                _place(book, outline.places, question.code, row)
        elif match[1].lower() == "begin":
            is_repeat = match[2].lower() != "group"
            group = _group(book, reader.languages, row, inside, is_repeat=is_repeat)
            _open(book, outline, group, row)
        elif outline.standing:
            outline.standing.pop()
        else:
            book.blame(row, "type", "group-close")
    for _, row in outline.standing:
        book.blame(row, "type", "group-open")
    return outline


def _open(book: Book, outline: Outline, group: Group, row: Row) -> None:
    if group.most and any(other.most for other, _ in outline.standing):
        book.blame(row, "type", "repeat-nested")
    outline.groups.append(group)
    outline.standing.append((group, row))
    _place(book, outline.places, group.code, row)


def _place(book: Book, places: dict[str, Row], code: str, row: Row) -> None:
    if code and code in places:
        book.blame(row, "name", "name-twice", name=code)
    places[code] = row


def _group(book: Book, languages: Languages, row: Row, inside: str, *, is_repeat: bool) -> Group:
    count = row.get("repeat_count")
    most = 0
    if is_repeat:
        most = int(count) if count.isdecimal() and 0 < int(count) <= MOST_COPIES else MOST_COPIES
        if not count.isdecimal() or int(count) > MOST_COPIES:
            book.warn(row, "repeat_count", "repeat-bounded", most=MOST_COPIES)
    return Group(
        code=short_name(row.get("name")),
        text=languages.wording(row, "label"),
        inside=inside,
        relevant=row.get("relevant"),
        most=most,
        count=count,
        appearance=row.get("appearance"),
    )


def _remark_columns(book: Book) -> None:
    for column in book.columns["survey"]:
        used = [row for row in book.rows["survey"] if row.cells.get(column.heading)]
        if column.name in READ_COLUMNS | QUIET_COLUMNS | {"disabled"} or not used:
            continue
        code = "media-dropped" if column.name in MEDIA else "column-dropped"
        values: dict[str, str | int] = {"name": column.heading[:60]}
        book.warnings.append(Remark("survey", 1, column.letter, code, values, is_warning=True))


def _remark_styles(book: Book) -> None:
    for row in (*book.rows["survey"], *book.rows["choices"]):
        for name in ("label", "hint"):
            if any(without_styles(text) != text for text in row.by_language(name).values()):
                book.warn(row, name, "styles-dropped")


def _blame(book: Book, row: Row, fault: LogicFault) -> None:
    column = FIELDS.get(fault.field, fault.field)
    if fault.refused:
        book.blame(row, column, "expression", why=str(fault.refused))
    elif fault.circle:
        book.blame(row, column, "circle", name=", ".join(fault.circle))
    elif fault.photo:
        book.blame(row, column, f"photo-{fault.photo}")
    elif fault.reveals:
        book.blame(row, column, "reveals")
    else:
        book.blame(row, column, "unknown-question", wanted=fault.unknown)
