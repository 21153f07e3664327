"""A sheet of paper answers: written for who has not answered, taken back row by row."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter
from sqlalchemy import select

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import Answer, Response, Survey
from bot.settings import Settings
from bot.surveys.keys import Keys
from bot.surveys.paper import take_people, write_paper
from bot.surveys.paper_reading import Desk, Row, Taken, read_rows, take_paper
from tests.kit.makers import City, make_city
from tests.kit.surveys import Polling, make_form, make_members

GOOD = {"one": "2", "some": "Rác, Đèn", "count": 3.0, "words": "Ngõ tối", "yes": "có"}
GOOD["day"] = "15/8/60"


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


async def hand_out(polling: Polling, survey: Survey, clock: StoppedClock) -> list[Row]:
    async with polling.database.transaction() as session:
        people = await take_people(session, OPERATOR, survey, clock.now())
    return list(read_rows(write_paper(survey, people)))


def fill(rows: list[Row], *filled: dict[str, object]) -> bytes:
    """Write the rows of a sheet as somebody filled them in."""
    out, names = BytesIO(), list(rows[0].cells)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, names)
        for place, (row, more) in enumerate(zip(rows, filled, strict=True), 2):
            cells = {**row.cells, **more}
            sheet.write_row(place, 0, [cells.get(name, "") for name in names])
    return out.getvalue()


async def take(polling: Polling, survey: Survey, clock: StoppedClock, content: bytes) -> Taken:
    async with polling.database.transaction() as session:
        desk = Desk(session, polling.keys, OPERATOR, survey, clock.now())
        return await take_paper(desk, content)


async def test_a_filled_sheet_is_recorded_row_by_row_and_faults_are_told(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    members = await make_members(polling.database, 5)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    rows = await hand_out(polling, survey, clock)
    await polling.answer(survey.id, members[4], clock.now(), one="0")
    content = fill(
        rows,
        GOOD,
        {**GOOD, "count": "nhiều", "day": "hôm nọ"},
        {**GOOD, "ho-ten": "Lê Văn Khác"},
        {},
        GOOD,
    )
    taken = await take(polling, survey, clock, content)
    assert (taken.recorded, taken.empty) == (1, 1)
    assert [str(fault) for fault in taken.faults] == [
        "Dòng 4, Lê Văn 1, câu 3: Xin nhắn một số, ví dụ 3.",
        "Dòng 4, Lê Văn 1, câu 6: Xin nhắn ngày (15/8/1960) hoặc chỉ năm (1960).",
        "Dòng 5, Lê Văn Khác: mã số và họ tên không khớp.",
        "Dòng 7, Lê Văn 4: Người này đã trả lời.",
    ]
    assert [row.name for row in await hand_out(polling, survey, clock)] == [
        "Lê Văn 1",
        "Lê Văn 2",
        "Lê Văn 3",
    ]


async def test_a_row_is_read_as_the_chat_reads_what_is_typed(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    await make_members(polling.database, 2)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    content = fill(await hand_out(polling, survey, clock), GOOD, {**GOOD, "count": "nhiều"})
    await take(polling, survey, clock, content)
    async with polling.database.reading() as session:
        response = (await session.scalars(select(Response))).one()
        held = select(Answer.question, Answer.value)
        answers = dict((await session.execute(held)).all())
    assert response.state == "finished"
    assert answers == {
        "one": {"choice": "2"},
        "some": {"choices": ["1", "2"]},
        "count": {"number": 3},
        "words": {"text": "Ngõ tối"},
        "yes": {"yes": True},
        "day": {"date": "1960-08-15"},
    }


async def test_the_same_sheet_again_changes_nothing(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    await make_members(polling.database, 1)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    content = fill(await hand_out(polling, survey, clock), GOOD)
    for _ in range(2):
        taken = await take(polling, survey, clock, content)
        assert (taken.recorded, taken.faults) == (1, [])
    async with polling.database.reading() as session:
        assert len((await session.scalars(select(Response))).all()) == 1


async def test_no_sheet_is_written_or_read_where_it_would_tell_who_said_what(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    await make_members(polling.database, 1)
    survey = await polling.launch(make_form(clock.now(), anonymous=True), 1, clock.now())
    with pytest.raises(Refused, match="paper-anonymous"):
        await hand_out(polling, survey, clock)
    with pytest.raises(Refused, match="paper-anonymous"):
        await take(polling, survey, clock, b"")


def test_a_file_that_is_no_sheet_is_refused() -> None:
    with pytest.raises(Refused, match="paper-unreadable"):
        list(read_rows(b"no workbook"))
