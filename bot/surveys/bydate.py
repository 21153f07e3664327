"""Room: a survey that asks each member so many days from a date of theirs, as its file says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.members import DATES
from bot.text import say

KEPT, ASKED_ON = "by_date", "by_date_asked_on"  # in a survey's terms
HOUR = 8  # of the local day, from which people are asked
MOST_DAYS = 400  # before or after a date, as series have it
WRITTEN = re.compile(r"([a-z_]+)\s+([+-]?\d{1,3})")


@dataclass(frozen=True, slots=True)
class ByDate:
    """Hold which date a survey goes by, and how many days from it; before it they are negative."""

    kind: str
    days: int

    def __str__(self) -> str:
        return f"{self.kind} {self.days}"

    def day_meant(self, today: date) -> date:
        """Return the date of those who are asked today."""
        return today - timedelta(days=self.days)

    def describe(self, locale: str) -> str:
        """Say when each member is asked."""
        side = "on" if not self.days else "before" if self.days < 0 else "after"
        days, at = abs(self.days), f"{HOUR:02}:00"
        return say(locale, "series-relative", kind=self.kind, side=side, days=days, at=at)


def read_by_date(text: str) -> ByDate | None:
    """Read `card_expiry -30`, or return None."""
    found = WRITTEN.fullmatch(" ".join(text.split()))
    if found is None or found[1] not in DATES or abs(int(found[2])) > MOST_DAYS:
        return None
    return ByDate(found[1], int(found[2]))


def by_date_of(terms: Mapping[str, Any] | None) -> ByDate | None:
    """Return by which date a survey of these terms goes, if it does."""
    kept = (terms or {}).get(KEPT)
    return read_by_date(kept) if kept else None
