"""Room: windows: spans of days, and the days of Tết as the package carries them.

The dates of Tết are those of the calendar at UTC+7, which is not China's in every year (2030).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Hold days on which nothing is sent, both ends included, and what they are called."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tet:
    """Hold one lunar new year: its first day, and the days closed around it."""

    year: int
    first_day: date
    days: Days


@cache
def read_tet() -> tuple[Tet, ...]:
    """Return every Tết that is known, the earliest first; `tet.csv` says where it is from."""
    lines = files(__package__).joinpath("tet.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(_read_row(row) for row in rows)


def join(days: Iterable[Days]) -> tuple[Days, ...]:
    """Return spans in their order, none touching another; joined ones keep each name once."""
    joined: list[Days] = []
    for one in sorted(days):
        if joined and one.first <= joined[-1].last + ONE_DAY:
            before = joined.pop()
            names = dict.fromkeys(filter(None, (*before.name.split(", "), one.name)))
            one = Days(before.first, max(before.last, one.last), ", ".join(names))
        joined.append(one)
    return tuple(joined)


def _read_row(row: dict[str, str]) -> Tet:
    first, last = (date.fromisoformat(row[name]) for name in ("closed_from", "closed_until"))
    year = int(row["year"])
    return Tet(year, date.fromisoformat(row["first_day"]), Days(first, last, f"Tết {year}"))
