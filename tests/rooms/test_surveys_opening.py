"""A survey imported and opened: who may answer, who may run it; on both databases."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted
from bot.models import (
    Entitlement,
    Member,
    Membership,
)
from bot.settings import Settings
from bot.site import Site
from bot.surveys import closing, entitling, opening
from bot.surveys.finding import find_open_for, get_survey
from bot.surveys.keys import Keys
from bot.surveys.results import get_results
from bot.surveys.sheets import export_results
from jobs import open_surveys
from tests.kit.makers import OLD_WARDS, City, make_city, make_member
from tests.kit.surveys import Polling, make_form, make_members

BA_DINH = {"ward": OLD_WARDS["Ba Đình"]}


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


@pytest.fixture
def site(database: Database, settings: Settings, clock: StoppedClock) -> Site:
    return Site(settings, clock, database)


async def test_opening_freezes_who_may_answer_with_where_they_count(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    inside = await make_members(polling.database, 2)
    async with polling.database.transaction() as session:
        session.add(
            Membership(
                member_id=inside[0],
                organisation_id=city.organisations["hnd"],
                source="declared",
                created_at=clock.now(),
            )
        )
        claim = await make_member(session, name="Lê Văn 1", organisation=None)
        claim.claims_id = inside[1]
        outside = await make_member(session, ward="Lam Sơn")
        gone = await make_member(session)
        gone.state = "died"
    survey = await polling.launch(
        make_form(clock.now()), city.organisations["cdtp"], clock.now(), BA_DINH
    )
    async with polling.database.reading() as session:
        rows = {
            e.member_id: (e.ward_key, sorted(e.organisation_ids), e.confirmed, e.late)
            for e in await session.scalars(select(Entitlement))
        }
    ward, cdtp, hnd = OLD_WARDS["Ba Đình"], *(city.organisations[c] for c in ("cdtp", "hnd"))
    assert survey.state == "open"
    assert rows == {
        inside[0]: (ward, sorted([cdtp, hnd]), True, False),
        inside[1]: (ward, [cdtp], True, False),
        claim.id: (ward, [], False, False),
    }
    assert outside.id not in rows


@pytest.mark.parametrize(("late", "admitted"), [("join", 1), ("refuse", 0)])
async def test_late_comers_join_or_not_as_the_survey_says(
    polling: Polling, city: City, clock: StoppedClock, late: str, admitted: int
) -> None:
    form = make_form(clock.now(), late=late)
    survey = await polling.launch(form, city.organisations["cdtp"], clock.now(), BA_DINH)
    clock.advance(days=1)
    for _ in range(2):  # again changes nothing
        async with polling.database.transaction() as session:
            newcomer = await session.scalar(select(Member).where(Member.folded == "moi"))
            if newcomer is None:
                newcomer = await make_member(session, name="Mới")
                elsewhere = await make_member(session, name="Khác", ward="Lam Sơn")
                newcomer.created_at = elsewhere.created_at = clock.now()
                await session.flush()
            await entitling.admit_member(session, newcomer, clock.now())
            await entitling.admit_member(session, elsewhere, clock.now())
    async with polling.database.reading() as session:
        rows = [(e.member_id, e.late) for e in await session.scalars(select(Entitlement))]
        waiting = await find_open_for(session, [newcomer.id], clock.now())
    assert rows == ([(newcomer.id, True)] if admitted else [])
    assert [s.id for s in waiting] == ([survey.id] if admitted else [])


async def test_a_survey_missed_altogether_is_cancelled_not_opened(
    polling: Polling, city: City, site: Site, clock: StoppedClock
) -> None:
    async with polling.database.transaction() as session:
        await opening.import_form(
            session,
            OPERATOR,
            make_form(clock.now()),
            organisation_id=1,
            rule={"all": True},
            campaign_id=None,
            now=clock.now(),
        )
    clock.advance(days=11)
    await open_surveys.tick(site, polling.inviter)
    async with polling.database.reading() as session:
        assert (await get_survey(session, "s1")).state == "cancelled"
    assert polling.inviter.heard == []


async def test_a_stranger_may_neither_import_run_nor_read(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    women = Actor("organizer:1", scopes=(Scope("lead", city.organisations["hlhpn"], None),))
    async with polling.database.transaction() as session:
        with pytest.raises(NotPermitted):
            await closing.close_survey(session, women, survey.id, clock.now(), polling.keys)
        with pytest.raises(NotPermitted):
            await get_results(session, women, survey, clock.now())
        with pytest.raises(NotPermitted):
            await opening.import_form(
                session,
                women,
                make_form(clock.now(), code="x"),
                organisation_id=city.organisations["hlhpn"],
                rule={"all": True},
                campaign_id=None,
                now=clock.now(),
            )


async def test_who_may_write_but_not_run_leaves_a_draft_that_waits_for_somebody_who_may(
    polling: Polling, city: City, clock: StoppedClock
) -> None:
    union = city.organisations["cdtp"]
    writer = Actor("organizer:1", "Bình", (Scope("writer", union, None),))
    lead = Actor("organizer:2", "Hoa", (Scope("lead", union, None),))
    await make_members(polling.database, 1)
    async with polling.database.transaction() as session:
        form = make_form(clock.now())
        rule = {"organisation": union}
        given = {"organisation_id": union, "rule": rule, "campaign_id": None}
        await opening.import_form(session, writer, form, now=clock.now(), **given)
    means = opening.Means(polling.keys, polling.inviter)
    async with polling.database.transaction() as session:
        survey = await get_survey(session, "s1")
        assert survey.state == "draft"
        assert await opening.find_due_openings(session, clock.now()) == []
        file = await export_results(session, lead, survey, clock.now())
        assert load_workbook(BytesIO(file))["Tóm tắt"]["B5"].value == "Bản nháp"
        with pytest.raises(NotPermitted):
            await opening.open_survey(session, writer, survey.id, clock.now(), means)
    async with polling.database.transaction() as session:
        await opening.open_survey(session, lead, survey.id, clock.now(), means)
        assert (await get_survey(session, "s1")).state == "open"
    assert len(polling.inviter.heard) == 1
