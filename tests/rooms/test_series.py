"""Series: when they run, whom each run is for, what is missed, and that nobody gets one twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import approvals, broadcasts, organizers, series
from bot.access import OPERATOR, Actor, Scope
from bot.approvals.asking import find_authors
from bot.broadcasts import Draft
from bot.broadcasts.approving import ask_or_pass_series
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import AuditEntry, Broadcast, Member, MemberDate, Series, StoredReply
from bot.series import Plan
from bot.settings import Settings
from bot.site import Site
from jobs import series as job
from tests.kit.broadcasting import read_ledger
from tests.kit.makers import City, make_chat, make_city, make_member

MONDAY = {"every": "week", "day": 0, "at": "08:00"}
CARD = {"date": "card_expiry", "days": -7, "at": "08:00"}
BORN = {"date": "birthday", "days": 0, "at": "09:30"}


def at(text: str) -> datetime:
    """Return a moment of Viet Nam: 07/12 08:00 of 2026."""
    return datetime.strptime(f"2026 {text} +0700", "%Y %d/%m %H:%M %z").astimezone(UTC)


@pytest.fixture
async def city(database: Database) -> City:
    """Four members with a chat each; three have a card that ends, two at the turn of the year."""
    async with database.transaction() as session:
        city = await make_city(session)
        days = {"An": date(2026, 12, 31), "Bình": date(2026, 12, 31), "Chi": date(2027, 1, 1)}
        for place, name in enumerate(("An", "Bình", "Chi", "Dung")):
            consents = ("notices",) if name == "Bình" else ("notices", "reminders")
            made = await make_member(session, name=name, chat=f"web:{place}", consents=consents)
            if name in days:
                row = MemberDate(kind="card_expiry", day=days[name], source="roll")
                row.member_id, row.created_at = made.id, at("01/12 09:00")
                session.add(row)
    return city


@pytest.fixture
def site(database: Database, clock: StoppedClock, settings: Settings) -> Site:
    return Site(settings, clock, database)


def plan_of(city: City, schedule: dict[str, Any], text: str = "Hết hạn ngày {ngay}.") -> Plan:
    own = city.organisations["cdtp"]
    return Plan(Draft(own, "Thẻ BHYT", text, {"organisation": own}), schedule)


async def begin(
    site: Site, plan: Plan, actor: Actor = OPERATOR, settings: Settings | None = None
) -> int:
    async with site.database.transaction() as session:
        chosen = settings or site.settings
        return (await series.add(session, actor, plan, settings=chosen, now=site.now)).id


async def go(site: Site, clock: StoppedClock, *moments: str) -> None:
    for moment in moments:
        clock.moment = at(moment)
        await job.tick(site)


async def read_runs(site: Site, number: int = 1) -> list[tuple[str, str, str]]:
    async with site.database.reading() as session:
        runs = await series.find_runs(session, OPERATOR, number)
    return [(f"{r.day:%d/%m}", r.fate, r.broadcast.text if r.broadcast else "") for r in runs]


async def read_actions(site: Site) -> list[str]:
    async with site.database.reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.actor == "job:series")
        return list(await session.scalars(query.order_by(AuditEntry.id)))


async def test_a_weekly_run_is_a_broadcast_of_its_own_and_leaves_once(
    site: Site, city: City, clock: StoppedClock
) -> None:
    number = await begin(site, plan_of(city, MONDAY, text="Họp ngày {ngay}."))
    await go(site, clock, "07/12 07:59", "07/12 08:00", "07/12 08:00", "07/12 19:00")
    assert await read_runs(site, number) == [("07/12", "sent", "Họp ngày 07/12/2026.")]
    async with site.database.reading() as session:
        sent = await session.scalar(select(Broadcast))
    assert sent is not None
    assert (sent.series_id, sent.due_on, sent.state) == (number, date(2026, 12, 7), "running")
    assert sent.send_by == at("08/12 08:00"), "it leaves within a day, or not at all"
    assert len(await read_ledger(site.database, sent.id)) == 4
    await go(site, clock, "14/12 09:00")
    assert [day for day, _, _ in await read_runs(site, number)] == ["14/12", "07/12"]


async def test_a_run_that_was_missed_is_said_and_not_made_up_for(
    site: Site, city: City, clock: StoppedClock
) -> None:
    async with site.database.transaction() as session:
        role = organizers.Role("lead", "cdtp")
        hoa, code = await organizers.add(session, OPERATOR, "Hoa", [role], now=site.now)
        chat = await make_chat(session, "web:hoa")
        await organizers.redeem(session, chat, code, now=site.now)
    scope = Scope("lead", city.organisations["cdtp"], None)
    actor = Actor(f"organizer:{hoa.id}", "Hoa", (scope,))
    await begin(site, plan_of(city, MONDAY), actor)
    await go(site, clock, "22/12 08:01", "22/12 08:02")
    assert await read_runs(site) == [(f"{d}/12", "missed", "") for d in ("21", "14", "07")]
    async with site.database.reading() as session:
        told = list(await session.scalars(select(StoredReply)))
        kept = await series.get(session, 1)
    assert [reply.body["text"] for reply in told] == [
        "Lịch gửi “Thẻ BHYT” đã lỡ ngày 07/12/2026, 14/12/2026, 21/12/2026 vì máy chủ dừng. "
        "Tin của ngày đó không gửi bù."
    ]
    assert kept.next_at == at("28/12 08:00")


async def test_a_reminder_follows_each_members_own_date_once(
    site: Site, city: City, clock: StoppedClock
) -> None:
    await begin(site, plan_of(city, CARD))
    await go(
        site, clock, "22/12 09:00", "23/12 09:00", "24/12 08:00", "24/12 10:00", "25/12 08:00"
    )
    assert await read_runs(site) == [
        ("25/12", "sent", "Hết hạn ngày 01/01/2027."),
        ("24/12", "sent", "Hết hạn ngày 31/12/2026."),
    ]
    ledgers = [await read_ledger(site.database, number) for number in (1, 2)]
    assert ledgers == [
        {"An": ("queued", ""), "Bình": ("skipped", "no_consent")},
        {"Chi": ("queued", "")},
    ], "nobody is reminded without consent, and who has no date not at all"
    assert await read_actions(site) == [
        "broadcast:write", "broadcast:launch", "broadcast:write", "broadcast:launch",
    ], "days without anybody leave no trace"  # fmt: skip


async def test_a_missed_day_of_reminders_is_said_only_where_it_concerned_somebody(
    site: Site, city: City, clock: StoppedClock
) -> None:
    await begin(site, plan_of(city, CARD))
    await go(site, clock, "27/12 09:00")
    assert [run[:2] for run in await read_runs(site)] == [("25/12", "missed"), ("24/12", "missed")]


async def test_a_birthday_comes_back_each_year(
    site: Site, city: City, clock: StoppedClock
) -> None:
    async with site.database.transaction() as session:
        row = MemberDate(kind="birthday", day=date(1961, 12, 5), source="chat")
        row.member_id = await session.scalar(select(Member.id).filter_by(full_name="Dung")) or 0
        row.created_at = site.now
        session.add(row)
    await begin(site, plan_of(city, BORN, text="Chúc mừng {ten}, hôm nay {ngay}."))
    await go(site, clock, "05/12 09:30")
    clock.moment += timedelta(days=365)
    await job.tick(site)
    runs = await read_runs(site)
    assert [text for _, fate, text in runs if fate == "sent"] == [
        "Chúc mừng {ten}, hôm nay 05/12."
    ] * 2
    assert {name for n in (1, 2) for name in await read_ledger(site.database, n)} == {"Dung"}


async def test_an_approved_series_runs_and_a_waiting_one_does_not(
    site: Site, city: City, clock: StoppedClock
) -> None:
    lead = Actor("organizer:9", "Hoa", (Scope("lead", city.organisations["cdtp"], None),))
    strict = site.settings.model_copy(update={"approve_over": 2})
    number = await begin(site, plan_of(city, MONDAY), lead, strict)
    await go(site, clock, "07/12 09:00")
    async with site.database.transaction() as session:
        kept = await series.get(session, number)
        assert kept.state == "awaiting_approval"
        assert not await ask_or_pass_series(session, lead, kept, over=2, now=site.now)
    assert await read_runs(site, number) == []


async def test_who_wrote_the_draft_of_a_series_may_not_approve_it(
    site: Site, city: City, clock: StoppedClock
) -> None:
    scope = (Scope("lead", city.organisations["cdtp"], None),)
    writer, lead = Actor("organizer:8", "Lan", scope), Actor("organizer:9", "Hoa", scope)
    strict = site.settings.model_copy(update={"approve_over": 0})
    async with site.database.transaction() as session:
        plan = plan_of(city, MONDAY)
        draft = await broadcasts.write(session, writer, plan.draft, now=site.now)
        made = await series.add_from(
            session, lead, draft.id, plan.schedule, settings=strict, now=site.now
        )
        asked = await approvals.find_latest(session, "series", made.id)
        assert asked is not None
        matter = await approvals.get_matter(session, asked)
        authors = await find_authors(session, asked, matter)
    assert authors == {writer.name, lead.name}


async def test_what_cannot_run_is_refused_and_a_stopped_series_is_quiet(
    site: Site, city: City, clock: StoppedClock
) -> None:
    other = Actor("organizer:9", "Hoa", (Scope("lead", city.organisations["hnd"], None),))
    early = {**MONDAY, "at": "05:00"}
    ended = replace(plan_of(city, MONDAY), ends_on=date(2026, 12, 6))
    cases = [(plan_of(city, early), "series-quiet"), (ended, "series-never")]
    for plan, code in cases:
        with pytest.raises(Refused, match=code):
            await begin(site, plan)
    with pytest.raises(NotPermitted):
        await begin(site, plan_of(city, MONDAY), other)
    number = await begin(site, plan_of(city, MONDAY))
    async with site.database.transaction() as session:
        with pytest.raises(NotPermitted):
            await series.stop(session, other, number, now=site.now)
        await series.stop(session, OPERATOR, number, now=site.now)
        with pytest.raises(Refused, match="series-stopped-before"):
            await series.stop(session, OPERATOR, number, now=site.now)
        assert await series.list_series(session, OPERATOR) == []
    await go(site, clock, "07/12 09:00")
    assert await read_runs(site, number) == []


async def test_a_draft_becomes_a_series_and_its_day_is_filled_in_by_runs_alone(
    site: Site, city: City, clock: StoppedClock
) -> None:
    plan = plan_of(city, MONDAY)
    async with site.database.transaction() as session:
        draft = await broadcasts.write(session, OPERATOR, plan.draft, now=site.now)
        with pytest.raises(Refused, match="broadcast-day-needs-series"):
            await broadcasts.launch(session, OPERATOR, draft.id, now=site.now)
        made = await series.add_from(
            session, OPERATOR, draft.id, CARD, settings=site.settings, now=site.now
        )
        assert made.draft["purpose"] == "reminders"
        assert made.draft["text"] == "Hết hạn ngày {ngay}."
        assert (await broadcasts.get(session, draft.id)).state == "cancelled"


async def test_what_was_agreed_on_a_draft_holds_for_every_run(
    site: Site, city: City, clock: StoppedClock
) -> None:
    plan = plan_of(city, MONDAY)
    agreed = replace(plan.draft, urgent=True, twice_ok=True, send_by=at("07/12 17:30"))
    english = {"text": "Ends on {ngay}.", "labels": [], "answers": []}
    agreed = replace(agreed, translations={"en": english})
    async with site.database.transaction() as session:
        draft = await broadcasts.write(session, OPERATOR, agreed, now=site.now)
        made = await series.add_from(
            session, OPERATOR, draft.id, MONDAY, settings=site.settings, now=site.now
        )
        assert made.state == "awaiting_approval"  # urgent
        made.state = "running"
        told = series.describe_terms(made.draft, "en")
    assert told == "; sent by 17:30; urgent; better twice than never"
    await go(site, clock, "14/12 08:00")
    async with site.database.reading() as session:
        sent = await session.scalar(select(Broadcast).where(Broadcast.series_id == made.id))
    assert sent is not None
    assert (sent.urgent, sent.twice_ok, sent.send_by) == (True, True, at("14/12 17:30"))
    assert sent.translations == {"en": {**english, "text": "Ends on 14/12/2026."}}


async def test_a_run_that_cannot_be_written_is_said_and_the_next_one_tried(
    site: Site, city: City, clock: StoppedClock
) -> None:
    number = await begin(site, plan_of(city, MONDAY))
    async with site.database.transaction() as session:
        kept = await session.get_one(Series, number)
        kept.draft = {**kept.draft, "text": "Chào {ai}."}
    await go(site, clock, "07/12 08:00", "07/12 08:05")
    assert await read_runs(site, number) == [("07/12", "failed", "")]
    async with site.database.reading() as session:
        assert (await series.get(session, number)).next_at == at("14/12 08:00")
