"""Room: a workbook opened safely and read by pyxform, row by row, with every cell's place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.rolls.errors import RollRefused
from bot.rolls.safety import inspect_file
from bot.words import nfc
from bot.workbooks import column_letters
from bot.xlsforms.faults import Remark, XlsFormError

MOST_ROWS = 5_000
LONGEST_NAME = 34  # an answer's row holds 40 characters: this, a mark, and the number of a copy
NAME = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")
SHEETS = ("survey", "choices", "settings")
ALIASES = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "bind::readonly": "readonly",
    "read_only": "readonly",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
    "media::image": "image",
    "media::audio": "audio",
    "media::video": "video",
    "media::big-image": "big-image",
    "list name": "list_name",
    "set_form_title": "form_title",
    "set_form_id": "form_id",
    "title": "form_title",
    "id_string": "form_id",
}
LANGUAGE = re.compile(
    r"(label|hint|guidance_hint|constraint_message|required_message|image|audio"
    r"|video|big-image|purpose|form_title)\s*::?\s*(\S.*)"
)
NAMED = re.compile(r".*\(([A-Za-z]{2,3}(?:-\w+)*)\)\s*")
KNOWN_LANGUAGES = {"tiếng việt": "vi", "vietnamese": "vi", "english": "en", "tiếng anh": "en"}
ROW = re.compile(r"\[row : (\d+)\]")


@dataclass(frozen=True, slots=True)
class Column:
    """Hold what a column's heading says: a name, a language where it has one, and its letter."""

    heading: str
    name: str
    language: str
    letter: str


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row that is not empty."""

    sheet: str
    number: int
    cells: Mapping[str, str]  # by heading
    columns: Mapping[str, Column]  # by heading

    def get(self, name: str) -> str:
        """Return a cell of a column that has no language."""
        return next((v for h, v in self.cells.items() if self._is(h, name) and v), "")

    def by_language(self, name: str) -> dict[str, str]:
        """Return what a column says in each language; an empty language where none is named."""
        return {self.columns[h].language: v for h, v in self.cells.items() if self._is(h, name)}

    def letter(self, name: str) -> str:
        """Return the letter of a column, or nothing."""
        return next((c.letter for c in self.columns.values() if c.name == name), "")

    def _is(self, heading: str, name: str) -> bool:
        return self.columns[heading].name == name


@dataclass
class Book:
    """Hold a workbook's rows, and what was remarked while it was read."""

    rows: dict[str, list[Row]]
    columns: dict[str, list[Column]]
    faults: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    trying: datetime | None = None  # now, where it is only looked at: settings may come later

    def blame(self, row: Row, column: str, code: str, **values: str | int) -> None:
        """Note a fault at a row's cell."""
        at = row.letter(column) if column else ""
        self.faults.append(Remark(row.sheet, row.number, at, code, values))

    def warn(self, row: Row, column: str, code: str, **values: str | int) -> None:
        """Note that a cell is taken otherwise than it is written."""
        at = row.letter(column) if column else ""
        self.warnings.append(Remark(row.sheet, row.number, at, code, values, is_warning=True))


def read_book(path: Path) -> Book:
    """Read a workbook, or raise XlsFormError: no workbook, a bomb, macros, formulas, no sheets."""
    _inspect(path)
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        found = get_xlsform(xlsform=str(path), file_type=".xlsx")
    except (PyXFormError, ValueError, KeyError) as error:
        raise XlsFormError([_standard(str(error))]) from error
    rows, columns = {}, {}
    for sheet in SHEETS:
        heads = _columns(getattr(found, f"{sheet}_header") or ({},))
        columns[sheet] = list(heads.values())
        rows[sheet] = list(_rows(sheet, getattr(found, sheet) or (), heads))
    book = Book(rows, columns)
    if not rows["survey"]:
        book.faults.append(Remark("survey", 0, "", "no-sheet", {"name": "survey"}))
    if any(len(part) > MOST_ROWS for part in rows.values()):
        book.faults.append(Remark("survey", 0, "", "too-many-rows", {"most": MOST_ROWS}))
    if book.faults:
        raise XlsFormError(book.faults)
    return book


