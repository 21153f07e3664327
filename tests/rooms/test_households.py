"""Consultations of households: their roll, one ballot a home, counted over all of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from sqlalchemy import func, select

from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock, to_local
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.households import HouseholdImport, import_households
from bot.models import Ballot, Household, HouseholdMember, Survey
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.closing import close_survey
from bot.surveys.household_counts import HouseholdResult, count_households, type_paper
from bot.surveys.household_report import export_report
from bot.surveys.keys import Keys
from bot.surveys.minutes import get_minute, verify
from bot.surveys.opening import import_form
from bot.surveys.reading import read_form
from bot.surveys.types import Standing
from tests.kit.makers import OLD_WARDS, make_city, make_member
from tests.kit.surveys import WHEN, Polling

WARD = OLD_WARDS["Ba Đình"]
ORDER = "Quyết định số 12/QĐ-UBND"
LIST: list[list[object]] = [
    ["DANH SÁCH HỘ GIA ĐÌNH"],
    ["STT", "Họ và tên", "Tổ dân phố", "Địa chỉ", "Số điện thoại"],
    [1, "Nguyễn Văn An", "5", "12 Lê Lợi", "0912 345 601"],
    ["", "Trần Thị Bình", "5", "", "0912 345 602"],
    [2, "Lê Văn Chi", "5", "14 Lê Lợi", ""],
    [3, "Phạm Thị Dung", "6", "3 Tống Duy Tân", "0912 345 604"],
    [4, "???", "6", "", ""],
    [5, "Vũ Văn Em", "6", "5 Tống Duy Tân", ""],
]
FORM = """
code: ten-phuong
title: Nhập phường
purpose: Để lấy ý kiến.
anonymous: {anonymous}
opens: {opens}
closes: {closes}
questions:
  - {{code: dong-y, kind: yes_no, text: Có đồng ý nhập phường không, required: true}}
