"""Windows: quiet hours, closed days, and the calendar of Tết."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import organisations, windows
from bot.access import OPERATOR
from bot.clock import LOCAL, to_local
from bot.db import Database
from bot.errors import NhipCauError, NotFound, Refused
from bot.settings import Settings
from bot.windows import Days, Window, read_tet
from bot.windows.dates import join
from tests.kit.lunar import by_elongation, by_instants
from tests.kit.makers import BEGINNING, make_city

DAYTIME = Window(time(21, 0), time(7, 0))
NAP = Window(time(11, 30), time(13, 0))
NEVER_QUIET = Window(time(7, 0), time(7, 0))
REST = Days(date(2026, 12, 5), date(2026, 12, 7), "lễ")
RESTING = Window(time(21, 0), time(7, 0), (REST,))


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, second, tzinfo=LOCAL)


def test_the_days_of_tet_are_those_of_two_computations_and_of_the_zone_of_viet_nam() -> None:
    known = {tet.year: tet.first_day for tet in read_tet()}
    assert known == {year: by_instants(year) for year in range(2026, 2041)}
    assert known == {year: by_elongation(year) for year in range(2026, 2041)}
    assert known[2030] == date(2030, 2, 2), "the new moon is at 23:07 here, past midnight in UTC+8"
    assert known[2034] == date(2034, 2, 19), "a month 11 is doubled in the year before"


def test_nine_days_are_closed_around_each_tet() -> None:
    for tet in read_tet():
        assert tet.days.first == tet.first_day - timedelta(days=2)
        assert tet.days.last == tet.first_day + timedelta(days=6)


OPENINGS = [
    (DAYTIME, at(1, 7), at(1, 7)),
    (DAYTIME, at(1, 20, 59, 58), at(1, 20, 59, 58)),
    (DAYTIME, at(1, 20, 59, 59), at(2, 7)),  # no moment is left to leave in
    (DAYTIME, at(1, 23), at(2, 7)),
    (DAYTIME, at(2, 0, 30), at(2, 7)),
    (NAP, at(1, 12), at(1, 13)),
    (NAP, at(1, 23, 59, 59), at(1, 23, 59, 59)),
    (NEVER_QUIET, at(1, 7), at(1, 7)),
    (RESTING, at(4, 22), at(8, 7)),
    (RESTING, at(6, 12), at(8, 7)),
    (RESTING.of(urgent=True), at(6, 12), at(6, 12)),
    (RESTING.of(urgent=True), at(6, 22), at(7, 7)),
]


@pytest.mark.parametrize(("window", "due", "leaves"), OPENINGS)
def test_what_is_due_leaves_when_the_window_opens(
    window: Window, due: datetime, leaves: datetime
) -> None:
    assert window.next_open(due) == leaves
    assert window.is_open(due) == (due == leaves)
    assert window.is_open(leaves)


ROOM = [
    (DAYTIME, at(1, 9), at(1, 17), 8),
    (DAYTIME, at(1, 20), at(2, 8), 2),
    (DAYTIME, at(1, 22), at(2, 6), 0),
    (NAP, at(1, 11), at(1, 14), 1.5),
    (NEVER_QUIET, at(1, 11), at(3, 11), 48),
    (RESTING, at(4, 20), at(8, 8), 2),
    (RESTING, at(1, 9), at(1, 8), 0),
]


@pytest.mark.parametrize(("window", "start", "end", "hours"), ROOM)
def test_only_open_hours_are_room_to_send_in(
    window: Window, start: datetime, end: datetime, hours: float
) -> None:
    assert window.capacity(start, end) == hours * 3600


def test_a_deadline_may_stand_at_the_closing_hour_but_not_behind_it() -> None:
    assert DAYTIME.reaches(at(1, 21))
    assert not DAYTIME.reaches(at(1, 21, 0, 1))
    assert not DAYTIME.reaches(at(1, 7)), "nothing has left yet"
    assert not RESTING.reaches(at(6, 12))
    assert RESTING.closed_on(at(6, 12)) == "lễ"
    assert not RESTING.closed_on(at(8, 12))


HOURS = st.times(max_value=time(23, 59)).map(lambda hour: hour.replace(second=0, microsecond=0))
DAYS = st.tuples(st.integers(1, 20), st.integers(0, 4)).map(
    lambda pair: Days(date(2026, 12, pair[0]), date(2026, 12, pair[0] + pair[1]))
)
MINUTES = st.integers(0, 28 * 24 * 60)


@given(
    quiet=st.tuples(HOURS, HOURS),
    closed=st.lists(DAYS, max_size=4),
    span=st.tuples(MINUTES, MINUTES),
)
@settings(max_examples=60)
def test_a_window_agrees_with_itself_minute_by_minute(
    quiet: tuple[time, time], closed: list[Days], span: tuple[int, int]
) -> None:
    window = Window(*quiet, join(closed))
    start, end = (at(1, 0) + timedelta(minutes=minutes) for minutes in sorted(span))
    opens = window.next_open(start)
    assert opens >= start
    assert window.is_open(opens)
    assert window.capacity(start, opens) <= 1, "but for the last second of an evening"
    half = start + (end - start) / 2
    halves = window.capacity(start, half) + window.capacity(half, end)
    assert halves == pytest.approx(window.capacity(start, end))
    local = to_local(start)
    falls, ends = quiet
    at_night = (
        (falls <= local.time() < ends)
        if falls < ends
        else (falls != ends and (local.time() >= falls or local.time() < ends))
    )
    rests = any(one.first <= local.date() <= one.last for one in closed)
    assert bool(window.capacity(start, start + timedelta(seconds=30))) == (
        not at_night and not rests
    )


async def test_an_organisation_has_its_own_hours_and_days_beside_the_sites(
    database: Database, settings: Settings
) -> None:
    async with database.transaction() as session:
        city = await make_city(session)
        cdtp, hnd = (city.organisations[code] for code in ("cdtp", "hnd"))
        union = await organisations.get(session, "cdtp")
        hours = (time(20, 0), time(8, 0))
        await windows.set_hours(session, OPERATOR, union, hours, now=BEGINNING)
        await windows.block(session, OPERATOR, REST, cdtp, now=BEGINNING)
        flood = Days(date(2026, 12, 8), date(2026, 12, 8), "bão")
        row = await windows.block(session, OPERATOR, flood, None, now=BEGINNING)
        found = await windows.load(session, [cdtp, hnd], settings)
        assert found[cdtp].next_open(at(4, 20)) == at(9, 8)
        assert found[cdtp].closed_on(at(8, 9)) == "lễ, bão"
        assert found[hnd].next_open(at(5, 9)) == at(5, 9), "another one's rest"
        assert found[hnd].next_open(at(8, 9)) == at(9, 7)
        tet = datetime(2027, 2, 6, 9, tzinfo=LOCAL)
        assert found[hnd].closed_on(tet) == "Tết 2027"
        open_at_tet = settings.model_copy(update={"closed_at_tet": False})
        assert (await windows.load_one(session, hnd, open_at_tet)).is_open(tet)
        await windows.unblock(session, OPERATOR, row.id, now=BEGINNING)
        await windows.set_hours(session, OPERATOR, union, None, now=BEGINNING)
        again = await windows.load_one(session, cdtp, settings)
        assert again.next_open(at(4, 21)) == at(8, 7)
        assert [one.name for one in await windows.list_blocked(session)] == ["lễ"]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (Days(date(2026, 12, 5), date(2026, 12, 4), "x"), "calendar-bad-span"),
        (Days(date(2026, 12, 5), date(2028, 12, 5), "x"), "calendar-bad-span"),
        (Days(date(2026, 12, 5), date(2026, 12, 5), " "), "calendar-name-length"),
    ],
)
async def test_days_that_are_a_mistake_are_refused(
    database: Database, days: Days, code: str
) -> None:
    async with database.transaction() as session:
        with pytest.raises(Refused) as refused:
            await windows.block(session, OPERATOR, days, None, now=BEGINNING)
    assert refused.value.code == code


async def test_what_is_not_there_is_said(database: Database, settings: Settings) -> None:
    async with database.transaction() as session:
        with pytest.raises(NotFound):
            await windows.unblock(session, OPERATOR, 99, now=datetime(2026, 12, 1, tzinfo=UTC))
        with pytest.raises(NhipCauError):
            await windows.load_one(session, 99, settings)
