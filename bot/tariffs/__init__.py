"""Ground: tariffs: how long a platform lets us write to a person, for what price, on a given day.

Law: none of it is a constant in code: `tariffs.csv` has it with its dates and where it is from.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from bot.clock import to_local


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold what holds on one day: after `free_for` a message costs, after `paid_for` none goes."""

    free_for: timedelta
    paid_for: timedelta
    consult_price: int  # dong
    template_price: int  # dong, where the service does not name the template's own
    template_hours: tuple[int, int]  # local hours between which templates may leave
    is_second_hand: bool

    def opens_at(self, now: datetime) -> datetime | None:
        """Return when templates may leave again; None: now."""
        local, (first, last) = to_local(now), self.template_hours
        if first <= local.hour < last:
            return None
        day = local if local.hour < first else local + timedelta(days=1)
        return now + (day.replace(hour=first, minute=0, second=0, microsecond=0) - local)


@dataclass(frozen=True, slots=True)
class Tariff:
    """Hold one line: what it is, its value, when it holds and where it is from."""

    platform: str
    what: str
    value: int
    since: date
    until: date | None
    surely: str
    source: str


@cache
def read_tariffs() -> tuple[Tariff, ...]:
    """Return every line, in the order of the file."""
    lines = files(__package__).joinpath("tariffs.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(
        Tariff(
            row["platform"],
            row["what"],
            int(row["value"]),
            date.fromisoformat(row["since"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
            row["surely"],
            row["source"],
        )
        for row in rows
    )


def find_tariffs(platform: str, day: date) -> dict[str, Tariff]:
    """Return the lines of a platform that hold on a day; none: it is free and has no window."""
    held = (
        one
        for one in read_tariffs()
        if one.platform == platform
        and one.since <= day
        and (one.until is None or day <= one.until)
    )
    return {one.what: one for one in sorted(held, key=lambda one: one.since)}


@cache
def _find_terms(platform: str, day: date) -> Terms | None:
    held = find_tariffs(platform, day)
    if not held:
        return None
    return Terms(
        timedelta(hours=held["free_hours"].value),
        timedelta(hours=held["paid_hours"].value),
        held["consult_price"].value,
        held["template_price"].value,
        (held["template_from"].value, held["template_until"].value),
        any(one.surely == "second-hand" for one in held.values()),
    )


def terms_of(platform: str, now: datetime) -> Terms | None:
    """Return what a platform's tariffs come to at a moment, None where it has none."""
    return _find_terms(platform, to_local(now).date())
