"""Room: a day as people type it: 15/8/1960, 15-8-60, `15 tháng 8 năm 1960`, or a year alone."""

from __future__ import annotations

import re
from datetime import date

from bot.words import fold

DAY = re.compile(r"(?:ngay )?(\d{1,2})(?: thang | )(\d{1,2})(?: nam | )(\d{4}|\d{2})")
YEAR = re.compile(r"(?:nam |sinh nam )?(\d{4})")
EARLIEST = 1900
FULL_YEAR = 4  # digits


def read_date(text: str, today: date) -> date | int | None:
    """Return a day, a year where only one was typed, or None.

    A year of two digits is the latest that is not in the future: in 2026, 60 is 1960, 26 is 2026.
    """
    folded = fold(text)
    if year := YEAR.fullmatch(folded):
        found = int(year[1])
        return found if EARLIEST <= found <= today.year + 100 else None
    match = DAY.fullmatch(folded)
    if match is None:
        return None
    day, month, written = (int(part) for part in match.groups())
    if len(match[3]) < FULL_YEAR:
        written += 2000 if 2000 + written <= today.year else 1900
    if written < EARLIEST:
        return None
    try:
        return date(written, month, day)
    except ValueError:
        return None
