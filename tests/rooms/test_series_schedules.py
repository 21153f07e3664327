"""Schedules of series: on which days they run, and what is no schedule."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot import series
from bot.clock import to_local
from bot.errors import Refused
from tests.rooms.test_series import CARD, MONDAY, at

RUNS = [
    (MONDAY, "01/12 09:00", ["07/12 08:00", "14/12 08:00"]),
    ({**MONDAY, "day": 1}, "01/12 07:00", ["01/12 08:00", "08/12 08:00"]),
    ({"every": "month", "day": 31, "at": "08:00"}, "02/09 09:00", ["30/09 08:00", "31/10 08:00"]),
    ({"every": "month", "day": "last", "at": "20:15"}, "29/01 09:00", ["31/01 20:15"]),
    ({"every": "month", "day": 15, "at": "08:00"}, "15/11 08:00", ["15/12 08:00"]),
    (CARD, "01/12 09:00", ["02/12 08:00", "03/12 08:00"]),
]


@pytest.mark.parametrize(("schedule", "now", "runs"), RUNS)
def test_a_schedule_runs(schedule: dict[str, Any], now: str, runs: list[str]) -> None:
    moment = at(now)
    for run in runs:
        found = series.next_after(schedule, moment, starts_on=date(2026, 1, 1), ends_on=None)
        assert found is not None
        assert f"{to_local(found):%d/%m %H:%M}" == run
        moment = found


NOT_SCHEDULES: list[object] = [
    None,
    {"every": "week", "day": 7, "at": "08:00"},
    {"every": "month", "day": 0, "at": "08:00"},
    {"every": "month", "day": 31, "at": "8:00"},
    {"every": "week", "day": 1, "at": "08:00", "date": "birthday"},
    {"date": "death", "days": 1, "at": "08:00"},
    {"date": "birthday", "days": 401, "at": "08:00"},
]


@pytest.mark.parametrize("document", NOT_SCHEDULES)
def test_what_is_no_schedule_is_refused(document: object) -> None:
    with pytest.raises(Refused, match="series-bad-schedule"):
        series.check_schedule(document)
