"""Whom to visit: who has not answered and cannot be reached by chat; on both databases."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import AuditEntry, Branch, Chat, Member, Membership, Survey
from bot.settings import Settings
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.worklist import Worklist, find_concerning, take_worklist
from bot.surveys.worklist_sheet import write_worklist
from tests.kit.makers import OLD_WARDS, City, make_city, make_member
from tests.kit.surveys import Polling, make_form

AWAY = frozenset({OLD_WARDS["Quảng Thắng"]})


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


async def people(polling: Polling, city: City) -> dict[str, int]:
    """Make one of each: who is reached, and who is not, in the ways in which it happens."""
    async with polling.database.transaction() as session:
        found = {
            "reached": await make_member(session, name="Lê An", chat="web:1"),
            "answered": await make_member(session, name="Lê Bình", chat="web:2"),
            "roll": await make_member(session, name="Vũ Cúc", group="10", phone="+84912345678"),
            "near": await make_member(session, name="Vũ Dần", group="2", ward="Quảng Thắng"),
            "far": await make_member(session, name="Vũ Ân", group="10", ward="Quảng Thắng"),
            "blocked": await make_member(session, name="Lý Em", group="2", chat="web:3"),
            "stopped": await make_member(session, name="Lý Giang", chat="web:4"),
            "claimed": await make_member(session, name="Lý Hải"),
            "claimant": await make_member(session, name="Lý Hải", chat="web:5"),
            "moved": await make_member(session, name="Lý Khoa"),
        }
        found["claimant"].claims_id = found["claimed"].id
        found["stopped"].stopped_at = found["stopped"].created_at
        found["moved"].state = "moved"
        await session.flush()
        shut = select(Chat).where(Chat.external_id == "3")
        (await session.scalars(shut)).one().state = "blocked"
        branch = Branch(organisation_id=city.organisations["cdtp"], name="Tổ 7", folded="to 7")
        session.add(branch)
        await session.flush()
        of_roll = select(Membership).where(Membership.member_id == found["roll"].id)
        (await session.scalars(of_roll)).one().branch_id = branch.id
        return {name: member.id for name, member in found.items()}


async def launch(polling: Polling, ids: dict[str, int], clock: StoppedClock) -> Survey:
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    await polling.answer(survey.id, ids["answered"], clock.now(), one="1")
    return survey


async def take(polling: Polling, actor: Actor, clock: StoppedClock) -> Worklist:
    async with polling.database.transaction() as session:
        survey = await get_survey(session, "s1")
        return await take_worklist(session, actor, survey, clock.now())


def organizer(role: str, *, areas: frozenset[str] | None = None, number: int = 1) -> Actor:
    return Actor("organizer:1", "Hoa", (Scope(role, number, areas),))


async def test_only_who_is_out_of_reach_is_listed_in_the_order_of_a_walk(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    await launch(polling, await people(polling, city), clock)
    worklist = await take(polling, OPERATOR, clock)
    listed = [(line.name, line.group, line.reason) for line in worklist.lines]
    assert listed == [
        ("Lý Em", "2", "blocked"),
        ("Vũ Cúc", "10", "not_registered"),
        ("Vũ Dần", "2", "not_registered"),
        ("Vũ Ân", "10", "not_registered"),
    ]
    assert worklist.left_out == 1
    book = load_workbook(BytesIO(write_worklist(worklist)))
    assert book.sheetnames == ["Danh sách", "Theo tổ dân phố", "Về tệp này"]
    row = [cell.value for cell in book["Danh sách"][3]]
    assert row[1:8] == [
        *("Vũ Cúc", None, "+84912345678", worklist.lines[1].ward, "10", "Tổ 7"),
        "chưa đăng ký trò chuyện",
    ]
    assert sum(row[2].value for row in book["Theo tổ dân phố"].iter_rows(min_row=2)) == 4
    async with polling.database.reading() as session:
        query = select(AuditEntry.detail).where(AuditEntry.action == "survey:worklist")
        assert list(await session.scalars(query)) == [{"people": 4}]


async def test_an_organizer_gets_those_of_their_scope_and_phones_by_right(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    ids = await people(polling, city)
    await launch(polling, ids, clock)
    async with polling.database.transaction() as session:
        today = (await session.get_one(Member, ids["near"])).ward_key
        areas = AWAY | ({today} if today else set())
    branch = await take(polling, organizer("branch", areas=areas), clock)
    assert [line.name for line in branch.lines] == ["Vũ Dần", "Vũ Ân"]
    lead = await take(polling, organizer("lead"), clock)
    reader = await take(polling, organizer("reader"), clock)
    assert [line.name for line in lead.lines] == [line.name for line in reader.lines]
    assert "+84912345678" in {line.phone for line in lead.lines}
    assert {line.phone for line in reader.lines} == {""}
    other = organizer("lead", number=city.organisations["hnd"])
    async with polling.database.reading() as session:
        assert [s.code for s in await find_concerning(session, organizer("branch"))] == ["s1"]
        assert await find_concerning(session, other) == []
    for actor in (other, organizer("approver", areas=frozenset({"?"})), Actor("stranger")):
        with pytest.raises(NotPermitted):
            await take(polling, actor, clock)


async def test_only_an_open_survey_sends_anybody_to_a_door(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    await launch(polling, await people(polling, city), clock)
    async with polling.database.transaction() as session:
        (await get_survey(session, "s1")).state = "cancelled"
    with pytest.raises(Refused, match="worklist-not-open"):
        await take(polling, OPERATOR, clock)
