"""Corrections and recalls: to exactly those who got it, rewritten or taken back where that can be.

Each is looked at by a second person, goes through the ledger, and says what it came to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot import approvals, broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Amended, ledger, recording
from bot.broadcasts.carrying import carry
from bot.broadcasts.hold import Hold
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.messages import Rejected, Reply, Sent, Throttled, Unknown
from bot.models import Broadcast, Link, Member
from bot.pacing import Pacer
from bot.settings import Settings
from tests.kit.broadcasting import SECOND, YES_NO, launch, read_ledger, read_state
from tests.kit.channels import EDITING, PLAIN, MemoryChannel
from tests.kit.makers import City, make_chat, make_city, make_crowd, make_member

PEOPLE = ("An", "Bình", "Chi", "Dung")
WRONG, RIGHT = "Họp ngày 5/12, {ten} nhé.", "Họp ngày <b>6/12</b>, {ten} nhé."


class Town:
    """Hold what a test here needs: people, a channel, and one way to let the ledger leave."""

    def __init__(self, database: Database, clock: StoppedClock, settings: Settings) -> None:
        self.database, self.clock, self.settings = database, clock, settings
        self.channel = MemoryChannel(capabilities=EDITING)

    async def begin(self) -> None:
        async with self.database.transaction() as session:
            self.city: City = await make_city(session)
            people = [(name, f"web:{place}", "Ba Đình") for place, name in enumerate(PEOPLE)]
            await make_crowd(session, people)

    async def deliver(self) -> Sequence[tuple[str, Reply]]:
        """Let everything that is queued leave, and return what left."""
        before, account = len(self.channel.sent), self.city.accounts["web"]
        hold, pacer, now = Hold(self.database, "web"), Pacer(None), self.clock.now()
        async with self.database.transaction() as session:
            edits = self.channel.capabilities.edits
            given: dict[str, Any] = {"now": now, "limit": 50, "edits": edits}
            taken = await ledger.claim(session, account, self.settings, **given)
        fates = [await carry(self.channel, pacer, hold, bundle) for bundle in taken.bundles]
        async with self.database.transaction() as session:
            await recording.record(session, fates, now=now)
            await broadcasts.finish_done(session, now=now)
        await pacer.close()
        return self.channel.sent[before:]

    async def send(self, **options: object) -> int:
        number = await launch(self.database, now=self.clock.now(), text=WRONG, **options)
        await self.deliver()
        return number

    async def amend(self, number: int, text: str = "") -> int:
        """Correct (or, without words, recall) a broadcast, approved by a second person."""
        now = self.clock.now()
        async with self.database.transaction() as session:
            if text:
                made = await broadcasts.correct(session, OPERATOR, number, text, now=now)
            else:
                made = await broadcasts.recall(session, OPERATOR, number, now=now)
            assert made.state == "awaiting_approval"
            approval, _ = await approvals.find_waiting(session, "broadcast", made.id)
            assert approval.why.split()[-1] == ("correction" if text else "recall")
            await broadcasts.approve(session, SECOND, approval.id, now=now)
            return made.id

    async def count(self, number: int) -> list[Amended]:
        async with self.database.reading() as session:
            return await broadcasts.count_amended(session, await broadcasts.get(session, number))


@pytest.fixture
async def town(database: Database, clock: StoppedClock, settings: Settings) -> Town:
    made = Town(database, clock, settings)
    await made.begin()
    return made


async def test_a_correction_rewrites_what_each_has_and_is_sent_to_whom_it_cannot(
    town: Town,
) -> None:
    town.channel.script = {"1": [Unknown("timed_out")], "3": [Rejected("wrong")]}
    number = await town.send(buttons=YES_NO)
    async with town.database.transaction() as session:  # the last one's refusal paused it
        await broadcasts.cancel(session, OPERATOR, number, now=town.clock.now())
    town.channel.script = {"0": [Rejected("no such message")]}

    child = await town.amend(number, RIGHT)
    left = await town.deliver()

    texts = {chat: (reply.edits, reply.text.split("\n")[0]) for chat, reply in left}
    assert texts == {
        "0": ("", "Đính chính: Kính gửi ông/bà An,"),
        "1": ("", "Đính chính: Kính gửi ông/bà Bình,"),
        "2": ("ref-2", "Kính gửi ông/bà Chi,"),
    }
    assert all("Họp ngày 6/12" in reply.text for _, reply in left)
    assert left[-1][1].choices[0].press.startswith(f"bp:{number}:")
    assert await read_ledger(town.database, child) == {
        "An": ("sent", ""),
        "Bình": ("sent", ""),
        "Chi": ("sent", "edited"),
    }
    assert await read_state(town.database, child) == "finished"
    assert await town.count(number) == [
        Amended("correction", in_place=1, anew=2, open=0, too_old=0, missed=0)
    ]


async def test_a_second_correction_rewrites_the_first_where_that_was_sent_anew(
    town: Town,
) -> None:
    number = await town.send()
    town.channel.script = {"0": [Rejected("no such message")]}
    first = await town.amend(number, RIGHT)
    await town.deliver()
    await town.amend(first, "Họp ngày 7/12.")  # of the correction is of what it corrects
    left = dict(await town.deliver())
    assert {chat: reply.edits for chat, reply in left.items()} == {
        "0": "ref-5",
        "1": "ref-2",
        "2": "ref-3",
        "3": "ref-4",
    }


async def test_a_recall_takes_everything_back_by_night_but_not_what_is_too_old(
    town: Town,
) -> None:
    number = await town.send()
    town.clock.advance(hours=47)
    async with town.database.transaction() as session:
        await make_member(session, name="Giang", chat="web:9")  # was not written to
    town.channel.script = {"0": [Rejected("gone")], "2": [Sent("")]}
    await town.amend(number, RIGHT)
    await town.deliver()
    town.clock.advance(hours=14)  # at night

    child = await town.amend(number)
    left = dict(await town.deliver())

    assert {chat: reply.recalls for chat, reply in left.items()} == {
        "0": ("ref-5",),
        "2": ("ref-7",),
    }
    assert {*(await read_ledger(town.database, child)).values()} == {("skipped", "too_old")}
    assert (await town.count(number))[-1] == Amended("recall", 0, 0, 0, 4, 0)


async def test_a_recall_reaches_who_has_stopped_and_counts_in_no_budget(town: Town) -> None:
    number = await town.send()
    town.channel.script = {"1": [Throttled(timedelta(seconds=1))]}
    async with town.database.transaction() as session:
        await session.execute(update(Member).values(stopped_at=town.clock.now()))
    child = await town.amend(number)
    await town.deliver()
    assert (await read_ledger(town.database, child))["Bình"] == ("queued", "")
    await town.deliver()
    assert {*(await read_ledger(town.database, child)).values()} == {("sent", "recalled")}
    with pytest.raises(Refused, match="broadcast-amend-recalled"):
        await town.amend(number)


async def test_a_correction_in_its_place_waits_for_no_budget_and_uses_none(town: Town) -> None:
    limits = {"contact_hard_day": 1, "contact_soft_day": 0, "contact_soft_week": 0}
    town.settings = town.settings.model_copy(update=limits)
    number = await town.send()
    child = await town.amend(number, RIGHT)
    town.channel.script = {"0": [Throttled(timedelta(seconds=1))]}
    assert len(await town.deliver()) == 3
    assert len(await town.deliver()) == 1
    assert {*(await read_ledger(town.database, child)).values()} == {("sent", "edited")}
    town.clock.advance(hours=24, minutes=1)  # since the first; the correction is no contact
    assert await town.send()
    assert len(town.channel.sent) == 4 + 4 + 4

    town.channel.capabilities = PLAIN  # what is sent anew is one, and waits
    again = await town.amend(number, RIGHT + "!")
    assert await town.deliver() == []
    assert {*(await read_ledger(town.database, again)).values()} == {("waiting", "")}


async def test_a_recall_that_is_throttled_in_the_middle_goes_on_where_it_was(town: Town) -> None:
    number = await town.send()
    town.clock.advance(hours=1)
    town.channel.capabilities = replace(EDITING, edits=False)
    await town.amend(number, RIGHT)
    await town.deliver()  # each has two messages now
    town.channel.script = {"0": [Sent("ref-5"), Throttled(timedelta(seconds=1))]}
    child = await town.amend(number)
    await town.deliver()
    assert (await read_ledger(town.database, child))["An"] == ("queued", "")
    await town.deliver()
    assert {*(await read_ledger(town.database, child)).values()} == {("sent", "recalled")}


async def test_where_nothing_can_be_taken_back_it_says_so_and_pauses_nothing(town: Town) -> None:
    number = await town.send()
    town.channel.capabilities = PLAIN
    child = await town.amend(number)
    assert await town.deliver() == []
    assert {*(await read_ledger(town.database, child)).values()} == {("skipped", "cannot_recall")}
    assert await read_state(town.database, child) == "finished"


async def test_it_goes_to_the_chat_that_got_the_first_not_to_where_they_wrote_last(
    town: Town,
) -> None:
    number = await town.send()
    async with town.database.transaction() as session:
        chat = await make_chat(session, "web:77")
        chat.last_in_at = town.clock.now()
        session.add(
            Link(chat_id=chat.id, member_id=1, strength="contact", created_at=town.clock.now())
        )
    await town.amend(number, RIGHT)
    assert sorted(dict(await town.deliver())) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("state", ["draft", "running", "paused"])
async def test_what_is_still_being_sent_is_cancelled_first(town: Town, state: str) -> None:
    number = await town.send()
    async with town.database.transaction() as session:
        (await session.get_one(Broadcast, number)).state = state
    with pytest.raises(Refused, match="broadcast-amend-not-over"):
        await town.amend(number, RIGHT)


async def test_a_refused_correction_is_no_draft_and_does_not_stand_in_the_way(town: Town) -> None:
    number = await town.send()
    now = town.clock.now()
    async with town.database.transaction() as session:
        made = await broadcasts.correct(session, OPERATOR, number, RIGHT, now=now)
        with pytest.raises(Refused, match="broadcast-amend-waits"):
            await broadcasts.recall(session, OPERATOR, number, now=now)
        approval, _ = await approvals.find_waiting(session, "broadcast", made.id)
        await broadcasts.refuse(session, SECOND, approval.id, note="Sai ngày.", now=now)
        assert made.state == "cancelled"
        with pytest.raises(Refused, match="broadcast-correct-same"):
            await broadcasts.correct(session, OPERATOR, number, WRONG, now=now)
        with pytest.raises(Refused, match="markup-unclosed"):
            await broadcasts.correct(session, OPERATOR, number, "<b>a", now=now)
    await town.amend(number)


@pytest.mark.parametrize("text", ["", RIGHT])
async def test_the_unknown_of_what_was_put_right_or_taken_back_is_not_sent_again(
    town: Town, text: str
) -> None:
    town.channel.script = {"1": [Unknown("timed_out")]}
    number = await town.send()
    await town.amend(number, text)
    async with town.database.transaction() as session:
        with pytest.raises(Refused) as refused:
            await broadcasts.resend_unknown(session, OPERATOR, number, now=town.clock.now())
    assert refused.value.code == "broadcast-resend-amended"
    assert await read_state(town.database, number) == "finished"
