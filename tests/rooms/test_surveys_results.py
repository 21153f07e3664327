"""A survey's results: told in chat and in the file, the same; on both databases."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import update

from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.models import Member, Organisation
from bot.settings import Settings
from bot.surveys.closing import close_survey
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.places import ALL_ORGANISATIONS
from bot.surveys.results import get_results
from bot.surveys.sheets import export_results
from bot.surveys.summary import summarise
from bot.surveys.tally import ENTITLED, FINISHED
from tests.kit.makers import OLD_WARDS, City, make_city, make_member
from tests.kit.surveys import Polling, make_form, make_members


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


async def test_results_are_told_by_ward_and_organisation_in_chat_and_file(
    polling: Polling, city: City, clock: StoppedClock, tmp_path: Path
) -> None:
    members = await make_members(polling.database, 14)
    async with polling.database.transaction() as session:
        name = (await session.get_one(Organisation, city.organisations["cdtp"])).name
        await make_member(session, name="=1+1", ward="Lam Sơn")
        young = Member.id.in_(members[:6])
        await session.execute(update(Member).where(young).values(birth_year=clock.now().year - 20))
        await session.execute(update(Member).values(residential_group="1"))
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    for place, member in enumerate(members[:12]):
        await polling.answer(
            survey.id, member, clock.now(), one=str(place % 2), words=f"=cmd|{place}"
        )
    async with polling.database.transaction() as session:
        results = await get_results(session, OPERATOR, survey, clock.now())
        file = await export_results(session, OPERATOR, survey, clock.now())
    ward = OLD_WARDS["Ba Đình"]
    assert results.turnout.at(FINISHED, (ward, ALL_ORGANISATIONS)).is_hidden  # beside one of 1
    assert results.turnout.at(ENTITLED, (ward, ALL_ORGANISATIONS)).is_hidden
    assert results.turnout.at(ENTITLED).value == 15
    text = summarise(results, "vi")
    assert "Tham gia: 12/15 (80%)" in text
    assert "- Cam: 6 50%" in text
    assert "không thay cho phiếu lấy ý kiến chính thức" in text
    check_workbook(load_workbook(BytesIO(file)), name)


def check_workbook(book: Workbook, name: str) -> None:
    """Assert what the sheets are, and what stands in some of them."""
    assert book.sheetnames == [
        "Tóm tắt",
        "Từng câu",
        "Ý kiến",
        "Phường × tổ chức",
        "Theo tuổi, giới, kênh",
        "Tham gia",
        "Tham gia theo tổ",
        "Bảng mã",
        "Phương pháp",
    ]
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells} <= {"s", "n"}
    crossed = [
        [c.value for c in row] for row in book["Theo tuổi, giới, kênh"].iter_rows(max_col=6)
    ]
    assert ["18 đến 30 tuổi", 6, "ẩn", None, "ẩn", None] in crossed  # three each
    head = book["Tham gia"]["A1"]
    assert head.font.b
    assert head.alignment.wrap_text
    assert book["Tham gia"].page_setup.fitToHeight == 0
    codes = [[c.value for c in row] for row in book["Bảng mã"].iter_rows(max_col=6)]
    assert ["count", "Số người", "Số", "Có", None, None] in codes
    assert [None, None, None, None, "1", "Cam"] in codes
    groups = [[c.value for c in row] for row in book["Tham gia theo tổ"].iter_rows(max_col=6)]
    assert groups[0][:3] == ["Phường", "Tổ dân phố, thôn", "Tổ chức"]
    assert groups[-1][2] == "Tất cả"
    assert "=cmd|3" in {c.value for c in cells}
    assert name in {c.value for c in cells}


async def test_answers_are_told_after_the_closing_or_to_who_may_see_single_ones(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    members = await make_members(polling.database, 6)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    for member in members:
        await polling.answer(survey.id, member, clock.now(), one="1")
    reader = Actor("organizer:1", scopes=(Scope("reader", None, None),))
    lead = Actor("organizer:2", scopes=(Scope("lead", None, None),))

    async def read(actor: Actor) -> str:
        async with polling.database.reading() as session:
            fresh = await get_survey(session, survey.code)
            return summarise(await get_results(session, actor, fresh, clock.now()), "vi")

    before = await read(reader)
    assert "Tham gia: 6/6 (100%)" in before
    assert "Quýt" not in before
    assert "trước đó chỉ có tỷ lệ tham gia" in before
    assert "- Quýt: 6 100%" in await read(lead)
    async with polling.database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    assert "- Quýt: 6 100%" in await read(reader)
