"""The ledger as a queue: what a claim takes, passes over and skips, and what is written down."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import ledger, ordering
from bot.broadcasts.bundles import Claim
from bot.broadcasts.fares import Fares
from bot.db import Database
from bot.models import Chat, Consent, Delivery, Entitlement, Member, Response, Survey
from bot.settings import Settings
from tests.kit.broadcasting import launch, make_draft, read_ledger
from tests.kit.makers import BEGINNING, OLD_WARDS, City, make_city, make_crowd, make_member

NAMES = ("An", "Bình", "Chi", "Dung")


@pytest.fixture
async def city(database: Database) -> City:
    """Four members, each in a web chat of their own."""
    async with database.transaction() as session:
        city = await make_city(session)
        people = [(name, f"web:{place}", "Ba Đình") for place, name in enumerate(NAMES)]
        await make_crowd(session, people)
    return city


async def claim(database: Database, city: City, settings: Settings, **options: Any) -> Claim:
    given = {"now": BEGINNING, "limit": 100, **options}
    account_id = city.accounts["web"]
    async with database.transaction() as session:
        return await ledger.claim(session, account_id, settings, **given)


def names(taken: Claim) -> list[str]:
    return [one.full_name for bundle in taken.bundles for one in bundle.recipients]


async def test_a_claim_takes_the_first_lines_and_says_sending(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database)
    assert names(await claim(database, city, settings, limit=3)) == ["An", "Bình", "Chi"]
    states = [state for state, _ in (await read_ledger(database, broadcast_id)).values()]
    assert states == ["sending"] * 3 + ["queued"]
    assert names(await claim(database, city, settings, limit=3)) == ["Dung"]
    assert await claim(database, city, settings) == Claim()


async def test_the_oldest_broadcast_goes_first(
    database: Database, city: City, settings: Settings
) -> None:
    later = BEGINNING + timedelta(minutes=1)
    second = await launch(database, now=later)
    first = await launch(database, now=BEGINNING)
    taken = await claim(database, city, settings, now=later, limit=5)
    ids = [bundle.wording.broadcast_id for bundle in taken.bundles]
    assert ids == [first] * 4 + [second]


async def test_urgent_ones_go_first_and_those_to_few_before_those_to_many(
    database: Database, city: City, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "FEW", 3)
    async with database.transaction() as session:
        await make_member(session, name="Em", chat="web:9", ward="Lam Sơn")
    many = await launch(database, now=BEGINNING)
    later = BEGINNING + timedelta(minutes=1)
    few = await launch(database, now=later, rule={"ward": OLD_WARDS["Lam Sơn"]})
    urgent = await launch(database, now=later, urgent=True)
    taken = await claim(database, city, settings, now=later, limit=7)
    ids = [bundle.wording.broadcast_id for bundle in taken.bundles]
    assert ids == [urgent] * 5 + [few] + [many]


async def change_member(database: Database, **values: Any) -> None:
    async with database.transaction() as session:
        await session.execute(update(Member).where(Member.full_name == "Bình").values(**values))


async def change_chat(database: Database, **values: Any) -> None:
    async with database.transaction() as session:
        await session.execute(update(Chat).where(Chat.external_id == "1").values(**values))


AFTER_LAUNCH = [
    ("member", {"stopped_at": BEGINNING}, "opted_out"),
    ("member", {"state": "died"}, "died"),
    ("chat", {"stopped_at": BEGINNING}, "opted_out"),
    ("chat", {"state": "blocked"}, "blocked"),
    ("consent", {}, "no_consent"),
]


@pytest.mark.parametrize(("what", "values", "reason"), AFTER_LAUNCH)
async def test_what_changed_since_the_launch_is_seen_in_the_claim(  # noqa: PLR0913, PLR0917
    database: Database,
    city: City,
    settings: Settings,
    what: str,
    values: dict[str, Any],
    reason: str,
) -> None:
    broadcast_id = await launch(database)
    match what:
        case "member":
            await change_member(database, **values)
        case "chat":
            await change_chat(database, **values)
        case _:
            await withdraw(database, "Bình")
    assert names(await claim(database, city, settings)) == ["An", "Chi", "Dung"]
    assert (await read_ledger(database, broadcast_id))["Bình"] == ("skipped", reason)


async def withdraw(database: Database, name: str) -> None:
    async with database.transaction() as session:
        member = select(Member.id).where(Member.full_name == name).scalar_subquery()
        await session.execute(
            update(Consent)
            .where(Consent.member_id == member, Consent.purpose == "notices")
            .values(withdrawn_at=BEGINNING)
        )


@pytest.mark.parametrize("column", ["busy_until", "hushed_until"])
async def test_a_chat_in_conversation_waits(
    database: Database, city: City, settings: Settings, column: str
) -> None:
    await launch(database)
    soon = BEGINNING + timedelta(minutes=10)
    await change_chat(database, **{column: soon})
    assert names(await claim(database, city, settings)) == ["An", "Chi", "Dung"]
    assert names(await claim(database, city, settings, now=soon)) == ["Bình"]


async def test_a_family_is_claimed_whole_and_gets_one_message(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        await make_member(session, name="Em", chat="web:1")
        await make_member(session, name="Giang", chat="web:1")
    await launch(database)
    taken = await claim(database, city, settings, limit=2)
    assert [len(bundle.delivery_ids) for bundle in taken.bundles] == [1, 3]
    assert names(taken) == ["An", "Bình", "Em", "Giang"]
    assert names(await claim(database, city, settings)) == ["Chi", "Dung"]


@pytest.mark.parametrize("verb", ["pause", "cancel"])
async def test_a_paused_or_cancelled_broadcast_gives_nothing(
    database: Database, city: City, settings: Settings, verb: str
) -> None:
    broadcast_id = await launch(database)
    async with database.transaction() as session:
        await getattr(broadcasts, verb)(session, OPERATOR, broadcast_id, now=BEGINNING)
    assert await claim(database, city, settings) == Claim()


async def test_what_died_in_our_hands_is_unknown_and_not_sent_again(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database)
    await claim(database, city, settings, limit=2)
    async with database.transaction() as session:
        assert await ledger.recover(session, city.accounts["web"]) == 2
        assert await ledger.recover(session, city.accounts["web"]) == 0
    lines = await read_ledger(database, broadcast_id)
    assert lines["An"] == lines["Bình"] == ("unknown", "killed")
    assert names(await claim(database, city, settings)) == ["Chi", "Dung"]


async def test_two_senders_never_claim_one_line(
    database: Database, city: City, settings: Settings
) -> None:
    await launch(database)
    if database.is_sqlite:
        taken = [await claim(database, city, settings, limit=2) for _ in range(2)]
    else:
        taken = await claim_side_by_side(database, city, settings)
    assert sorted(names(taken[0]) + names(taken[1])) == sorted(NAMES)


async def claim_side_by_side(database: Database, city: City, settings: Settings) -> list[Claim]:
    """Claim while another transaction still holds what it claimed."""
    given = {"now": BEGINNING, "limit": 100}
    account_id = city.accounts["web"]
    async with database.transaction() as one:
        line = select(Delivery.id).order_by(Delivery.id).limit(2).with_for_update()
        await one.execute(line)
        async with asyncio.timeout(5), database.transaction() as two:
            second = await ledger.claim(two, account_id, settings, **given)
        first = await ledger.claim(one, account_id, settings, **given)
    assert len(names(first)) == 2
    return [first, second]


async def test_who_has_answered_is_not_reminded(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        survey = make_survey(city)
        session.add(survey)
        await session.flush()
        asked = await session.scalars(select(Member.id).where(Member.full_name != "Dung"))
        session.add_all(
            Entitlement(survey_id=survey.id, member_id=one, organisation_ids=[], confirmed=True)
            for one in asked
        )
        reminder = await broadcasts.invite(
            session,
            OPERATOR,
            survey_id=survey.id,
            organisation_id=city.organisations["cdtp"],
            campaign_id=None,
            kind="reminder",
            rule={"all": True},
            title="Nhắc",
            text="Mời {xung_ho} trả lời.",
            translations={},
            buttons=[{"label": "Trả lời", "press": "sv:1"}],
            now=BEGINNING,
        )
        binh = await session.scalar(select(Member.id).where(Member.full_name == "Bình"))
        session.add(
            Response(survey_id=survey.id, member_id=binh, state="finished", started_at=BEGINNING)
        )
    taken = await claim(database, city, settings, limit=2)
    assert names(taken) == ["An"]
    async with database.transaction() as session:
        await session.execute(update(Survey).values(state="closed"))
    assert names(await claim(database, city, settings)) == []
    lines = await read_ledger(database, reminder.id)
    assert lines["Bình"] == ("skipped", "answered")
    assert lines["Chi"] == ("skipped", "survey_closed")
    assert reminder.purpose == "reminders"


def make_survey(city: City) -> Survey:
    return Survey(
        organisation_id=city.organisations["cdtp"],
        code="bhyt",
        title="BHYT",
        form={},
        rule={"all": True},
        anonymous=False,
        late="join",
        remind_times=1,
        remind_every_days=1,
        opens_at=BEGINNING,
        closes_at=BEGINNING + timedelta(days=3),
        state="open",
        created_by="operator",
        created_at=BEGINNING,
    )


async def test_a_claim_reads_the_index_of_open_lines(
    database: Database, city: City, settings: Settings
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL prefers a scan for so few lines")
    async with database.transaction() as session:
        draft = await make_draft(session)
        query = ledger._find_lines(1, draft, Fares(BEGINNING), limit=10)
        bare = query.compile(database.engine.sync_engine, compile_kwargs={"literal_binds": True})
        plan = " ".join(
            row[3] for row in await session.execute(text(f"EXPLAIN QUERY PLAN {bare}"))
        )
    assert "USING INDEX ix_deliveries_open (account_id=? AND broadcast_id=?)" in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan
