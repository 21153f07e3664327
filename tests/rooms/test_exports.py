"""The files that people take away."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from bot import broadcasts, exports
from bot.access import OPERATOR, Actor, get_actor
from bot.broadcasts import Draft
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted
from bot.models import AuditEntry, Grant
from bot.segments import Rule
from tests.kit.makers import make_city, make_member, make_organizer

HOSTILE = '=HYPERLINK("http://x.vn","Họp")'


async def launch(database: Database, clock: StoppedClock) -> tuple[int, int]:
    """Launch a broadcast of the trade union to four people, one of whom is only on the roll."""
    async with database.transaction() as session:
        city = await make_city(session)
        await make_member(session, name="Nguyễn Thị Lan", chat="web:1")
        await make_member(session, name="Lê Văn Tám", ward="Lam Sơn", chat="web:2")
        await make_member(session, name="Đỗ An", ward="Lam Sơn", chat="web:3", consents=())
        await make_member(session, name=HOSTILE, phone="0912345678", ward="Đông Thọ")
        sender = city.organisations["cdtp"]
        draft = Draft(sender, HOSTILE, "Mời họp.", {"organisation": sender})
        made = await broadcasts.write(session, OPERATOR, draft, now=clock.now())
        await broadcasts.launch(session, OPERATOR, made.id, now=clock.now())
        return made.id, sender


async def organizer(database: Database, role: str, organisation_id: int | None) -> Actor:
    """Make an organizer with one role."""
    async with database.transaction() as session:
        made = await make_organizer(session)
        session.add(Grant(organizer_id=made.id, role=role, organisation_id=organisation_id))
        await session.flush()
        return await get_actor(session, made.id)


def rows(book: openpyxl.Workbook, sheet: str) -> list[tuple[object, ...]]:
    """Read a sheet."""
    return list(book[sheet].iter_rows(values_only=True))


async def test_a_broadcast_is_counted_by_ward_and_by_reason(
    database: Database, clock: StoppedClock
) -> None:
    number, _ = await launch(database, clock)
    async with database.transaction() as session:
        file = await exports.export_broadcast(session, OPERATOR, number, now=clock.now())
    book = openpyxl.load_workbook(BytesIO(file))
    assert ("Tổng số người", 4) in [row[:2] for row in rows(book, "Tóm tắt")]
    wards = {row[0]: row[1:] for row in rows(book, "Theo phường")[1:]}
    assert wards["phường Lam Sơn (cũ)"][:3] == (2, 0, 1)
    assert sum(row[0] for row in wards.values()) == 4
    reasons = {row[1]: row[2] for row in rows(book, "Lý do")[1:]}
    assert reasons == {
        "": 2,
        "không đồng ý loại tin này": 1,
        "chưa đăng ký trò chuyện": 1,
    }


async def test_members_are_listed_in_the_vietnamese_order_and_heard_of(
    database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    _, sender = await launch(database, clock)
    heard: list[int] = []
    rule: Rule = {"and": [{"organisation": sender}, {"ward": "14773.2004"}]}
    async with database.reading() as session:
        count = await exports.write_members(
            session,
            rule,
            tmp_path / "members.xlsx",
            hear=heard.append,
        )
    found = rows(openpyxl.load_workbook(tmp_path / "members.xlsx"), "Thành viên")
    assert (count, heard) == (2, [2])
    assert [row[0] for row in found[1:]] == ["Đỗ An", "Lê Văn Tám"]
    assert found[1][4] == "Lam Sơn"
    assert found[1][6] == "Công đoàn thành phố"


async def test_no_cell_is_a_formula_or_a_link(
    database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    number, sender = await launch(database, clock)
    path = tmp_path / "members.xlsx"
    async with database.transaction() as session:
        file = await exports.export_broadcast(session, OPERATOR, number, now=clock.now())
        rule = {"organisation": sender}
        await exports.write_members(session, rule, path)
    for source in (BytesIO(file), path):
        book = openpyxl.load_workbook(source)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert HOSTILE in [cell.value for cell in cells]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("role", ["reader", "writer", "branch"])
async def test_who_may_only_read_takes_no_file(
    database: Database, clock: StoppedClock, role: str
) -> None:
    number, sender = await launch(database, clock)
    actor = await organizer(database, role, sender)
    async with database.reading() as session:
        with pytest.raises(NotPermitted):
            await exports.export_broadcast(session, actor, number, now=clock.now())
        with pytest.raises(NotPermitted):
            await exports.note_members(session, actor, {"organisation": sender}, now=clock.now())


async def test_a_lead_takes_their_own_members_only(
    database: Database, clock: StoppedClock
) -> None:
    _, sender = await launch(database, clock)
    actor = await organizer(database, "lead", sender)
    async with database.transaction() as session:
        rule = {"organisation": sender}
        assert await exports.note_members(session, actor, rule, now=clock.now()) == 4
        with pytest.raises(NotPermitted):
            await exports.note_members(session, actor, {"all": True}, now=clock.now())


async def test_every_file_is_in_the_audit_trail(database: Database, clock: StoppedClock) -> None:
    number, sender = await launch(database, clock)
    async with database.transaction() as session:
        await exports.export_broadcast(session, OPERATOR, number, now=clock.now())
        rule = {"organisation": sender}
        await exports.note_members(session, OPERATOR, rule, now=clock.now())
    async with database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action.like("%:export"))
        entries = {entry.action: entry for entry in await session.scalars(query)}
    assert entries["broadcast:export"].subject == f"broadcast:{number}"
    assert entries["member:export"].detail == {"rule": {"organisation": sender}, "members": 4}
