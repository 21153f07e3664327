"""What a platform allows and costs: dated lines, each with where it is from."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.tariffs import read_tariffs, terms_of
from tests.kit.makers import BEGINNING

HOUR = timedelta(hours=1)


def test_what_is_assumed_of_a_platform_is_dated_and_says_where_it_is_from() -> None:
    assert all(one.source and one.surely for one in read_tariffs())
    terms = terms_of("zalo-oa", BEGINNING)
    assert terms is not None
    assert (terms.free_for, terms.paid_for, terms.consult_price) == (48 * HOUR, 168 * HOUR, 55)
    assert terms_of("web", BEGINNING) is None
    assert terms_of("zalo-oa", datetime.fromisoformat("2020-01-01T00:00:00+07:00")) is None


@pytest.mark.parametrize(("hour", "waits"), [(5, 1), (6, 0), (21, 0), (22, 8)])
def test_templates_leave_by_day(hour: int, waits: int) -> None:
    terms = terms_of("zalo-oa", BEGINNING)
    assert terms is not None
    at = datetime.fromisoformat(f"2026-12-01T{hour:02}:00:00+07:00")
    opens = terms.opens_at(at)
    assert (opens - at if opens else timedelta(0)) == waits * HOUR
