"""Room: what single cells mean: a year of birth, a residential group, a text."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.members import writing
from bot.words import fold, nfc

OLDEST_BIRTH: Final = 1900
_YOUNGEST_OF_TWO_DIGITS: Final = 14
_CENTURY: Final = 100
_DENSE: Final = len("ddmmyyyy")
_AHEAD: Final = 20
# Day 0 of Excel's calendar, and the serials of 1910 to 2064 (no year looks like them).
_EXCEL_START: Final = date(1899, 12, 30)
_SERIALS: Final = range(3_654, 60_000)

_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_DENSE_DATE: Final = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])((?:19|20)\d\d)")
_SHORT_DATE: Final = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(\d\d)")
_DAY: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d\d)")
_NUMBER: Final = re.compile(r"\d+(?:[.,]0+)?")
_MARK: Final = frozenset({"", "x", "v", "k", "ko", "khong", "khong ro", "khong co", "k ro"})

_GROUP_INSIDE: Final = re.compile(
    rf"(?<!\w){writing.GROUP_KINDS}[\s.:]*(?:số\b|so\b)?[\s.:]*0*(\d{{1,3}}[a-z]?)(?!\w)",
    re.IGNORECASE,
)
_FRACTION: Final = re.compile(r"(?<=\d)[.,]0$")
_SPACES: Final = re.compile(r"\s+")

_DITTO: Final = frozenset({"nt", "nhu tren", "nhu tren nt"})
_DITTO_MARKS: Final = frozenset({'"', "''", "〃", "”", "“", "-//-", "//", '-"-', "“”"})


def text_of(cell: object) -> str:
    """Give a cell as one line of text: numbers without their fraction, gaps collapsed."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _SPACES.sub(" ", nfc(str(cell))).strip()


def texts_of(cells: Sequence[object], columns: Sequence[int]) -> str:
    """Join the filled cells of some columns with commas."""
    texts = (text_of(cells[column]) for column in columns if column < len(cells))
    return ", ".join(text for text in texts if text)


def first_of(cells: Sequence[object], columns: Sequence[int]) -> object:
    """Give the first filled cell of some columns, raw, or an empty text."""
    filled = (cells[c] for c in columns if c < len(cells) and text_of(cells[c]))
    return next(filled, "")


def is_ditto(text: str) -> bool:
    """Say whether a cell only says "as above": a ditto mark, "nt", "như trên"."""
    return text in _DITTO_MARKS or fold(text) in _DITTO


def read_birth_year(cell: object, *, this_year: int) -> tuple[int | None, bool]:
    """Read a year of birth from a date, a serial, a text or a year; and whether it was refused.

    Two digits are read as the century that makes a grown person, or refused.
    """
    year = _year_of(cell, this_year)
    if year is None:
        return None, fold(text_of(cell)) not in _MARK
    if OLDEST_BIRTH <= year <= this_year:
        return year, False
    return None, True


def _year_of(cell: object, this_year: int) -> int | None:
    if isinstance(cell, date):
        return cell.year
    text = text_of(cell)
    dense = _DENSE_DATE.fullmatch(text.zfill(_DENSE))
    if dense is not None:
        return int(dense.group(1))
    if _NUMBER.fullmatch(text):
        return _year_of_number(int(re.split("[.,]", text)[0]), this_year)
    years = _YEAR.findall(text)
    if years:
        return int(years[-1])
    short = _SHORT_DATE.search(text)
    return _full_year(int(short.group(1)), this_year) if short else None


def _year_of_number(number: int, this_year: int) -> int | None:
    if number < _CENTURY:
        return _full_year(number, this_year)
    if number in _SERIALS:
        return (_EXCEL_START + timedelta(days=number)).year
    return number


def _full_year(short: int, this_year: int) -> int | None:
    century = this_year - this_year % _CENTURY
    if short > this_year % _CENTURY:
        return century - _CENTURY + short
    return century + short if this_year - century - short >= _YOUNGEST_OF_TWO_DIGITS else None


def read_day(cell: object, *, this_year: int) -> date | None:
    """Read a whole day from a date, a serial or a text (day first); None where there is none.

    Of two digits the year is the latest that is no more than 20 years ahead.
    """
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)  # a moment of a sheet loses its hour
    text = text_of(cell)
    if _NUMBER.fullmatch(text):
        number = int(re.split("[.,]", text)[0])
        return _EXCEL_START + timedelta(days=number) if number in _SERIALS else None
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year = int(found[3])
    if year < _CENTURY:
        year += this_year - this_year % _CENTURY
        year -= _CENTURY if year > this_year + _AHEAD else 0
    try:
        return date(year, int(found[2]), int(found[1]))
    except ValueError:
        return None


def read_group(cell: object) -> str | None:
    """Read a residential group's number or name: "TDP 07", "Tổ 7", 7.0 and "Phố số 7" are "7"."""
    if isinstance(cell, date):
        return None
    return writing.read_group(_FRACTION.sub("", text_of(cell))) or None


def find_group(address: str) -> str | None:
    """Find a numbered residential group within an address ("phố 20, Quảng Thắng")."""
    found = _GROUP_INSIDE.search(address)
    return found.group(1) if found else None
