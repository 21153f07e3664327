"""Room: when a series runs: each week, each month, or so many days from a date of each member.

A schedule is {"every": "week", "day": 0 to 6, "at": "08:00"} (0 is Monday),
{"every": "month", "day": 1 to 31 or "last", "at": …} (a month without that day has its last), or
{"date": "card_expiry", "days": -7, "at": …}, which is looked at every day.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast

from bot.clock import LOCAL, to_local
from bot.errors import Refused
from bot.members import DATES
from bot.text import say

Schedule = Mapping[str, Any]

LAST: Final = "last"
ONE_DAY: Final = timedelta(days=1)
MOST_DAYS: Final = 400  # before or after a date
LONGEST_GAP: Final = 62  # days from one monthly run to the next, and a month to spare
MOST_MONTH_DAY: Final = 31


def check_schedule(document: object) -> Schedule:
    """Return the document when it is a schedule, or raise Refused."""
    match document:
        case {"every": "week", "day": int(day), "at": str(at), **rest}:
            sound = 0 <= day < len(calendar.day_name)
        case {"every": "month", "day": day, "at": str(at), **rest}:
            numbered = isinstance(day, int) and 1 <= day <= MOST_MONTH_DAY
            sound = day == LAST or numbered
        case {"date": kind, "days": int(days), "at": str(at), **rest}:
            sound = kind in DATES and abs(days) <= MOST_DAYS
        case _:
            raise Refused("series-bad-schedule")
    if not sound or rest or not _is_hour(at):
        raise Refused("series-bad-schedule")
    return cast("Schedule", document)


def is_relative(schedule: Schedule) -> bool:
    """Tell whether a schedule follows a date of each member."""
    return "date" in schedule


def next_after(
    schedule: Schedule, moment: datetime, *, starts_on: date, ends_on: date | None
) -> datetime | None:
    """Return the first run after a moment, in UTC, or None when there is none any more."""
    first = max(to_local(moment).date(), starts_on)
    for day in _days_from(first, LONGEST_GAP):
        if ends_on is not None and day > ends_on:
            return None
        runs_at = datetime.combine(day, time.fromisoformat(schedule["at"]), tzinfo=LOCAL)
        if runs_at > moment and _falls_on(schedule, day):
            return runs_at.astimezone(moment.tzinfo)
    return None


def day_meant(schedule: Schedule, due_on: date) -> date:
    """Return the day that a run is about: a member's date, or that of the run itself."""
    return due_on - timedelta(days=schedule["days"]) if is_relative(schedule) else due_on


def describe(schedule: Schedule, locale: str) -> str:
    """Say in words when a series runs."""
    if is_relative(schedule):
        days = int(schedule["days"])
        return say(
            locale,
            "series-relative",
            kind=schedule["date"],
            side="on" if not days else "before" if days < 0 else "after",
            days=abs(days),
            at=schedule["at"],
        )
    phrase = f"series-{schedule['every']}ly"
    return say(locale, phrase, day=schedule["day"], at=schedule["at"])


def hour_of(schedule: Schedule, day: date) -> datetime:
    """Return the moment of a day at which a schedule runs."""
    return datetime.combine(day, time.fromisoformat(schedule["at"]), tzinfo=LOCAL)


def _falls_on(schedule: Schedule, day: date) -> bool:
    if is_relative(schedule):
        return True
    if schedule["every"] == "week":
        return day.weekday() == int(schedule["day"])
    last = calendar.monthrange(day.year, day.month)[1]
    return day.day == (last if schedule["day"] == LAST else min(int(schedule["day"]), last))


def _days_from(first: date, count: int) -> Iterator[date]:
    return (first + step * ONE_DAY for step in range(count + 1))


def _is_hour(text: str) -> bool:
    try:
        return f"{time.fromisoformat(text):%H:%M}" == text
    except ValueError:
        return False
