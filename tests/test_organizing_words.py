"""Organizers' words for ages and for days before or after a date, as people write them."""

from __future__ import annotations

import pytest

from bot.segments import MOST_AGE
from handlers.organizing_people import find_ages
from handlers.organizing_repeat import find_days

AGES = [
    ("18-35", (18, 35)),
    ("từ 18 đến 35 tuổi", (18, 35)),
    ("18 to 35", (18, 35)),
    ("từ 60 tuổi", (60, MOST_AGE)),
    ("60 trở lên", (60, MOST_AGE)),
    ("trên 60", (61, MOST_AGE)),
    ("over 60", (61, MOST_AGE)),
    ("dưới 16 tuổi", (0, 15)),
    ("under 16", (0, 15)),
    ("đến 30 tuổi", (0, 30)),
    ("30 trở xuống", (0, 30)),
    ("60", None),
    ("35-18", None),
    ("200 trở lên", None),
    ("già", None),
]
DAYS = [
    ("trước 7 ngày", -7),
    ("7 days before", -7),
    ("sau 30 ngày", 30),
    ("30 ngày sau", 30),
    ("đúng ngày", 0),
    ("on the day", 0),
    ("7", None),
    ("trước 7 sau 8", None),
    ("mai", None),
]


@pytest.mark.parametrize(("text", "ages"), AGES)
def test_ages_are_read_as_people_write_them(text: str, ages: tuple[int, int] | None) -> None:
    assert find_ages(text) == ages


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_days_are_read_as_people_write_them(text: str, days: int | None) -> None:
    assert find_days(text) == days