"""


def write_list(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    return path


async def bring_list(
    database: Database, folder: Path, clock: StoppedClock, rows: int = len(LIST)
) -> HouseholdImport:
    path = write_list(folder / "ho.xlsx", LIST[:rows])
    async with database.transaction() as session:
        return await import_households(session, OPERATOR, path, ward_key=WARD, now=clock.now())


@pytest.fixture
async def people(database: Database) -> dict[str, int]:
    """Members of three of four households; two of them live together."""
    names = {"Nguyễn Văn An": "5", "Trần Thị Bình": "5", "Lê Văn Chi": "5", "Phạm Thị Dung": "6"}
    async with database.transaction() as session:
        await make_city(session)
        return {
            name.split()[-1]: (
                await make_member(session, name=name, group=group, chat=f"web:{place}")
            ).id
            for place, (name, group) in enumerate(names.items())
        }


async def consult(
    database: Database, folder: Path, clock: StoppedClock, *, anonymous: bool = False
) -> tuple[Polling, Survey]:
    """Open a consultation that may be answered in chat, of the households on the roll."""
    polling, now = Polling(database, Keys(folder)), clock.now()
    opens = to_local(now)
    form = FORM.format(
        anonymous=str(anonymous).lower(),
        opens=opens.strftime(WHEN),
        closes=(opens + timedelta(days=5)).strftime(WHEN),
    )
    async with database.transaction() as session:
        survey = await import_form(
            session,
            OPERATOR,
            read_form(form),
            organisation_id=1,
            rule={"ward": WARD},
            campaign_id=None,
            now=now,
            standing=Standing("household", ORDER, attested=True),
        )
    return polling, await polling.open(survey.id, now)


async def hand_in(
    polling: Polling, survey: Survey, member: int, clock: StoppedClock, *, yes: bool
) -> None:
    async with polling.database.transaction() as session:
        seat = Seat(survey.id, member)
        passage = await answering.begin(session, polling.keys, seat, clock.now())
        question = passage.form.questions[0]
        await answering.record(session, polling.keys, passage, question, {"yes": yes})
        assert answering.finish(passage, clock.now()) is None


async def test_a_list_becomes_a_roll_and_coming_again_changes_nothing(
    database: Database, people: dict[str, int], tmp_path: Path, clock: StoppedClock
) -> None:
    first = await bring_list(database, tmp_path, clock)
    again = await bring_list(database, tmp_path, clock)
    assert (first.households, first.fresh, again.fresh) == (4, 4, 0)
    assert (first.people, first.linked, first.refused) == (5, 4, [(7, "???")])
    async with database.reading() as session:
        lives = dict(
            (
                await session.execute(
                    select(HouseholdMember.member_id, HouseholdMember.household_id)
                )
            ).all()
        )
        assert await session.scalar(select(func.count()).select_from(Household)) == 4
    assert lives[people["An"]] == lives[people["Bình"]] != lives[people["Chi"]]


async def test_one_ballot_a_household_and_the_second_is_told(
    database: Database, people: dict[str, int], tmp_path: Path, clock: StoppedClock
) -> None:
    await bring_list(database, tmp_path, clock)
    polling, survey = await consult(database, tmp_path, clock)
    async with database.transaction() as session:  # Bình begins, An comes later and hands in
        await answering.begin(session, polling.keys, Seat(survey.id, people["Bình"]), clock.now())
    await hand_in(polling, survey, people["An"], clock, yes=True)
    with pytest.raises(Refused, match="survey-household-done"):
        await hand_in(polling, survey, people["Bình"], clock, yes=False)
    await hand_in(polling, survey, people["An"], clock, yes=False)  # may change it
    await hand_in(polling, survey, people["An"], clock, yes=True)
    async with database.reading() as session:
        result = await count_households(session, survey)
    assert (result.households, result.participating, result.agree, result.disagree) == (4, 1, 1, 0)
    assert result.tell("vi").startswith("Đồng ý: 1 trên 4 hộ, 25%: chưa đạt 50% tổng số hộ")


async def test_two_of_a_household_at_one_moment_are_one_ballot(
    database: Database, people: dict[str, int], tmp_path: Path, clock: StoppedClock
) -> None:
    await bring_list(database, tmp_path, clock)
    polling, survey = await consult(database, tmp_path, clock)
    done = await asyncio.gather(
        *(hand_in(polling, survey, people[name], clock, yes=True) for name in ("An", "Bình")),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "Refused"]
    async with database.reading() as session:
        assert (await count_households(session, survey)).participating == 1


def check_report(report: bytes) -> None:
    """Look for the motto, the order and the sums in the file."""
    sheet = openpyxl.load_workbook(BytesIO(report)).active
    cells = [
        str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in cells
    assert any(ORDER in cell for cell in cells)
    assert cells[cells.index("Cộng") : cells.index("Cộng") + 5] == ["Cộng", "4", "2", "1", "3"]


@pytest.mark.parametrize("anonymous", [False, True])
async def test_paper_and_chat_are_counted_together_over_all_households(
    database: Database,
    people: dict[str, int],
    tmp_path: Path,
    clock: StoppedClock,
    *,
    anonymous: bool,
) -> None:
    await bring_list(database, tmp_path, clock)
    polling, survey = await consult(database, tmp_path, clock, anonymous=anonymous)
    await hand_in(polling, survey, people["An"], clock, yes=True)
    officer = Actor("organizer:1", scopes=(Scope("branch", 1, frozenset({WARD})),))
    stranger = Actor("organizer:2", scopes=(Scope("branch", 1, frozenset({"1.2025"})),))
    given = {"disagree": 0, "invalid": 0, "now": clock.now()}
    async with database.transaction() as session:
        for actor, group, agree, error in (
            (officer, "9", 1, "survey-group-unknown"),
            (officer, "5", 2, "survey-paper-too-many"),  # one of the two answered by chat
            (stranger, "6", 1, "member:confirm"),
        ):
            with pytest.raises((Refused, NotPermitted), match=error):
                await type_paper(session, actor, survey.id, group, agree=agree, **given)
        await type_paper(session, officer, survey.id, "6", agree=2, **given)
        await type_paper(
            session, officer, survey.id, "6", agree=1, disagree=0, invalid=1, now=clock.now()
        )
        assert (await count_households(session, survey)).reached is (None if anonymous else True)
    async with database.transaction() as session:
        closed = await close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
        result = await count_households(session, closed)
        minute = await get_minute(session, closed)
        assert (await verify(session, OPERATOR, closed)).is_sound
        report = await export_report(session, OPERATOR, closed, clock.now())
    agree = 1 if anonymous else 2  # fewer than five sealed answers are destroyed unopened
    assert (result.households, result.participating, result.agree) == (4, 3, agree)
    assert minute.body["households"] == {
        "all": 4, "participating": 3, "agree": agree, "disagree": 0, "invalid": 1, "threshold": 50,
        "reached": not anonymous,
    }  # fmt: skip
    check_report(report)


REACHED = [(399, False), (400, True), (412, True)]


@pytest.mark.parametrize(("agree", "reached"), REACHED)
def test_the_threshold_is_exact_and_over_all_households(agree: int, *, reached: bool) -> None:
    result = HouseholdResult(800, 500, agree, 500 - agree, 0, 50)
    assert result.reached is reached
    if agree == 412:
        assert result.tell("vi").startswith("Đồng ý: 412 trên 800 hộ, 51,5%: đạt ngưỡng 50%")


async def test_no_roll_no_consultation(
    database: Database, people: dict[str, int], tmp_path: Path, clock: StoppedClock
) -> None:
    with pytest.raises(Refused, match="survey-no-households"):
        await consult(database, tmp_path, clock)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Ballot)) == 0
