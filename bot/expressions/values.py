"""Ground: XPath's values and how one becomes another; a date counts as days since 1970-01-01.

A list stands for the answers of all copies of a question that repeats (XPath's node-set).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

Value = str | float | bool | Sequence[str]

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local days are counted, as on paper
DAY_SECONDS = 86_400
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\S*)?")
NUMBER = re.compile(r"\s*-?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})\s*")  # XPath 1.0, section 3.7
EARLIEST, LATEST = -700_000, 2_900_000  # days, within the years that datetime knows
EXACT = 2**53  # whole numbers up to it are exact in a float


def to_string(value: Value) -> str:
    """Return a value as text (XPath 1.0, string())."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _written(float(value))
        case str():
            return value
        case _:
            return value[0] if value else ""


def to_number(value: Value) -> float:
    """Return a value as a number, not-a-number where it is none."""
    match value:
        case int() | float():
            return float(value)
        case str():
            return _counted(value)
        case _:
            return _counted(to_string(value))


def to_boolean(value: Value) -> bool:
    """Return whether a value holds: a number but 0, a text or a list that is not empty."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def to_day(value: Value) -> datetime | None:
    """Return the local moment that a text or a number of days means, or None."""
    days = to_number(value)
    if not EARLIEST < days < LATEST:
        return None
    return EPOCH + timedelta(seconds=round(days * DAY_SECONDS))


def write_day(moment: date) -> str:
    """Write a day as XForms does."""
    return moment.strftime("%Y-%m-%d").zfill(len("2026-12-31"))


def _counted(text: str) -> float:
    if NUMBER.fullmatch(text):
        return float(text)
    match = DATE.fullmatch(text.strip())
    if match is None:
        return math.nan
    parts = [int(part) if part else 0 for part in match.groups()]
    try:
        moment = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - a local one
    except ValueError:
        return math.nan
    return (moment - EPOCH).total_seconds() / DAY_SECONDS


def _written(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < EXACT else f"{value:.0f}"
