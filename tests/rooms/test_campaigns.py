"""Campaigns: created, changed, and run by their owners alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot import campaigns
from bot.access import OPERATOR, Actor, Scope
from bot.campaigns import Plan
from bot.db import Database
from bot.errors import NotFound, NotPermitted, Refused
from tests.kit.makers import BEGINNING, City, make_city


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


def plan(city: City) -> Plan:
    ids = city.organisations
    return Plan(
        "bhyt-2026",
        "Bảo hiểm y tế hộ gia đình",
        owner_id=ids["cdtp"],
        co_owner_ids=(ids["hnd"], ids["cdtp"], ids["hnd"]),
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 31),
    )


async def test_a_campaign_has_an_owner_and_co_owners(database: Database, city: City) -> None:
    async with database.transaction() as session:
        created = await campaigns.create(session, OPERATOR, plan(city), now=BEGINNING)
        owners = await campaigns.list_owners(session, created.id)
        assert [one.code for one in owners] == ["cdtp", "hnd"]
        await campaigns.check_owner(session, created.id, city.organisations["hnd"])
        with pytest.raises(Refused):
            await campaigns.check_owner(session, created.id, city.organisations["hlhpn"])
        assert (await campaigns.get(session, "bhyt-2026")).name == "Bảo hiểm y tế hộ gia đình"
        assert await campaigns.list_all(session) == [created]


async def test_a_change_replaces_what_the_plan_says(database: Database, city: City) -> None:
    async with database.transaction() as session:
        await campaigns.create(session, OPERATOR, plan(city), now=BEGINNING)
        later = replace(plan(city), name="Tên mới", co_owner_ids=())
        changed = await campaigns.change(session, OPERATOR, later, now=BEGINNING)
        assert changed.name == "Tên mới"
        assert len(await campaigns.list_owners(session, changed.id)) == 1


WRONG = [
    ({"code": "Có dấu"}, "campaign-bad-code"),
    ({"name": " "}, "campaign-name-length"),
    ({"ends_on": date(2026, 11, 30)}, "campaign-ends-before-start"),
    ({"owner_id": 99}, "segment-organisation-unknown"),
    ({"code": "taken"}, "campaign-code-taken"),
]


@pytest.mark.parametrize(("wrong", "code"), WRONG)
async def test_a_wrong_plan_is_refused(
    database: Database, city: City, wrong: dict[str, object], code: str
) -> None:
    async with database.transaction() as session:
        first = replace(plan(city), code="taken")
        await campaigns.create(session, OPERATOR, first, now=BEGINNING)
        made = replace(plan(city), **wrong)
        with pytest.raises(Refused) as refusal:
            await campaigns.create(session, OPERATOR, made, now=BEGINNING)
    assert refusal.value.code == code


async def test_a_stranger_creates_nothing(database: Database, city: City) -> None:
    reader = Actor("organizer:1", scopes=(Scope("reader", city.organisations["cdtp"], None),))
    async with database.transaction() as session:
        with pytest.raises(NotPermitted):
            await campaigns.create(session, reader, plan(city), now=BEGINNING)
        assert await campaigns.find(session, "bhyt-2026") is None
        with pytest.raises(NotFound):
            await campaigns.get(session, "bhyt-2026")
