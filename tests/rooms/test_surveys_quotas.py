"""Quotas: never over, never under while people wait, however many come at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import Member, Response, Survey
from bot.settings import Settings
from bot.site import Site
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.keys import Keys
from bot.surveys.quotas import HOLD, find_cell, find_left, set_quota
from jobs import quotas as job
from tests.kit.makers import OLD_WARDS, make_city
from tests.kit.surveys import Polling, make_form, make_members

WARD = OLD_WARDS["Ba Đình"]
CELLS = {(WARD, "18-35"), (WARD, "36-"), ("*", "18-35")}
FITS = [
    ((WARD, ""), 20, (WARD, "18-35")),
    ((WARD, ""), 35, (WARD, "18-35")),
    ((WARD, ""), 36, (WARD, "36-")),
    (("other", ""), 20, ("*", "18-35")),
    (("other", WARD), 20, (WARD, "18-35")),
    (("other", ""), 40, None),
    ((WARD, ""), None, None),
    ((WARD, ""), 17, None),
]


@pytest.mark.parametrize(("wards", "age", "cell"), FITS)
def test_a_person_counts_in_one_cell(
    wards: tuple[str, str], age: int | None, cell: tuple[str, str] | None
) -> None:
    assert find_cell(CELLS, wards, age) == cell


async def open_limited(
    database: Database, folder: Path, clock: StoppedClock, most: int
) -> tuple[Polling, Survey]:
    polling, now = Polling(database, Keys(folder)), clock.now()
    survey = await polling.bring(make_form(now), 1, now)
    async with database.transaction() as session:
        for band in ("35-18", "x"):
            with pytest.raises(Refused, match="survey-quota-band"):
                await set_quota(
                    session, OPERATOR, survey.id, ward_key=WARD, band=band, most=1, now=now
                )
        await set_quota(
            session, OPERATOR, survey.id, ward_key=WARD, band="18-35", most=most, now=now
        )
    opened = await polling.open(survey.id, now)
    async with database.transaction() as session:
        with pytest.raises(Refused, match="survey-quota-too-late"):
            await set_quota(session, OPERATOR, survey.id, ward_key="*", band="*", most=1, now=now)
    return polling, opened


async def make_young(database: Database, count: int) -> list[int]:
    async with database.transaction() as session:
        await make_city(session)
    members = await make_members(database, count)
    async with database.transaction() as session:
        for member in await session.scalars(select(Member)):
            member.birth_year = 2000
    return members


async def try_all(
    polling: Polling, survey: Survey, members: list[int], clock: StoppedClock
) -> int:
    """Let all come at once, each in transactions of their own; return how many handed in."""

    async def come(member: int) -> None:
        async with polling.database.transaction() as session:
            seat = Seat(survey.id, member)
            await answering.begin(session, polling.keys, seat, clock.now())
        await polling.answer(survey.id, member, clock.now())

    done = await asyncio.gather(*(come(one) for one in members), return_exceptions=True)
    refused = [one for one in done if one is not None]
    assert all(isinstance(one, Refused) and "quota-full" in one.code for one in refused)
    return len(done) - len(refused)


async def test_at_once_never_over_never_under(
    database: Database, tmp_path: Path, clock: StoppedClock
) -> None:
    members = await make_young(database, 12)
    polling, survey = await open_limited(database, tmp_path, clock, most=5)
    assert await try_all(polling, survey, members, clock) == 5
    async with database.reading() as session:
        [quota] = await find_left(session, survey.id)
        finished = select(func.count()).where(Response.state == "finished")
        assert (quota.taken, await session.scalar(finished)) == (5, 5)


async def test_a_place_that_was_left_goes_to_who_waits(
    database: Database, tmp_path: Path, clock: StoppedClock
) -> None:
    members = await make_young(database, 8)
    polling, survey = await open_limited(database, tmp_path, clock, most=3)
    site = Site(Settings(_env_file=None, data_dir=tmp_path), clock, database)
    for member in members[:2]:  # two begin and go away, one hands in
        async with database.transaction() as session:
            await answering.begin(session, polling.keys, Seat(survey.id, member), clock.now())
    await polling.answer(survey.id, members[2], clock.now())
    await job.tick(site)
    assert await try_all(polling, survey, members[3:5], clock) == 0, "the places are held"
    clock.advance(seconds=HOLD.total_seconds() + 1)
    await polling.answer(survey.id, members[0], clock.now())  # comes back in time
    await job.tick(site)
    assert await try_all(polling, survey, members[3:], clock) == 1
    with pytest.raises(Refused, match="survey-quota-full"):
        await polling.answer(survey.id, members[1], clock.now())
    await polling.answer(survey.id, members[2], clock.now(), words="đổi")  # who is in may change
    async with database.reading() as session:
        [quota] = await find_left(session, survey.id)
    assert (quota.taken, quota.most) == (3, 3)


async def test_who_fits_no_cell_is_told_before_the_first_question(
    database: Database, tmp_path: Path, clock: StoppedClock
) -> None:
    [old, *_] = await make_young(database, 2)
    polling, survey = await open_limited(database, tmp_path, clock, most=3)
    async with database.transaction() as session:
        (await session.get_one(Member, old)).birth_year = 1950
    async with database.transaction() as session:
        with pytest.raises(Refused, match="survey-quota-full"):
            await answering.begin(session, polling.keys, Seat(survey.id, old), clock.now())
        assert await session.scalar(select(func.count()).select_from(Response)) == 0
