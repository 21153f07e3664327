"""The contact budget and the send-by deadline: looked at in the claim, waited for, or given up."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import ledger
from bot.broadcasts.budget import Budget
from bot.broadcasts.fates import Fate
from bot.broadcasts.recording import record
from bot.db import Database
from bot.models import Broadcast, Chat, Delivery
from bot.settings import Settings
from bot.site import Site
from jobs import deliver
from tests.kit.broadcasting import launch_approved, make_draft, read_ledger
from tests.kit.makers import BEGINNING, City, make_chat, make_city, make_member

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = BEGINNING.replace(hour=17)  # of Viet Nam
BUDGET = Budget(soft_day=1, soft_week=3, hard_day=3, patience=3 * DAY)


@pytest.mark.parametrize(
    ("hours_ago", "urgent", "until"),
    [
        ((), False, None),
        ((1,), False, MIDNIGHT),
        ((1,), True, None),
        ((10,), False, None),  # yesterday evening
        ((30, 60, 90), False, BEGINNING - 90 * HOUR + 7 * DAY),
        ((30, 60, 90), True, None),
        ((1, 2, 3), True, BEGINNING - 3 * HOUR + DAY),
        ((1, 2, 3), False, BEGINNING - 3 * HOUR + 7 * DAY),
    ],
)
def test_a_member_waits_until_the_last_limit_is_past(
    hours_ago: tuple[int, ...], *, urgent: bool, until: datetime | None
) -> None:
    begun = [BEGINNING - hours * HOUR for hours in hours_ago]
    assert BUDGET.find_wait(begun, now=BEGINNING, urgent=urgent) == until


def test_no_limit_is_no_wait() -> None:
    free = Budget(soft_day=0, soft_week=0, hard_day=0, patience=DAY)
    assert free.find_wait([BEGINNING] * 9, now=BEGINNING, urgent=False) is None
    assert not free.is_limited


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        city = await make_city(session)
        for name in ("An", "Bình"):
            await make_member(session, name=name, chat=f"web:{name}")
    return city


@pytest.fixture
def strict(settings: Settings) -> Settings:
    """Give the limits that a site has unless it says otherwise."""
    limits = {"contact_soft_day": 1, "contact_soft_week": 3, "contact_hard_day": 3}
    return settings.model_copy(update=limits)


async def launch(database: Database, *, now: datetime = BEGINNING, **values: Any) -> int:
    async with database.transaction() as session:
        draft = await make_draft(session)
        for name, value in values.items():
            setattr(draft, name, value)
        await launch_approved(session, draft, now=now)
        return draft.id


async def send(database: Database, city: City, settings: Settings, now: datetime) -> list[str]:
    """Claim whatever may leave, have it arrive, and return the names."""
    async with database.transaction() as session:
        taken = await ledger.claim(session, city.accounts["web"], settings, now=now, limit=100)
        await record(session, [Fate(one, "sent") for one in taken.bundles], now=now)
        await broadcasts.finish_done(session, now=now)
    return sorted(one.full_name for bundle in taken.bundles for one in bundle.recipients)


async def test_a_second_message_of_the_day_waits_for_the_next_and_the_report_says_so(
    database: Database, city: City, strict: Settings, clock: Any
) -> None:
    await launch(database)
    assert await send(database, city, strict, BEGINNING) == ["An", "Bình"]
    second = await launch(database, now=BEGINNING + HOUR)
    assert await send(database, city, strict, BEGINNING + HOUR) == []
    assert set((await read_ledger(database, second)).values()) == {("waiting", "")}
    async with database.reading() as session:
        report = await broadcasts.report(session, OPERATOR, second)
        assert (report.count("waiting"), report.broadcast.state) == (2, "running")
    site = Site(strict, clock, database)
    clock.moment = MIDNIGHT - HOUR
    await deliver.tick(site)
    assert await send(database, city, strict, clock.moment) == []
    clock.moment = MIDNIGHT + 8 * HOUR
    await deliver.tick(site)
    assert await send(database, city, strict, clock.moment) == ["An", "Bình"]


async def test_what_came_back_or_failed_is_not_counted(
    database: Database, city: City, strict: Settings
) -> None:
    first = await launch(database)
    async with database.transaction() as session:
        taken = await ledger.claim(session, city.accounts["web"], strict, now=BEGINNING, limit=100)
        fates = [Fate(taken.bundles[0], "queued"), Fate(taken.bundles[1], "failed", "rejected")]
        await record(session, fates, now=BEGINNING)
        await session.execute(update(Broadcast).values(state="paused"))
    await launch(database)
    assert await send(database, city, strict, BEGINNING) == ["An", "Bình"]
    assert ("queued", "") in (await read_ledger(database, first)).values()


async def test_urgent_passes_the_soft_limit_and_never_the_hard_one(
    database: Database, city: City, strict: Settings
) -> None:
    for hour in range(3):
        await launch(database, urgent=True, now=BEGINNING + hour * HOUR)
        sent = await send(database, city, strict, BEGINNING + hour * HOUR)
        assert sent == ["An", "Bình"], hour
    await launch(database, urgent=True, now=BEGINNING + 3 * HOUR)
    assert await send(database, city, strict, BEGINNING + 3 * HOUR) == []


async def test_who_would_wait_past_the_deadline_is_given_up_with_that_reason(
    database: Database, city: City, strict: Settings
) -> None:
    await launch(database)
    await send(database, city, strict, BEGINNING)
    second = await launch(database, send_by=BEGINNING + 9 * HOUR)
    assert await send(database, city, strict, BEGINNING + HOUR) == []
    ended = await read_ledger(database, second)
    assert set(ended.values()) == {("skipped", "over_budget")}


async def test_what_could_not_leave_in_time_is_skipped_as_too_late(
    database: Database, city: City, strict: Settings, clock: Any
) -> None:
    late = await launch(database, send_by=BEGINNING + HOUR)
    assert await send(database, city, strict, BEGINNING + HOUR) == []
    clock.moment = BEGINNING + HOUR
    await deliver.tick(Site(strict, clock, database))
    assert set((await read_ledger(database, late)).values()) == {("skipped", "too_late")}
    async with database.reading() as session:
        assert (await broadcasts.get(session, late)).state == "finished"


async def test_two_claims_at_once_cannot_both_spend_the_last_of_a_budget(
    database: Database, city: City, strict: Settings
) -> None:
    """Each of two broadcasts reaches An in a chat of another account; both claim at once."""
    await launch(database)
    async with database.transaction() as session:
        await make_chat(session, "telegram:1")
        other = await session.scalar(select(Chat).where(Chat.external_id == "1"))
        assert other is not None
        second = await make_draft(session)
        second_id = (await broadcasts.launch(session, OPERATOR, second.id, now=BEGINNING)).id
        await session.execute(
            update(Delivery)
            .where(Delivery.broadcast_id == second_id)
            .values(account_id=other.account_id, chat_id=other.id)
        )

    async def take(account: str) -> int:
        async with database.transaction() as session:
            taken = await ledger.claim(
                session, city.accounts[account], strict, now=BEGINNING, limit=100
            )
            await asyncio.sleep(0.05)
            return sum(len(bundle.recipients) for bundle in taken.bundles)

    await asyncio.gather(*(take(one) for one in ("web", "telegram", "web", "telegram")))
    async with database.reading() as session:
        begun = list(
            await session.scalars(select(Delivery.member_id).where(Delivery.begun_at.is_not(None)))
        )
    assert len(begun) == len(set(begun)), "somebody was written to twice in a day"
