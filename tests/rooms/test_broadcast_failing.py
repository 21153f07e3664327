"""Broadcasts that fail: they pause themselves, say so in chat, and the unknown is sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import select, update

from bot import broadcasts, members
from bot.access import OPERATOR, Actor
from bot.broadcasts import ledger
from bot.broadcasts.bundles import Bundle
from bot.broadcasts.fates import Fate
from bot.broadcasts.pausing import pause_failing
from bot.broadcasts.recording import record
from bot.broadcasts.watching import Failing, Watch
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.messages import Blocked, Rejected
from bot.models import (
    Approval,
    AuditEntry,
    Broadcast,
    Chat,
    Delivery,
    Member,
    Organizer,
    StoredReply,
)
from bot.settings import Settings
from tests.kit.broadcasting import launch, read_ledger, read_state
from tests.kit.makers import BEGINNING, City, make_city, make_crowd

NAMES = ("An", "Bình", "Chi", "Dung")


@pytest.fixture
async def city(database: Database) -> City:
    """Four members, and the chats of two organizers: who writes broadcasts and who approves."""
    async with database.transaction() as session:
        city = await make_city(session)
        people = [(name, f"web:{place}", "Ba Đình") for place, name in enumerate(NAMES)]
        await make_crowd(session, people)
        for number, locale in ((1, "vi"), (2, "en"), (3, "vi")):
            session.add(Organizer(id=number, name=f"Hoa {number}", created_at=BEGINNING))
            await session.flush()
            chat = Chat(account_id=city.accounts["web"], external_id=f"o{number}", locale=locale)
            chat.organizer_id, chat.created_at = number, BEGINNING
            session.add(chat)
    return city


async def claim(database: Database, city: City, settings: Settings) -> Sequence[Bundle]:
    async with database.transaction() as session:
        given = {"now": BEGINNING, "limit": 100}
        return (await ledger.claim(session, city.accounts["web"], settings, **given)).bundles


async def write_down(database: Database, *fates: Fate) -> None:
    async with database.transaction() as session:
        await record(session, fates, now=BEGINNING)


async def make_owned(database: Database, **values: object) -> int:
    """Launch a broadcast that organizer 1 wrote and organizer 2 approved."""
    broadcast_id = await launch(database)
    async with database.transaction() as session:
        broadcast = await session.get_one(Broadcast, broadcast_id)
        broadcast.created_by = "organizer:1"
        for name, value in values.items():
            setattr(broadcast, name, value)
        said = {"verdict": "approved", "decided_by": "organizer:2", "decided_at": BEGINNING}
        asked = {"why": "many", "asked_by": "organizer:1", "asked_at": BEGINNING, "digest": ""}
        session.add(Approval(broadcast_id=broadcast_id, **asked, **said))
    return broadcast_id


async def test_too_many_failures_of_one_reason_are_seen(
    database: Database, city: City, settings: Settings
) -> None:
    await launch(database)
    bundle = (await claim(database, city, settings))[0]
    allowed = {"failure_last": 10, "failure_percent": 30}
    watch = Watch(settings.model_copy(update=allowed))
    sent, back = Fate(bundle, "sent"), Fate(bundle, "queued")
    blocked = Fate(bundle, "failed", "blocked", error=Blocked())
    lost = Fate(bundle, "unknown", "timed_out")
    mixed = [blocked, lost, sent, blocked, lost, back, back, back, sent, blocked, lost]
    assert not [found for fate in mixed if (found := watch.look(fate))], (
        "of one reason, not of two"
    )
    found = watch.look(blocked)
    assert (found.reason, found.failed, found.last) == ("blocked", 4, 9)
    assert not any(watch.look(blocked) for _ in range(3)), "who goes on is counted anew"
    assert not any(watch.look(fate) for fate in [sent] * 10 + [lost] * 3), "the last ones only"


async def test_who_owns_a_failing_broadcast_is_told_in_words(
    database: Database, city: City
) -> None:
    broadcast_id = await make_owned(database)
    async with database.transaction() as session:
        failing = Failing(broadcast_id, "timed_out", 21, 50)
        assert await pause_failing(session, failing, now=BEGINNING)
        assert not await pause_failing(session, failing, now=BEGINNING), "once"
    async with database.reading() as session:
        told = (await session.execute(select(StoredReply, Chat).join(Chat))).all()
        broadcast = await broadcasts.get(session, broadcast_id)
        entry = await session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (broadcast.state, broadcast.pause_reason) == ("paused", "timed_out")
    assert entry.detail == {"why": "timed_out: 21 of 50"}
    words = {chat.external_id: reply.body["text"] for reply, chat in told}
    assert list(words) == ["o1", "o2"], "the organizer and the approver, nobody else"
    assert "21 trong 50 lượt gửi gần nhất không tới" in words["o1"]
    assert "nền tảng không trả lời kịp" in words["o1"]
    assert "did not answer in time" in words["o2"]
    assert {reply.state for reply, _ in told} == {"queued"}


async def test_a_wrong_text_is_told_with_the_platforms_words(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await make_owned(database)
    first, *_ = await claim(database, city, settings)
    await write_down(database, Fate(first, "failed", "rejected", error=Rejected("bad entities")))
    assert await read_state(database, broadcast_id) == "paused"
    async with database.reading() as session:
        told = (await session.scalars(select(StoredReply.body))).all()
    assert len(told) == 2
    assert all("bad entities" in body["text"] for body in told)


async def test_the_unknown_is_sent_again_only_when_somebody_says_so(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database)
    first, second, *others = await claim(database, city, settings)
    doubts = [Fate(first, "unknown", "timed_out"), Fate(second, "unknown", "server_error")]
    await write_down(database, *doubts, *(Fate(one, "sent") for one in others))
    async with database.transaction() as session:
        await broadcasts.finish_done(session, now=BEGINNING)
        named = await broadcasts.find_unknown(session, OPERATOR, broadcast_id)
        assert named == [("An", "timed_out"), ("Bình", "server_error")]
        stranger, given = Actor("organizer:9"), {"now": BEGINNING}
        with pytest.raises(NotPermitted):
            await broadcasts.resend_unknown(session, stranger, broadcast_id, **given)
        again = await broadcasts.resend_unknown(session, OPERATOR, broadcast_id, now=BEGINNING)
        assert again == 2
    assert await read_state(database, broadcast_id) == "running"
    taken = await claim(database, city, settings)
    assert [one.chat for one in taken] == ["0", "1"], "it is in nobody's contact budget twice"
    await write_down(database, Fate(taken[0], "sent"), Fate(taken[1], "unknown", "timed_out"))
    lines = await read_ledger(database, broadcast_id)
    assert (lines["An"], lines["Bình"]) == (("sent", ""), ("unknown", "timed_out"))


async def test_what_cannot_be_sent_again_is_refused(database: Database, city: City) -> None:
    broadcast_id = await launch(database)

    async def refusal() -> str:
        async with database.transaction() as session:
            with pytest.raises(Refused) as refused:
                await broadcasts.resend_unknown(session, OPERATOR, broadcast_id, now=BEGINNING)
            return refused.value.code

    assert await refusal() == "broadcast-nothing-unknown"
    async with database.transaction() as session:
        await session.execute(update(Delivery).values(state="unknown"))
        (await session.get_one(Broadcast, broadcast_id)).send_by = BEGINNING
    assert await refusal() == "broadcast-resend-too-late"
    async with database.transaction() as session:
        await broadcasts.cancel(session, OPERATOR, broadcast_id, now=BEGINNING)
    assert await refusal() == "broadcast-cannot-resend"


async def test_who_was_erased_is_not_sent_the_unknown_again_and_keeps_nothing_open(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database)
    taken = await claim(database, city, settings)
    await write_down(database, *(Fate(one, "unknown", "timed_out") for one in taken))
    async with database.transaction() as session:
        await broadcasts.finish_done(session, now=BEGINNING)
        member = (await session.scalars(select(Member).where(Member.full_name == "An"))).one()
        await members.erase(session, OPERATOR, member, now=BEGINNING, secret="a secret")
    async with database.transaction() as session:
        again = await broadcasts.resend_unknown(session, OPERATOR, broadcast_id, now=BEGINNING)
    assert again == 3
    await write_down(
        database, *(Fate(one, "sent") for one in await claim(database, city, settings))
    )
    async with database.transaction() as session:
        assert await broadcasts.finish_done(session, now=BEGINNING) == [broadcast_id]


async def test_lines_queued_anew_are_not_overlooked_by_who_ends_what_is_done(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await launch(database)
    taken = await claim(database, city, settings)
    await write_down(database, *(Fate(one, "unknown", "timed_out") for one in taken))

    async def finish() -> None:
        async with database.transaction() as session:
            await broadcasts.finish_done(session, now=BEGINNING)

    async with database.transaction() as session:
        await broadcasts.resend_unknown(session, OPERATOR, broadcast_id, now=BEGINNING)
        finishing = asyncio.create_task(finish())
        await asyncio.sleep(0.1)
    await finishing
    assert await read_state(database, broadcast_id) == "running"


@pytest.mark.on("both")
@pytest.mark.parametrize("how", ["killed", "recorded", "answer lost"])
async def test_what_comes_back_to_a_cancelled_broadcast_stays_open_nowhere(
    database: Database, city: City, settings: Settings, how: str
) -> None:
    broadcast_id = await make_owned(database, twice_ok=True)
    taken = await claim(database, city, settings)
    async with database.transaction() as session:
        await broadcasts.cancel(session, OPERATOR, broadcast_id, now=BEGINNING)
    if how == "recorded":
        await write_down(database, *(Fate(one, "unknown", "timed_out") for one in taken))
    else:
        async with database.transaction() as session:
            goes_on = ledger.recover if how == "killed" else ledger.release
            await goes_on(session, city.accounts["web"])
    lines = await read_ledger(database, broadcast_id)
    assert set(lines.values()) == {("skipped", "cancelled")}


async def test_better_twice_than_never_is_twice_at_most(
    database: Database, city: City, settings: Settings
) -> None:
    broadcast_id = await make_owned(database, twice_ok=True)
    first, *_ = await claim(database, city, settings)
    await write_down(database, Fate(first, "unknown", "timed_out"))
    async with database.transaction() as session:  # a kill: the others were in hand
        assert await ledger.recover(session, city.accounts["web"]) == 0
    assert set((await read_ledger(database, broadcast_id)).values()) == {("queued", "again")}
    first, second, third, *_ = await claim(database, city, settings)
    await write_down(database, Fate(second, "queued"), Fate(third, "sent"))
    await write_down(database, Fate(first, "unknown", "timed_out"))
    async with database.transaction() as session:
        assert await ledger.recover(session, city.accounts["web"]) == 1
    assert await read_ledger(database, broadcast_id) == {
        "An": ("unknown", "timed_out"),
        "Bình": ("queued", "again"),
        "Chi": ("sent", ""),
        "Dung": ("unknown", "killed"),
    }
