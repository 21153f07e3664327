"""Approval: who has to ask, who is told, who may say yes, and what a yes holds for."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, broadcasts, organizers, telling
from bot.access import OPERATOR, get_actor
from bot.broadcasts import approving, deciding
from bot.db import Database
from bot.errors import NhipCauError, NotPermitted, Refused
from bot.messages import Reply
from bot.models import Approval, AuditEntry, Delivery
from bot.organizers import Role
from tests.kit.approving import LATER, NEVER, People, draft_of, launch, make_people, told
from tests.kit.broadcasting import YES_NO
from tests.kit.makers import BEGINNING, make_chat


@pytest.fixture
async def people(database: Database) -> People:
    return await make_people(database)


async def question(session: AsyncSession, number: int) -> Approval:
    approval, _ = await approvals.find_waiting(session, "broadcast", number)
    return approval


NEEDS = [
    ({}, "hoa", NEVER, ""),
    ({}, "hoa", 2, ""),
    ({}, "hoa", 1, "many"),
    ({}, "hoa", 0, "each"),
    ({"urgent": True}, "hoa", NEVER, "urgent"),
    ({"twice_ok": True, "urgent": True}, "hoa", 0, "each urgent twice"),
    ({"rule": {"all": True}}, "chung", NEVER, ""),
]


@pytest.mark.parametrize("need", NEEDS)
async def test_a_second_person_is_asked_for_what_reaches_far(
    database: Database, people: People, need: tuple[dict[str, Any], str, int, str]
) -> None:
    changes, by, over, why = need
    async with database.transaction() as session:
        broadcast = await launch(session, people, by, over=over, **changes)
        assert broadcast.state == ("awaiting_approval" if why else "running")
        asked = await approving.find_question(session, broadcast.id)
        assert (asked.why if asked else "") == why
        lines = await session.scalar(select(Delivery.id))
        assert (lines is None) == bool(why), "nobody is written to before the yes"


async def test_who_acts_for_one_organisation_asks_before_writing_beyond_it(
    database: Database, people: People
) -> None:
    async with database.transaction() as session:
        both = [Role("lead", "cdtp"), Role("lead")]
        made, _ = await organizers.add(session, OPERATOR, "Cả hai", both, now=BEGINNING)
        people.actors["hai"] = await get_actor(session, made.id)
        within = await launch(session, people, "hai", over=NEVER)
        assert within.state == "running"
        farmers = {"organisation": people.city.organisations["hnd"]}
        for rule in ({"all": True}, farmers):
            beyond = await launch(session, people, "hai", over=NEVER, rule=rule)
            assert (await question(session, beyond.id)).why == "beyond"


async def test_a_yes_of_a_second_person_lets_it_leave_and_both_are_told(
    database: Database, people: People
) -> None:
    async with database.transaction() as session:
        broadcast = await launch(session, people)
        asked = await told(session)
        assert {chat for chat, _ in asked} == {"nam", "duyet", "chung"}
        assert asked[0][1] == "hoa nhờ duyệt tin số 1: “BHYT”. Xem và quyết định: /duyet"
        waiting = await question(session, broadcast.id)
        (shown,) = await deciding.show(
            session, await approvals.get_matter(session, waiting), locale="vi"
        )
        assert shown.text.startswith("Kính gửi ông/bà Lê Thị 1,\n\nMời 1.")
        left = await broadcasts.approve(session, people["duyet"], waiting.id, now=LATER)
        assert (left.state, left.audience, left.launched_at) == ("running", 2, LATER)
        assert await told(session) == [("hoa", "duyet đã duyệt tin số 1: “BHYT”.")]
        trail = await session.execute(
            select(AuditEntry.actor, AuditEntry.action)
            .where(AuditEntry.subject == "broadcast:1")
            .order_by(AuditEntry.id)
        )
        hoa, duyet = people["hoa"].name, people["duyet"].name
        assert trail.all() == [
            (hoa, "broadcast:write"),
            (hoa, "approval:ask"),
            (duyet, "approval:approved"),
            (duyet, "broadcast:launch"),
        ]


@pytest.mark.parametrize("by", ["hoa", "viet", "xem", "nong"])
async def test_nobody_approves_their_own_nor_outside_their_scope(
    database: Database, people: People, by: str
) -> None:
    async with database.transaction() as session:
        written = await broadcasts.write(session, people["viet"], draft_of(people), now=BEGINNING)
        await broadcasts.launch(session, people["hoa"], written.id, now=BEGINNING, approve_over=0)
        waiting = await question(session, written.id)
        with pytest.raises((NotPermitted, Refused)) as refusal:
            await broadcasts.approve(session, people[by], waiting.id, now=LATER)
        own = isinstance(refusal.value, Refused) and refusal.value.code == "approval-own"
        assert own == (by == "hoa")
        assert await approvals.list_waiting(session, people[by]) == []
        assert len(await approvals.list_waiting(session, people["nam"])) == 1


async def test_who_changed_a_text_does_not_approve_it_and_the_operator_is_a_person_too(
    database: Database, people: People
) -> None:
    async with database.transaction() as session:
        written = await broadcasts.write(session, OPERATOR, draft_of(people), now=BEGINNING)
        changed = draft_of(people, text="Chữ khác.")
        await broadcasts.rewrite(session, people["nam"], written.id, changed, now=BEGINNING)
        await broadcasts.launch(session, people["hoa"], written.id, now=BEGINNING, approve_over=0)
        waiting = await question(session, written.id)
        for own in (OPERATOR, people["nam"], people["hoa"]):
            with pytest.raises(Refused, match="approval-own"):
                await broadcasts.approve(session, own, waiting.id, now=LATER)
        theirs = await launch(session, people, over=0)
        waiting = await question(session, theirs.id)
        await broadcasts.approve(session, OPERATOR, waiting.id, now=LATER)
        assert theirs.state == "running"


async def test_an_edit_voids_the_question_and_asks_again(
    database: Database, people: People
) -> None:
    async with database.transaction() as session:
        broadcast = await launch(session, people, over=0)
        waiting = await question(session, broadcast.id)
        with pytest.raises(Refused, match="broadcast-awaits"):
            await broadcasts.launch(session, people["hoa"], broadcast.id, now=BEGINNING)
        changed = draft_of(people, text="Chữ khác.")
        await broadcasts.rewrite(session, people["hoa"], broadcast.id, changed, now=BEGINNING)
        assert broadcast.state == "draft"
        with pytest.raises(Refused, match="approval-decided"):
            await broadcasts.approve(session, people["duyet"], waiting.id, now=LATER)
        await broadcasts.launch(
            session, people["hoa"], broadcast.id, now=BEGINNING, approve_over=0
        )
        again = await question(session, broadcast.id)
        assert (again.id, again.digest) != (waiting.id, waiting.digest)
        await broadcasts.withdraw(session, people["hoa"], broadcast.id, now=LATER)
        assert (broadcast.state, again.verdict) == ("draft", "void")


BOUND = {
    "translations": {"en": {"text": "Another text.", "labels": []}},
    "text": "Chữ khác.",
    "buttons": list(YES_NO),
    "attachments": [{"kind": "photo", "file": 3}],
    "rule": {"all": True},
    "purpose": "reminders",
    "organisation_id": 2,
    "send_by": LATER + timedelta(days=1),
    "urgent": True,
    "twice_ok": True,
}


@pytest.mark.parametrize("name", BOUND)
async def test_a_yes_holds_for_nothing_else_than_what_was_shown(
    database: Database, people: People, name: str
) -> None:
    async with database.transaction() as session:
        broadcast = await launch(session, people, over=0)
        waiting = await question(session, broadcast.id)
        setattr(broadcast, name, BOUND[name])
        await session.flush()
        with pytest.raises(Refused, match="approval-changed"):
            await broadcasts.approve(session, people["chung"], waiting.id, now=LATER)
        assert broadcast.state == "awaiting_approval"


async def test_a_no_has_a_reason_and_makes_a_draft_again(
    database: Database, people: People
) -> None:
    async with database.transaction() as session:
        broadcast = await launch(session, people, over=0)
        await told(session)
        waiting = await question(session, broadcast.id)
        refusals = [(" ", "approval-needs-note"), ("a" * 501, "approval-note-length")]
        for note, code in refusals:
            with pytest.raises(Refused, match=code):
                async with session.begin_nested():
                    await broadcasts.refuse(
                        session, people["duyet"], waiting.id, note=note, now=LATER
                    )
        await broadcasts.refuse(session, people["duyet"], waiting.id, note="Sai ngày.", now=LATER)
        assert (broadcast.state, waiting.verdict, waiting.note) == (
            "draft",
            "refused",
            "Sai ngày.",
        )
        [(chat, words)] = await told(session)
        assert (chat, words) == ("hoa", "duyet trả lại tin số 1: “BHYT”.\nLý do: Sai ngày.")
        again = await broadcasts.launch(
            session, people["hoa"], broadcast.id, now=LATER, approve_over=0
        )
        cancelled = await broadcasts.cancel(session, people["hoa"], again.id, now=LATER)
        assert cancelled.state == "cancelled"
        assert await approving.find_question(session, again.id) is None


TIMES = [
    (LATER, None, LATER - timedelta(hours=1), "scheduled", LATER),
    (LATER, None, LATER + timedelta(hours=1), "running", LATER + timedelta(hours=1)),
    (None, LATER, LATER - timedelta(hours=1), "running", LATER - timedelta(hours=1)),
]


@pytest.mark.parametrize("times", TIMES)
async def test_what_is_approved_leaves_at_its_time(
    database: Database, people: People, times: tuple[Any, Any, datetime, str, datetime]
) -> None:
    at, send_by, decided, state, starts = times
    async with database.transaction() as session:
        broadcast = await launch(session, people, over=0, at=at, send_by=send_by)
        waiting = await question(session, broadcast.id)
        left = await broadcasts.approve(session, people["duyet"], waiting.id, now=decided)
        assert (left.state, left.starts_at) == (state, starts)


async def test_a_deadline_stands_after_the_start_and_nothing_is_approved_behind_it(
    database: Database, people: People
) -> None:
    async with database.transaction() as session:
        with pytest.raises(Refused, match="broadcast-send-by-before-start"):
            await launch(session, people, at=LATER, send_by=LATER)
        broadcast = await launch(session, people, over=0, send_by=LATER)
        waiting = await question(session, broadcast.id)
        with pytest.raises(Refused, match="approval-too-late"):
            async with session.begin_nested():
                await broadcasts.approve(session, people["duyet"], waiting.id, now=LATER)
        assert (await question(session, broadcast.id)).verdict == ""


async def test_organizers_are_told_once_in_the_chat_they_use(
    database: Database, people: People
) -> None:
    async with database.transaction() as session:
        number = int(people["hoa"].name.partition(":")[2])
        other = await make_chat(session, "telegram:hoa")
        other.organizer_id, other.last_in_at, other.locale = number, LATER, "en"
        blocked = await make_chat(session, "web:nam")
        blocked.state = "blocked"
        await session.flush()
        nam = int(people["nam"].name.partition(":")[2])
        count = await telling.tell(session, [number, nam], Reply, now=LATER)
        assert (count, await told(session)) == (1, [("hoa", "en")])


async def test_what_was_never_asked_cannot_be_decided(database: Database, people: People) -> None:
    async with database.transaction() as session:
        with pytest.raises(NhipCauError, match="approval-unknown"):
            await broadcasts.approve(session, people["nam"], 77, now=LATER)
        with pytest.raises(NhipCauError, match="approval-unknown"):
            await approvals.find_waiting(session, "broadcast", 77)


async def test_a_yes_and_a_change_that_meet_do_not_both_win(
    database: Database, people: People
) -> None:
    async with database.transaction() as session:
        broadcast_id = (await launch(session, people, over=0)).id
        waiting_id = (await question(session, broadcast_id)).id

    async def approve(by: str) -> str:
        async with database.transaction() as session:
            await broadcasts.approve(session, people[by], waiting_id, now=LATER)
        return "approved"

    async def change() -> str:
        async with database.transaction() as session:
            changed = draft_of(people, text="Chữ khác.")
            await broadcasts.rewrite(session, people["hoa"], broadcast_id, changed, now=LATER)
        return "changed"

    met = await asyncio.gather(approve("nam"), approve("duyet"), change(), return_exceptions=True)
    assert len([one for one in met if isinstance(one, str)]) == 1, met
    assert all(isinstance(one, str | Refused) for one in met), met
    async with database.reading() as session:
        left = await broadcasts.get(session, broadcast_id)
        assert (left.state == "running") == ("approved" in met)
        assert left.text == ("Chữ khác." if "changed" in met else "Mời {ten}.")
