"""Rolls bring dates and tags: read as people write them, taken back with their import."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.members import link
from bot.models import Member, MemberDate, MemberTag
from bot.rolls.cells import read_day
from bot.rolls.headings import recognise_heading
from bot.rolls.importing import Request, import_roll
from bot.rolls.planning import Plan
from bot.rolls.undoing import undo_import
from bot.settings import Settings
from bot.site import Site
from tests.kit.makers import make_chat, make_city

HEADER = "Họ và tên,SĐT,Ngày sinh,Phường,Tổ,Hạn thẻ BHYT,Ngày vào Hội,Nhãn"
HEADINGS = [
    ("Hạn thẻ BHYT", "card_expiry"),
    ("Thẻ BHYT có giá trị đến ngày", "card_expiry"),
    ("Số thẻ BHYT", "dropped"),
    ("Mã số BHXH", "dropped"),
    ("Ngày vào Đoàn", "joined"),
    ("Ngày kết nạp Đảng", "dropped"),
    ("Ngày vào Đảng", "dropped"),
    ("Nhãn", "tag"),
    ("Ghi chú nhóm", "tag"),
    ("Ghi chú", "note"),
]
DAYS = [
    (datetime(2026, 12, 31, 7, 30, tzinfo=UTC), date(2026, 12, 31)),
    (46387, date(2026, 12, 31)),
    ("46387.0", date(2026, 12, 31)),
    ("31/12/2026", date(2026, 12, 31)),
    ("5 - 3 - 60", date(1960, 3, 5)),
    ("1.2.27", date(2027, 2, 1)),
    ("1960", None),
    ("31/02/2026", None),
    ("12/2026", None),
    ("", None),
]


@pytest.mark.parametrize(("heading", "field"), HEADINGS)
def test_a_heading_says_which_date_it_is_and_what_is_not_ours_is_dropped(
    heading: str, field: str
) -> None:
    assert recognise_heading(heading) == field


@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_a_day_is_read_as_sheets_and_people_write_it(cell: object, day: date | None) -> None:
    assert read_day(cell, this_year=2026) == day


@pytest.fixture
async def site(database: Database, clock: StoppedClock, settings: Settings) -> Site:
    async with database.transaction() as session:
        await make_city(session)
    return Site(settings, clock, database)


def write(path: Path, lines: tuple[str, ...]) -> None:
    path.write_text("\n".join((HEADER, *lines)), "utf-8")


async def bring(site: Site, path: Path, *lines: str) -> tuple[int, list[Plan]]:
    write(path, lines)
    told: list[Plan] = []
    request = Request(path=path, organisation="cdtp")
    report = await import_roll(site, OPERATOR, request, told.append)
    assert report.import_id is not None
    return report.import_id, told


async def read(site: Site, name: str) -> tuple[dict[str, str], list[str]]:
    async with site.database.reading() as session:
        number = await session.scalar(select(Member.id).where(Member.full_name == name))
        days = await session.scalars(select(MemberDate).filter_by(member_id=number))
        tags = await session.scalars(select(MemberTag.tag).filter_by(member_id=number))
        return {one.kind: f"{one.day:%d/%m/%Y}" for one in days}, sorted(tags)


async def test_an_import_brings_dates_and_tags_and_its_undo_takes_them_back(
    site: Site, tmp_path: Path
) -> None:
    path = tmp_path / "roll.csv"
    lan = "Nguyễn Thị Lan,0912345678,05/03/1960,Ba Đình,5,{},20/10/2015,{}"
    tam = "Lê Văn Tám,0912000111,1958,Ba Đình,5,31/02/2027,,Đảng viên"
    first, told = await bring(site, path, lan.format("31/12/26", "Tổ trưởng; hộ  mới"), tam)
    assert await read(site, "Nguyễn Thị Lan") == (
        {"birthday": "05/03/1960", "card_expiry": "31/12/2026", "joined": "20/10/2015"},
        ["hộ mới", "tổ trưởng"],
    )
    assert await read(site, "Lê Văn Tám") == ({}, []), "a year is no birthday, a party no tag"
    assert told[1].row.codes == ("bad_date", "bad_tag")
    _, told = await bring(site, path, lan.format("31/12/26", "hộ mới"), tam)
    assert [plan.action.value for plan in told] == ["unchanged", "unchanged"]
    second, told = await bring(site, path, lan.format("31/12/2027", "hộ mới; cốt cán"), tam)
    assert [plan.action.value for plan in told] == ["changed", "unchanged"]
    days, tags = await read(site, "Nguyễn Thị Lan")
    assert (days["card_expiry"], tags) == ("31/12/2027", ["cốt cán", "hộ mới", "tổ trưởng"])
    await undo_import(site, OPERATOR, second)
    days, tags = await read(site, "Nguyễn Thị Lan")
    assert (days["card_expiry"], tags) == ("31/12/2026", ["hộ mới", "tổ trưởng"])
    await undo_import(site, OPERATOR, first)
    async with site.database.reading() as session:
        assert list(await session.scalars(select(MemberDate))) == []
        assert list(await session.scalars(select(MemberTag))) == []


async def test_what_a_person_told_outlives_a_roll_and_its_undo(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "roll.csv"
    line = "Nguyễn Thị Lan,0912345678,1960,Ba Đình,5,{},,"
    first, _ = await bring(site, path, line.format("30/06/2027"))
    async with site.database.transaction() as session:
        held = (await session.scalars(select(MemberDate))).one()
        held.source = "chat"  # the person told the same day
        await session.execute(update(Member).values(registered_at=site.now))
        number = held.member_id
        chat = await make_chat(session, "web:1")
        member = await session.get_one(Member, number)
        await link(session, chat, member, "contact", now=site.now)
    again, plans = await bring(site, path, line.format("31/12/2026"))
    assert plans[0].action.value == "unchanged"
    for number in (again, first):
        await undo_import(site, OPERATOR, number)
        assert await read(site, "Nguyễn Thị Lan") == ({"card_expiry": "30/06/2027"}, [])
