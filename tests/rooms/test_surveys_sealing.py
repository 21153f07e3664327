"""Anonymous surveys: the database tells no answer before the closing, nor whose it was after."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import Answer, Response, SealedRow, Survey, UnsealedAnswers
from bot.settings import Settings
from bot.site import Site
from bot.surveys import answering, closing, opening
from bot.surveys.answering import Seat
from bot.surveys.keys import KeyMissing, Keys
from bot.surveys.results import get_results
from bot.surveys.sealing import BLOCK, Unreadable, seal, size_of, unseal
from bot.surveys.summary import summarise
from jobs import close_surveys
from tests.kit.makers import make_city, make_crowd
from tests.kit.surveys import Polling, make_form

SECRET = "con-đường-tối-om-ở-ngõ-27"


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def members(database: Database) -> list[int]:
    async with database.transaction() as session:
        await make_city(session)
        wards = ["Ba Đình"] * 6 + ["Lam Sơn"] * 2
        people = [("Nguyễn Thị Lan", None, ward) for ward in wards]
        return [one.id for one in await make_crowd(session, people)]


@pytest.fixture
def site(database: Database, settings: Settings, clock: StoppedClock) -> Site:
    return Site(settings, clock, database)


async def open_anonymous(polling: Polling, clock: StoppedClock) -> Survey:
    return await polling.launch(make_form(clock.now(), anonymous=True), 1, clock.now())


def bytes_on_disk(database: Database) -> bytes:
    """Return the database's file with its write-ahead log, as a thief of both finds them."""
    path = Path(str(database.url.database))
    return b"".join(p.read_bytes() for p in path.parent.glob(f"{path.name}*"))


async def test_the_disk_holds_no_answer_before_closing_and_no_key_after(
    polling: Polling, members: list[int], site: Site, clock: StoppedClock
) -> None:
    survey = await open_anonymous(polling, clock)
    key = polling.keys.path(survey.id)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for member in members:
        await polling.answer(survey.id, member, clock.now(), one="1", words=SECRET)
    if polling.database.is_sqlite:
        assert SECRET.encode() not in bytes_on_disk(polling.database)
    async with polling.database.reading() as session:
        assert await session.scalar(select(func.count(Answer.id))) == 0
        sizes = {len(row.sealed) for row in await session.scalars(select(SealedRow))}
        assert len(sizes) == 1
        live = await get_results(session, OPERATOR, survey, clock.now())
        assert live.questions == ()
        assert "có sau khi kết thúc" in summarise(live, "vi")
    clock.advance(days=10)
    await close_surveys.tick(site)
    assert not key.exists()
    async with polling.database.reading() as session:
        assert await session.scalar(select(func.count(SealedRow.id))) == 0
        rows = (await session.scalars(select(UnsealedAnswers))).all()
        fresh = await session.get_one(Survey, survey.id)
        results = await get_results(session, OPERATOR, fresh, clock.now())
    assert [row.answers["words"] for row in rows] == [{"text": SECRET}] * 8
    assert {row.ward_key for row in rows} == {None}  # two of Lam Sơn would stand out
    assert results.questions[0].table.counts["c-2", ("*", -1)] == 8
    assert "- Quýt: 8 100%" in summarise(results, "vi")


async def test_the_order_of_answers_is_not_the_order_of_answering(
    polling: Polling, members: list[int], clock: StoppedClock
) -> None:
    survey = await open_anonymous(polling, clock)
    orders = set()
    for place, member in enumerate(members):
        await polling.answer(survey.id, member, clock.now(), words=f"ý {place}")
    for _ in range(4):
        async with polling.database.transaction() as session:
            await closing.close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
            rows = await session.scalars(select(UnsealedAnswers).order_by(UnsealedAnswers.id))
            orders.add(tuple(row.answers["words"]["text"] for row in rows))
            await session.rollback()
    assert len(orders) > 1


async def test_a_closing_killed_before_its_key_was_destroyed_is_finished_by_the_next(
    polling: Polling, members: list[int], site: Site, clock: StoppedClock
) -> None:
    survey = await open_anonymous(polling, clock)
    for member in members:
        await polling.answer(survey.id, member, clock.now())
    async with polling.database.transaction() as session:  # … and killed here
        await closing.close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    assert polling.keys.path(survey.id).exists()
    for _ in range(2):
        await close_surveys.tick(site)
    assert polling.keys.find_all() == []
    async with polling.database.reading() as session:
        assert await session.scalar(select(func.count(UnsealedAnswers.id))) == len(members)


