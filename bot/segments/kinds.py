"""Room: the conditions that a rule may be made of, as a table: what each one's value looks like.

A condition is about who somebody is (organisation, ward, group, age, sex, tag, channel, date,
registered_since), or about what was sent to them and what they said (got, missed, pressed;
answered, unanswered, said).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from bot.members import DATES, SEXES
from bot.words import fold

MOST_TEXT: Final = 120
MOST_AGE: Final = 130
ANY: Final = "any"  # in place of a button's letter

Shape = Callable[[Any], bool]


def is_number(value: object) -> bool:
    """Say whether a value is a row's number."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def is_text(value: object) -> bool:
    """Say whether a value is a word or a few."""
    return isinstance(value, str) and bool(fold(value)) and len(value) <= MOST_TEXT


def is_day(value: object) -> bool:
    """Say whether a value is a day, as 2026-12-05."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_age(value: object) -> bool:
    """Take [from, to, year]: ages, both included, as they are reckoned in that year."""
    match value:
        case [int(), int(), int()]:
            return 0 <= value[0] <= value[1] <= MOST_AGE and date.min.year < value[2]
        case _:
            return False


def _is_said(value: object) -> bool:
    match value:
        case [number, question, choice]:
            return is_number(number) and is_text(question) and is_text(choice)
        case _:
            return False


def _is_pressed(value: object) -> bool:
    match value:
        case [number, str(letter)]:
            return is_number(number) and (letter == ANY or len(letter) == 1)
        case _:
            return False


def _is_date(value: object) -> bool:
    match value:
        case [kind, day]:
            return kind in DATES and is_day(day)
        case _:
            return False


SHAPES: Final[dict[str, Shape]] = {
    "all": lambda value: value is True,
    "organisation": is_number,
    "ward": is_text,
    "group": is_text,
    "age": _is_age,
    "sex": lambda value: value in SEXES,
    "tag": is_text,
    "channel": is_text,
    "registered_since": is_day,
    "date": _is_date,  # written by series
    "got": is_number,
    "missed": is_number,
    "pressed": _is_pressed,
    "answered": is_number,
    "unanswered": is_number,  # entitled, and not handed in
    "said": _is_said,
}
# conditions that name a survey, and those that name a broadcast
OF_SURVEYS: Final = ("answered", "unanswered", "said")
OF_BROADCASTS: Final = ("got", "missed", "pressed")


def number_of(value: Any) -> int:
    """Return the survey or broadcast that a condition's value names."""
    return int(value[0] if isinstance(value, list) else value)
