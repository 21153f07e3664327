"""Segments: whom a rule selects, how it is said, and what is no rule."""

from __future__ import annotations

import pytest
from sqlalchemy import select as query

from bot import segments
from bot.access import OPERATOR, Actor, Scope
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import Member
from tests.kit.makers import BEGINNING, OLD_WARDS, make_city, make_member

BA_DINH, LAM_SON, DONG_THO = (OLD_WARDS[name] for name in ("Ba Đình", "Lam Sơn", "Đông Thọ"))


@pytest.fixture
async def city(database: Database) -> dict[str, int]:
    """Three members: two of Ba Đình, one of Lam Sơn."""
    async with database.transaction() as session:
        city = await make_city(session)
        await make_member(session, name="An", organisation="cdtp", group="5")
        await make_member(session, name="Bình", organisation="hnd", group="7")
        await make_member(session, name="Chi", ward="Lam Sơn", organisation="hnd", group="5")
    return city.organisations


CASES = [
    ({"all": True}, {"An", "Bình", "Chi"}),
    ({"ward": BA_DINH}, {"An", "Bình"}),
    ({"group": "TO 5"}, {"An", "Chi"}),
    ({"group": "Tổ dân phố số 05"}, {"An", "Chi"}),
    ({"and": [{"ward": BA_DINH}, {"group": "to 5"}]}, {"An"}),
    ({"or": [{"ward": LAM_SON}, {"group": "7"}]}, {"Bình", "Chi"}),
    ({"not": {"ward": BA_DINH}}, {"Chi"}),
]


@pytest.mark.on("both")
@pytest.mark.parametrize(("rule", "names"), CASES)
async def test_a_rule_selects(
    database: Database, city: dict[str, int], rule: dict[str, object], names: set[str]
) -> None:
    assert await select(database, rule) == names


async def test_an_organisation_selects_its_members(
    database: Database, city: dict[str, int]
) -> None:
    assert await select(database, {"organisation": city["hnd"]}) == {"Bình", "Chi"}
    assert await select(database, {"not": {"organisation": city["hnd"]}}) == {"An"}


async def test_only_active_members_are_selected(database: Database, city: dict[str, int]) -> None:
    async with database.transaction() as session:
        for name, state in (("An", "moved"), ("Bình", "died")):
            member = await find(session, name)
            member.state = state
    assert await select(database, {"all": True}) == {"Chi"}


async def test_a_ward_of_today_holds_old_wards_that_lie_wholly_in_it(
    database: Database, city: dict[str, int]
) -> None:
    async with database.transaction() as session:
        whole = await find(session, "An")
        today, whole.ward_key = whole.ward_key, None
        divided = await find(session, "Chi")
        divided.ward_key, divided.old_ward_key = None, DONG_THO
    assert today is not None
    assert await select(database, {"ward": today}) == {"An", "Bình"}


async def test_a_ward_that_is_not_known_does_not_hide_from_a_negation(
    database: Database, city: dict[str, int]
) -> None:
    async with database.transaction() as session:
        member = await find(session, "Chi")
        member.ward_key = member.old_ward_key = None
    assert await select(database, {"not": {"ward": BA_DINH}}) == {"Chi"}
    async with database.reading() as session:
        counts = await segments.count_by_ward(session, {"all": True})
    assert counts == [("phường Ba Đình (cũ)", 2), ("", 1)]


NOT_RULES: list[object] = [
    None,
    {},
    [],
    {"all": False},
    {"all": True, "ward": BA_DINH},
    {"ward": 3},
    {"ward": " "},
    {"organisation": True},
    {"organisation": "1"},
    {"and": []},
    {"or": [{"drop": "members"}]},
    {"not": [{"all": True}]},
    {"not": {"not": {"not": {"not": {"not": {"not": {"all": True}}}}}}},
]


@pytest.mark.parametrize("document", NOT_RULES)
def test_what_is_no_rule_is_refused(document: object) -> None:
    with pytest.raises(Refused) as refusal:
        segments.check_rule(document)
    assert refusal.value.code == "segment-not-a-rule"


def test_a_rule_has_an_end() -> None:
    wide = {"or": [{"ward": "1.2025"}] * 150}
    with pytest.raises(Refused) as refusal:
        segments.check_rule({"and": [wide, wide]})
    assert refusal.value.code == "segment-too-large"


BOUNDS = [
    ({"all": True}, None, None),
    ({"ward": "1"}, {"1"}, None),
    ({"not": {"ward": "1"}}, None, None),
    ({"or": [{"ward": "1"}, {"ward": "2"}]}, {"1", "2"}, None),
    ({"or": [{"ward": "1"}, {"group": "5"}]}, None, None),
    ({"and": [{"organisation": 3}, {"ward": "1"}]}, {"1"}, 3),
    ({"or": [{"organisation": 3}, {"organisation": 4}]}, None, None),
    ({"or": [{"organisation": 3}, {"and": [{"all": True}, {"organisation": 3}]}]}, None, 3),
]


@pytest.mark.parametrize(("rule", "areas", "organisation"), BOUNDS)
def test_a_rule_tells_whom_it_reaches_at_most(
    rule: dict[str, object], areas: set[str] | None, organisation: int | None
) -> None:
    assert segments.areas_of(rule) == areas
    assert segments.organisation_of(rule) == organisation


async def test_a_rule_is_said_in_words(database: Database, city: dict[str, int]) -> None:
    rule = {
        "and": [
            {"organisation": city["hnd"]},
            {"or": [{"ward": BA_DINH}, {"ward": LAM_SON}]},
            {"not": {"group": "5"}},
        ]
    }
    async with database.reading() as session:
        words = await segments.describe(session, rule, "vi")
    assert words == (
        "thành viên Hội Nông dân phường và (người ở phường Ba Đình (cũ) hoặc "
        "người ở phường Lam Sơn (cũ)) và không phải tổ dân phố 5"
    )


async def test_a_segment_is_kept_within_the_scope_of_its_writer(
    database: Database, city: dict[str, int]
) -> None:
    writer = Actor("organizer:1", scopes=(Scope("writer", city["hnd"], None),))
    async with database.transaction() as session:
        with pytest.raises(NotPermitted):
            await segments.save_segment(session, writer, "Tất cả", {"all": True}, now=BEGINNING)
        own = segments.within({"ward": BA_DINH}, city["hnd"])
        await segments.save_segment(session, writer, " Ba Đình ", own, now=BEGINNING)
        found = await segments.get_segment(session, "Ba Đình")
        assert await segments.count(session, found.rule) == 1
        with pytest.raises(Refused):
            await segments.save_segment(
                session, OPERATOR, "Không có", {"ward": "0.2025"}, now=BEGINNING
            )


async def select(database: Database, rule: dict[str, object]) -> set[str]:
    async with database.reading() as session:
        condition = segments.members_where(segments.check_rule(rule))
        names = set(await session.scalars(query(Member.full_name).where(condition)))
        assert await segments.count(session, rule) == len(names)
    return names


async def find(session: object, name: str) -> Member:
    return await session.scalar(query(Member).where(Member.full_name == name))