async def test_only_what_was_handed_in_is_unsealed(
    polling: Polling, members: list[int], site: Site, clock: StoppedClock
) -> None:
    survey = await open_anonymous(polling, clock)
    for member in members[:5]:
        await polling.answer(survey.id, member, clock.now())
    async with polling.database.transaction() as session:
        seat = Seat(survey.id, members[5])
        passage = await answering.begin(session, polling.keys, seat, clock.now())
        await answering.record(
            session, polling.keys, passage, passage.form.questions[3], {"text": SECRET}
        )
    clock.advance(days=10)
    await close_surveys.tick(site)
    async with polling.database.reading() as session:
        rows = (await session.scalars(select(UnsealedAnswers))).all()
        states = await session.scalars(select(Response.state).order_by(Response.member_id))
        assert list(states) == ["finished"] * 5 + ["abandoned"]
    assert len(rows) == 5
    assert SECRET not in str([row.answers for row in rows])


async def test_a_lost_key_is_said_clearly_and_nothing_is_destroyed(
    polling: Polling, members: list[int], site: Site, clock: StoppedClock
) -> None:
    survey = await open_anonymous(polling, clock)
    for member in members[1:]:
        await polling.answer(survey.id, member, clock.now())
    path = polling.keys.path(survey.id)
    away = path.rename(path.with_suffix(".away"))
    async with polling.database.transaction() as session:
        with pytest.raises(KeyMissing, match=r"survey-1\.key"):
            await answering.begin(session, polling.keys, Seat(survey.id, members[0]), clock.now())
    clock.advance(days=10)
    with pytest.raises(ExceptionGroup):
        await close_surveys.tick(site)
    async with polling.database.reading() as session:
        assert await session.scalar(select(func.count(SealedRow.id))) == 7
    away.rename(path)
    await close_surveys.tick(site)
    async with polling.database.reading() as session:
        assert await session.scalar(select(func.count(UnsealedAnswers.id))) == 7


async def test_a_cancelled_survey_is_never_read(
    polling: Polling, members: list[int], site: Site, clock: StoppedClock
) -> None:
    survey = await open_anonymous(polling, clock)
    await polling.answer(survey.id, members[0], clock.now())
    async with polling.database.transaction() as session:
        await opening.cancel_survey(session, OPERATOR, survey.id, clock.now())
        with pytest.raises(Refused):
            await closing.close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    await close_surveys.tick(site)
    assert polling.keys.find_all() == []
    async with polling.database.reading() as session:
        assert await session.scalar(select(func.count(SealedRow.id))) == 0
        assert await session.scalar(select(func.count(UnsealedAnswers.id))) == 0


async def test_a_row_that_was_altered_is_counted_and_stops_nothing(
    polling: Polling, members: list[int], site: Site, clock: StoppedClock
) -> None:
    survey = await open_anonymous(polling, clock)
    for member in members[:6]:
        await polling.answer(survey.id, member, clock.now())
    async with polling.database.transaction() as session:
        first, second = (await session.scalars(select(SealedRow).limit(2))).all()
        first.sealed = second.sealed
    clock.advance(days=10)
    await close_surveys.tick(site)
    async with polling.database.reading() as session:
        assert await session.scalar(select(func.count(UnsealedAnswers.id))) == 5


def test_a_row_opens_for_its_member_alone_and_has_one_size(clock: StoppedClock) -> None:
    form, key = make_form(clock.now(), anonymous=True), bytes(32)
    longest = {"words": {"text": "\U0001f600" * 100}, "some": {"choices": ["1", "2", "3"]}}
    sealed = seal(key, form, longest, whose=(1, 2))
    assert len(sealed) == len(seal(key, form, {}, whose=(1, 2)))
    assert size_of(form) % BLOCK == 0
    assert unseal(key, sealed, whose=(1, 2)) == longest
    for other in ((1, 3), (2, 2)):
        with pytest.raises(Unreadable):
            unseal(key, sealed, whose=other)


def test_a_key_that_stands_is_never_replaced(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.create(7)
    first = keys.read(7)
    keys.create(7)
    assert keys.read(7) == first
    assert keys.find_all() == [7]
    for _ in range(2):
        keys.destroy(7)
    assert list(keys.folder.iterdir()) == []


@pytest.mark.parametrize("answered", [4, 5])
async def test_answers_of_fewer_than_five_are_destroyed_unopened(
    polling: Polling, members: list[int], site: Site, clock: StoppedClock, answered: int
) -> None:
    survey = await open_anonymous(polling, clock)
    for member in members[:answered]:
        await polling.answer(survey.id, member, clock.now(), words=SECRET)
    clock.advance(days=10)
    await close_surveys.tick(site)
    async with polling.database.reading() as session:
        kept = await session.scalar(select(func.count(UnsealedAnswers.id)))
        fresh = await session.get_one(Survey, survey.id)
        results = await get_results(session, OPERATOR, fresh, clock.now())
        assert await session.scalar(select(func.count(SealedRow.id))) == 0
    assert (kept, results.is_withheld) == ((5, False) if answered == 5 else (0, True))
    assert ("đã được hủy mà không mở ra" in summarise(results, "vi")) is results.is_withheld
