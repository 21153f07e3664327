"""A time as people type it, and when a broadcast really leaves."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.broadcasts.timing import leaves_at, read_moment
from bot.clock import LOCAL, to_local
from bot.errors import Refused
from bot.settings import Settings

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)  # Tuesday, 09:00 in Viet Nam

MEANT = [
    ("19:30", "01/12 19:30"),
    ("19h30", "01/12 19:30"),
    ("lúc 19 giờ 30", "01/12 19:30"),
    ("7h tối", "01/12 19:00"),
    ("7h toi", "01/12 19:00"),
    ("7 giờ rưỡi tối", "01/12 19:30"),
    ("8h", "02/12 08:00"),
    ("8h sáng", "02/12 08:00"),
    ("11h trưa", "01/12 11:00"),
    ("1h trưa", "01/12 13:00"),
    ("12h", "01/12 12:00"),
    ("12h đêm", "02/12 00:00"),
    ("mai 8h", "02/12 08:00"),
    ("8h sáng mai", "02/12 08:00"),
    ("tối mai 7h", "02/12 19:00"),
    ("ngày mốt 8h", "03/12 08:00"),
    ("hôm nay 17h", "01/12 17:00"),
    ("thứ 7 8h", "05/12 08:00"),
    ("thứ bảy 8h", "05/12 08:00"),
    ("thứ ba 8h", "08/12 08:00"),
    ("8h chủ nhật", "06/12 08:00"),
    ("05/12 8:00", "05/12 08:00"),
    ("8:00 ngày 5-12", "05/12 08:00"),
    ("5/12/2026 8h30", "05/12 08:30"),
    ("2026-12-05 08:00", "05/12 08:00"),
    ("30 phút nữa", "01/12 09:30"),
    ("2 tiếng nữa", "01/12 11:00"),
    ("8 pm", "01/12 20:00"),
    ("tomorrow at 8:00 am", "02/12 08:00"),
    ("in 2 hours", "01/12 11:00"),
]


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_a_time_is_understood_as_people_type_it(typed: str, meant: str) -> None:
    assert f"{to_local(read_moment(typed, now=NOW)):%d/%m %H:%M}" == meant


def test_a_day_without_a_year_is_the_next_such_day() -> None:
    assert to_local(read_moment("01/02 8:00", now=NOW)).year == 2027


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "broadcast-time-unclear"),
        ("mai", "broadcast-time-unclear"),
        ("bao giờ cũng được", "broadcast-time-unclear"),
        ("25:00", "broadcast-time-unclear"),
        ("31/2 8:00", "broadcast-time-unclear"),
        ("8h hoặc 9h", "broadcast-time-unclear"),
        ("thứ hai tuần sau 8h", "broadcast-time-unclear"),
        ("1/12 8:00", "broadcast-time-past"),
        ("30/11/2026 8:00", "broadcast-time-past"),
        ("hôm nay 8h", "broadcast-time-past"),
    ],
)
def test_what_is_no_time_to_come_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_moment(typed, now=NOW)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("due", "leaves"),
    [
        ((1, 7, 0), (1, 7, 0)),
        ((1, 20, 59), (1, 20, 59)),
        ((1, 21, 0), (2, 7, 0)),
        ((1, 23, 30), (2, 7, 0)),
        ((2, 0, 30), (2, 7, 0)),
        ((2, 6, 59), (2, 7, 0)),
    ],
)
def test_nothing_leaves_while_people_are_left_in_peace(
    settings: Settings, due: tuple[int, int, int], leaves: tuple[int, int, int]
) -> None:
    at = [datetime(2026, 12, *moment, tzinfo=LOCAL) for moment in (due, leaves)]
    assert leaves_at(at[0], settings) == at[1]


def test_quiet_hours_within_one_day_end_that_day(settings: Settings) -> None:
    quiet = settings.model_copy(update={"quiet_from": time(11, 0), "quiet_until": time(13, 0)})
    noon = datetime(2026, 12, 1, 12, 0, tzinfo=LOCAL)
    assert leaves_at(noon, quiet) == datetime(2026, 12, 1, 13, 0, tzinfo=LOCAL)
