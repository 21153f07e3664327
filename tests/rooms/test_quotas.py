"""Quotas: counted before a message leaves, refused before the first, told in words when spent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot import broadcasts, quotas
from bot.access import OPERATOR
from bot.accounts import platform_of
from bot.broadcasts import Sender
from bot.broadcasts.allowing import find_needs, say_needs
from bot.clock import StoppedClock
from bot.cluster import Guarded, Sole
from bot.db import Database
from bot.errors import Refused
from bot.messages import QUOTA, Blocked, Halted, Outcome, Reply, Unknown
from bot.models import Broadcast, ChannelAccount, Chat, Consent, Link, Member, StoredReply
from bot.pacing import Pacer
from bot.quotas import Meter
from bot.settings import Settings
from bot.site import Site
from bot.words import fold, sort_key
from tests.kit.broadcasting import launch, read_ledger
from tests.kit.channels import MemoryChannel
from tests.kit.makers import BEGINNING, make_city, make_crowd, make_member, make_organizer

ZALO = "zalo-bot"
DECEMBER = "2026-12"


@pytest.fixture
def site(database: Database, clock: StoppedClock, settings: Settings) -> Site:
    return Site(settings, clock, database)


@pytest.fixture
async def zalo(database: Database) -> int:
    """Make a city whose Zalo bot may send 3,000 messages a month, and return its number."""
    async with database.transaction() as session:
        city = await make_city(session, ("telegram", "web", ZALO))
        limits = quotas.Limits(people=2000, messages=3000)
        await quotas.note_limits(session, {ZALO: limits})
    return city.accounts[ZALO]


async def add_people(database: Database, account: int, count: int) -> None:
    """Register many people on an account, in few statements."""
    names = [f"Người {n:04}" for n in range(count)]
    since = {"created_at": BEGINNING}
    kept = {"phone": "", "source": "chat", "state": "active", "registered_at": BEGINNING}
    agreed = {"purpose": "notices", "wording": "…", "wording_version": "test"}
    people = [
        {"full_name": name, "folded": fold(name), "sort_key": sort_key(name), **kept, **since}
        for name in names
    ]
    talks = [{"account_id": account, "external_id": name, **since} for name in names]
    async with database.transaction() as session:
        members = list(await session.scalars(insert(Member).returning(Member.id), people))
        chats = list(await session.scalars(insert(Chat).returning(Chat.id), talks))
        links = [
            {"chat_id": chat, "member_id": member, "strength": "contact", **since}
            for member, chat in zip(members, chats, strict=True)
        ]
        await session.execute(insert(Link), links)
        consents = [{"member_id": one, "given_at": BEGINNING, **agreed} for one in members]
        await session.execute(insert(Consent), consents)


async def draft_to_all(database: Database) -> int:
    """Write a draft to everybody, and return its number."""
    async with database.transaction() as session:
        draft = broadcasts.Draft(1, "Tin", "Mời bà con đến họp.", {"all": True}, "notices")
        made = await broadcasts.write(session, OPERATOR, draft, now=BEGINNING)
        return made.id


@pytest.mark.parametrize(
    ("moment", "month", "until"),
    [
        (datetime(2026, 11, 30, 16, 59, tzinfo=UTC), "2026-11", date(2026, 12, 1)),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), "2026-12", date(2027, 1, 1)),
        (datetime(2027, 1, 31, 3, 0, tzinfo=UTC), "2027-01", date(2027, 2, 1)),
    ],
)
def test_a_month_begins_at_midnight_in_viet_nam(moment: datetime, month: str, until: date) -> None:
    assert (quotas.month_of(moment), quotas.next_month(moment)) == (month, until)


def test_a_plan_holds_from_its_day_and_settings_say_otherwise(settings: Settings) -> None:
    plan = quotas.find_plan(ZALO, date(2026, 12, 1))
    assert plan is not None
    assert (plan.people, plan.messages, plan.known) == (50, 3000, "second-hand")
    assert quotas.find_plan(ZALO, date(2025, 1, 1)) is None
    assert quotas.limits_of(settings, "telegram", date(2026, 12, 1)) == quotas.Limits()
    ours = settings.model_copy(update={"zalo_bot_messages": 90_000})
    named = quotas.limits_of(ours, "zalo-bot-a", date(2026, 12, 1))
    assert (named.people, named.messages) == (50, 90_000)
    assert all(platform_of(one.platform) for one in quotas.read_plans())


async def test_a_thousand_are_refused_where_610_are_left_before_the_first_leaves(
    database: Database, zalo: int, clock: StoppedClock
) -> None:
    await add_people(database, zalo, 1000)
    async with database.transaction() as session:
        await quotas.spend(session, zalo, DECEMBER, 3000 - 610)
    number = await draft_to_all(database)
    now = clock.now()

    async with database.reading() as session:
        draft = await session.get_one(Broadcast, number)
        (need,) = needs = await find_needs(session, draft, start=now, now=now)
        assert (need.needed, need.left, need.until) == (1000, 610, date(2027, 1, 1))
    (line,) = say_needs(needs, "vi")
    assert line == (
        "Tin này cần 1.000 tin nhắn qua Zalo bot, mà trước ngày 01/01/2027 chỉ còn 610: "
        "không gửi được."
    )
    with pytest.raises(Refused, match="over-quota"):
        async with database.transaction() as session:
            await broadcasts.launch(session, OPERATOR, number, now=now, approve_over=10**6)
    assert await read_ledger(database, number) == {}

    january = datetime(2027, 1, 2, 3, 0, tzinfo=UTC)
    async with database.transaction() as session:
        sent = await broadcasts.launch(
            session, OPERATOR, number, now=now, at=january, approve_over=10**6
        )
        assert sent.state == "scheduled", "next month has its own messages"
    second = await draft_to_all(database)
    async with database.reading() as session:
        draft = await session.get_one(Broadcast, second)
        (need,) = await find_needs(session, draft, start=now, now=now)
        assert need.left == 0, "what is promised to another is not there any more"


async def test_each_message_is_counted_before_it_leaves_and_taken_back_when_it_did_not(
    database: Database, zalo: int, site: Site
) -> None:
    seen: list[int] = []
    outcomes: list[Outcome | Exception] = [Unknown("lost"), Blocked(), Halted("bad token")]
    channel = MemoryChannel(account=ZALO)
    guarded = Guarded(channel, Sole(), Meter(site, zalo))

    async def spent() -> tuple[int, bool]:
        async with database.reading() as session:
            one = (await quotas.find_allowances(session, now=site.now))[zalo]
            return one.spent, one.refused

    original = channel.send

    async def look(chat: str, reply: Reply) -> Outcome:
        seen.append((await spent())[0])
        return await original(chat, reply)

    channel.send = look  # type: ignore[method-assign]
    await guarded.send("a", Reply("Chào"))
    for outcome in outcomes:
        channel.script["a"] = [outcome]  # type: ignore[list-item]
        with suppress(Blocked, Halted):
            await guarded.send("a", Reply("Chào"))
    assert seen == [1, 2, 3, 3], "counted before it leaves"
    assert await spent() == (2, False), "sent, and unknown: it may have arrived"

    channel.script["a"] = [Halted(QUOTA)]
    with pytest.raises(Halted):
        await guarded.send("a", Reply("Chào"))
    assert await spent() == (2, True)
    async with database.reading() as session:
        assert (await quotas.find_allowances(session, now=site.now))[zalo].left == 0
    restarted = Guarded(channel, Sole(), Meter(site, zalo))
    channel.script["a"] = [Unknown("lost")]
    await restarted.send("a", Reply("Chào"))
    assert await spent() == (3, True), "nobody knows whether the platform took it"
    await restarted.send("a", Reply("Chào"))
    assert await spent() == (4, False), "it goes on: the platform takes messages again"


async def test_messages_that_leave_together_are_counted_one_by_one(
    database: Database, zalo: int, site: Site
) -> None:
    channel = MemoryChannel(account=ZALO)
    channel.script["b"] = [Blocked()]
    guarded = Guarded(channel, Sole(), Meter(site, zalo))
    at_once = (guarded.send(chat, Reply("Chào")) for chat in ("a", "b", "c", "d"))
    await asyncio.gather(*at_once, return_exceptions=True)
    async with database.reading() as session:
        assert (await quotas.find_allowances(session, now=site.now))[zalo].spent == 3


@asynccontextmanager
async def sending(site: Site, account: int, channel: MemoryChannel) -> AsyncIterator[None]:
    """Let a sender run for a while."""
    guarded = Guarded(channel, Sole(), Meter(site, account))
    made = Sender(site, channel=guarded, account_id=account, pacer=Pacer(None))
    made.halted_rest = 0.05
    task = asyncio.create_task(made.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_month_that_is_spent_midway_pauses_and_its_organizer_is_told(
    database: Database, zalo: int, site: Site
) -> None:
    async with database.transaction() as session:
        people = [(f"Người {n:02}", f"{ZALO}:{n}", "Ba Đình") for n in range(20)]
        await make_crowd(session, people)
        hoa = await make_organizer(session)
        desk = Chat(account_id=zalo, external_id="hoa", organizer_id=hoa.id, created_at=BEGINNING)
        session.add(desk)
    channel = MemoryChannel(account=ZALO, latency=0.01)
    channel.script = {str(n): [Halted(QUOTA)] * 50 for n in range(12, 20)}
    number = await launch(database, now=site.now, rule={"all": True}, text="Mời {ten} họp.")
    async with database.transaction() as session:
        values = {"created_by": f"organizer:{hoa.id}"}
        await session.execute(update(Broadcast).where(Broadcast.id == number).values(**values))

    async with sending(site, zalo, channel), asyncio.timeout(8):
        while True:
            async with database.reading() as session:
                broadcast = await session.get_one(Broadcast, number)
                if broadcast.state == "paused":
                    break
            await asyncio.sleep(0.02)

    assert broadcast.pause_reason == QUOTA
    ledger = await read_ledger(database, number)
    assert {state for state, _ in ledger.values()} == {"sent", "queued"}
    assert len(set(channel.chats)) == len(channel.chats), "nobody twice"
    async with database.reading() as session:
        told = list(await session.scalars(select(StoredReply.body)))
    (body,) = told
    assert "Zalo bot đã hết số tin nhắn của tháng" in body["text"]
    assert "Từ ngày 01/01/2027" in body["text"]


async def test_people_are_counted_against_the_cap(
    database: Database, zalo: int, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await quotas.note_limits(session, {ZALO: quotas.Limits(people=2, messages=10)})
        for place in range(2):
            await make_member(session, name=f"Người {place}", chat=f"{ZALO}:{place}")
    async with database.reading() as session:
        allowances = await quotas.find_allowances(session, now=clock.now())
        assert list(allowances) == [zalo]
        assert (allowances[zalo].people, allowances[zalo].is_full) == (2, True)
        later = await quotas.find_allowances(session, now=clock.now() + timedelta(days=40))
        assert later[zalo].left == 10
        others = select(ChannelAccount.most_messages).where(ChannelAccount.name != ZALO)
        assert set(await session.scalars(others)) == {None}
