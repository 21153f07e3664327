"""A time as people type it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.broadcasts.timing import read_moment, read_times
from bot.clock import to_local
from bot.errors import Refused

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


TIMES = [
    ("mai 8h", "02/12 08:00", None),
    ("mai 8h, trước 17h", "02/12 08:00", "02/12 17:00"),
    ("mai 8h truoc 17h mai", "02/12 08:00", "02/12 17:00"),
    ("trước 17h hôm nay", None, "01/12 17:00"),
    ("chậm nhất 8h sáng mai", None, "02/12 08:00"),
    ("05/12 8:00 hạn 06/12 20:00", "05/12 08:00", "06/12 20:00"),
    ("tomorrow 8:00, by 5 pm", "02/12 08:00", "02/12 17:00"),
    ("before 11:30", None, "01/12 11:30"),
]


@pytest.mark.parametrize(("typed", "at", "by"), TIMES)
def test_a_deadline_is_understood_behind_the_time(
    typed: str, at: str | None, by: str | None
) -> None:
    found = read_times(typed, now=NOW)
    assert [f"{to_local(one):%d/%m %H:%M}" if one else None for one in found] == [at, by]


@pytest.mark.parametrize("typed", ["trước", "mai 8h trước", "trước khi đi", "4/12 8h hạn 3/12 7h"])
def test_a_deadline_that_is_no_time_to_come_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_times(typed, now=NOW)
