"""Room: what a row says of a person's dates and tags; what is neither is told, never guessed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.errors import Refused
from bot.members import read_tag
from bot.rolls.cells import first_of, read_day, text_of, texts_of
from bot.rolls.columns import Columns
from bot.rolls.headings import CARD, JOINED, TAG

BIRTHDAY: Final = "birthday"
# a date's column -> the years around this one that it can lie in
_YEARS: Final[Mapping[str, tuple[int, int]]] = {CARD: (-10, 10), JOINED: (-80, 0)}
_APART: Final = re.compile(r"[,;\n]")
_LEAP: Final = (2, 29)


def find_birthday(cell: object, year: int, *, this_year: int) -> dict[str, date]:
    """Give the day of birth where a cell holds one; its year is the one that was read of it."""
    day = read_day(cell, this_year=this_year)
    if day is None or ((day.month, day.day) == _LEAP and day.year != year):
        return {}
    return {BIRTHDAY: day.replace(year=year)}


def find_dates(
    cells: Sequence[object], columns: Columns, *, this_year: int
) -> tuple[dict[str, date], list[object]]:
    """Give the dates of a row by kind, and the cells that hold no such date."""
    found: dict[str, date] = {}
    refused: list[object] = []
    for name, (before, after) in _YEARS.items():
        cell = first_of(cells, columns.of(name))
        day = read_day(cell, this_year=this_year)
        if day is not None and before <= day.year - this_year <= after:
            found[name] = day
        elif text_of(cell):
            refused.append(cell)
    return found, refused


def find_tags(cells: Sequence[object], columns: Columns) -> tuple[list[str], list[object]]:
    """Give the tags of a row, and the words that may be none."""
    found: list[str] = []
    refused: list[object] = []
    for text in filter(str.strip, _APART.split(texts_of(cells, columns.of(TAG)))):
        try:
            found.append(read_tag(text))
        except Refused:
            refused.append(text.strip())
    return found, refused