def _inspect(path: Path) -> None:
    try:
        inspect_file(path)
        with zipfile.ZipFile(path) as archive:
            if any("vbaproject" in name.lower() for name in archive.namelist()):
                raise XlsFormError([Remark("", 0, "", "macros")])
    except RollRefused as error:
        raise XlsFormError([Remark("", 0, "", "unreadable", {"why": error.code})]) from error
    except zipfile.BadZipFile as error:
        raise XlsFormError([Remark("", 0, "", "unreadable", {"why": "xls"})]) from error
    formulas = list(_find_formulas(path))
    if formulas:
        raise XlsFormError(formulas)


def _find_formulas(path: Path) -> Iterator[Remark]:
    """Yield cells whose value is worked out by Excel, and may be none in the file."""
    from openpyxl import load_workbook  # 25 MB of every program, for a file now and then

    book = load_workbook(path, read_only=True)
    try:
        for sheet in book.worksheets:
            if sheet.title.lower() not in SHEETS:
                continue
            for cells in sheet.iter_rows(max_row=MOST_ROWS):
                for cell in cells:
                    if cell.data_type == "f":
                        yield Remark(sheet.title, cell.row, cell.column_letter, "formula")
    finally:
        book.close()


def _columns(heads: Sequence[Mapping[str, Any]]) -> dict[str, Column]:
    found = {}
    for place, heading in enumerate(heads[0]):
        name, language = _name(nfc(heading))
        found[heading] = Column(heading, name, language, column_letters(place))
    return found


def _name(heading: str) -> tuple[str, str]:
    plain = re.sub(r"\s*::\s*", "::", heading.strip())
    folded = plain.lower()
    for alias, name in ALIASES.items():  # media::image::English (en)
        if folded == alias or folded.startswith(f"{alias}::"):
            plain, folded = name + plain[len(alias) :], name + folded[len(alias) :]
            break
    if match := LANGUAGE.fullmatch(plain):
        return match[1].lower(), _language(match[2])
    if match := LANGUAGE.fullmatch(folded):
        return match[1], _language(match[2])
    return folded, ""


def _language(named: str) -> str:
    if match := NAMED.fullmatch(named):
        return match[1].lower()
    return KNOWN_LANGUAGES.get(named.strip().lower(), named.strip().lower())


def short_name(name: str) -> str:
    """Return a name as it is kept: a long one is cut, and told apart by a few letters more."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 7]}_{sha256(name.encode()).hexdigest()[:6]}"


def _shorten(match: re.Match[str]) -> str:
    return f"${{{short_name(match[1])}}}"


def language_of(named: str) -> str:
    """Return the code of a language as a setting names it."""
    return _language(named) if named else ""


def _rows(
    sheet: str, rows: Sequence[Mapping[str, str]], heads: dict[str, Column]
) -> Iterator[Row]:
    for number, cells in enumerate(rows, 2):  # the headings are row 1
        kept = {
            heading: NAME.sub(_shorten, nfc(str(text)))
            for heading, text in cells.items()
            if heading in heads
        }
        if any(text.strip() for text in kept.values()):
            yield Row(sheet, number, kept, heads)


def check_standard(book: Book, path: Path) -> None:
    """Hold the form against the standard's own converter: it must become an XForm."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        convert(str(path), file_type=".xlsx")
    except PyXFormError as error:
        book.faults.append(_standard(str(error)))


def _standard(why: str) -> Remark:
    row = ROW.search(why)
    told = " ".join(ROW.sub("", why).split())[:300]
    sheet = next((name for name in SHEETS if f"'{name}'" in told), "survey" if row else "")
    return Remark(sheet, int(row[1]) if row else 0, "", "standard", {"why": told})
