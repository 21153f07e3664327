"""Opt-out, erasure and states: what goes, what remains, and whom it never touches."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import members
from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.members import Agreement, Given
from bot.models import (
    Answer,
    Chat,
    Consent,
    Delivery,
    Entitlement,
    FailedUpdate,
    Link,
    Member,
    Response,
    StoredReply,
    Suppression,
    WebMessage,
)
from tests.kit.makers import BEGINNING, City, make_chat, make_city, make_member
from tests.kit.pairs import SECRET, entitle, make_broadcast, make_survey


async def test_stopping_in_one_chat_stops_all_its_members_in_all_their_chats(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        mother = await make_member(session, chat="web:1", phone="0912345678")
        son = await make_member(session, name="Lê Văn Tám", chat="web:1")
        other = await make_member(session, name="Lê Văn Sáu", chat="web:2")
        chat = await make_chat(session, "web:1")
        gone = await members.stop_chat(
            session, chat, [mother, son], now=clock.now(), secret=SECRET
        )
        assert gone == ["notices", "reminders", "surveys"]
        assert (mother.stopped_at, son.stopped_at) == (clock.now(), clock.now())
        assert other.stopped_at is None
        left = select(func.count(Consent.id)).where(Consent.withdrawn_at.is_(None))
        assert await session.scalar(left) == 3
        digest = members.person_digest(SECRET, phone="0912345678", full_name="nguyen thi LAN")
        assert list(await session.scalars(select(Suppression.digest))) == [digest]


async def test_a_chat_without_members_remembers_its_opt_out(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        chat = await make_chat(session, "web:1")
        await members.stop_chat(session, chat, [], now=clock.now(), secret=SECRET)
        assert chat.stopped_at == clock.now()
        given = Given(full_name="Lê Văn Sáu", agreed={"notices": Agreement("…", BEGINNING)})
        member = await members.register(session, chat, given, now=clock.now(), secret=SECRET)
        assert (chat.stopped_at, member.stopped_at) == (None, None)


async def test_a_typed_neighbour_can_neither_be_stopped_nor_kept_out(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        neighbour = await make_member(session, phone="0912345678", chat="web:9")
        chat = await make_chat(session, "web:1")
        given = Given(
            full_name="Nguyễn Thị Lan",
            phone="0912345678",
            agreed={"notices": Agreement("…", BEGINNING)},
        )
        own = await members.register(session, chat, given, now=clock.now(), secret=SECRET)
        assert own.claims_id is None, "a member of another chat is nobody's roll"
        neighbour.source = "roll"
        own = await members.register(session, chat, given, now=clock.now(), secret=SECRET)
        assert own.claims_id == neighbour.id
        await members.stop_chat(session, chat, [own], now=clock.now(), secret=SECRET)
        actor = members.chat_actor(chat)
        await members.erase(session, actor, own, now=clock.now(), secret=SECRET)
        assert list(await session.scalars(select(Suppression.digest))) == []
        assert (neighbour.stopped_at, neighbour.state) == (None, "active")
        assert len(await members.find_consents(session, neighbour.id)) == 3


async def leave_traces(session: AsyncSession, city: City, member: Member, chat: Chat) -> None:
    """Leave everything that a person leaves, and the like of a stranger in chat 2."""
    now = BEGINNING
    broadcast = await make_broadcast(session, city)
    session.add(
        Delivery(broadcast_id=broadcast.id, member_id=member.id, chat_id=chat.id, state="sent")
    )
    session.add(
        StoredReply(chat_id=chat.id, body={"text": "Chào bác Lan"}, state="sent", created_at=now)
    )
    for external_id in ("1", "2"):
        session.add(
            WebMessage(external_id=external_id, mine=True, text=external_id, body={}, at=now)
        )
        session.add(
            FailedUpdate(
                account_id=chat.account_id,
                update_id=external_id,
                payload={"chat": external_id, "text": "Lan"},
                traceback="",
                at=now,
            )
        )
    await session.flush()


async def test_erasure_leaves_an_empty_record_and_a_hash(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city = await make_city(session)
        member = await make_member(session, chat="web:1", phone="0912345678")
        chat = await make_chat(session, "web:1")
        chat.speaker_id = member.id
        await leave_traces(session, city, member, chat)
        actor = members.chat_actor(chat)
        await members.erase(session, actor, member, now=clock.now(), secret=SECRET)
        for row in (member, chat):
            await session.refresh(row)
        assert not any([member.full_name, member.folded, member.phone, member.ward_key])
        assert (member.state, member.residential_group) == ("erased", "")
        assert chat.speaker_id is None
        assert await session.scalar(select(func.count(Link.id))) == 0
        assert await members.find_organisations(session, member.id) == []
        assert await session.scalar(select(Suppression.reason)) == "erased"
        proof = list(await session.scalars(select(Consent)))
        assert [(c.chat_id, c.withdrawn_at is not None) for c in proof] == [(None, True)] * 3


async def test_erasure_removes_what_was_said_and_where_it_went(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city = await make_city(session)
        member = await make_member(session, chat="web:1")
        chat = await make_chat(session, "web:1")
        await leave_traces(session, city, member, chat)
        actor = members.chat_actor(chat)
        await members.erase(session, actor, member, now=clock.now(), secret=SECRET)
        assert await session.scalar(select(func.count(StoredReply.id))) == 0
        assert list(await session.scalars(select(WebMessage.text))) == ["2"]
        assert list(await session.scalars(select(FailedUpdate.update_id))) == ["2"]
        line = (await session.execute(select(Delivery.state, Delivery.chat_id))).one()
        assert tuple(line) == ("sent", None)


async def test_a_family_chat_keeps_its_talk_until_the_last_one_is_erased(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        mother = await make_member(session, chat="web:1", phone="0912345678")
        await make_member(session, name="Lê Văn Tám", chat="web:1")
        session.add(WebMessage(external_id="1", mine=True, text="…", body={}, at=clock.now()))
        actor = members.chat_actor(await make_chat(session, "web:1"))
        await members.erase(session, actor, mother, now=clock.now(), secret=SECRET)
        assert await session.scalar(select(func.count(WebMessage.id))) == 1


async def test_answers_stay_only_without_the_person(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city = await make_city(session)
        member = await make_member(session, chat="web:1")
        running = await make_survey(session, city)
        closed = await make_survey(session, city, state="closed")
        cancelled = await make_survey(session, city, state="cancelled")
        for survey in (running, closed, cancelled):
            await entitle(session, survey, member, said="a")
        response = select(Response.id).where(Response.survey_id == closed.id)
        session.add(
            Answer(
                response_id=await session.scalar(response) or 0,
                question="more",
                value={"text": "Tôi là Lan ở tổ 5"},
            )
        )
        actor = members.chat_actor(await make_chat(session, "web:1"))
        await members.erase(session, actor, member, now=clock.now(), secret=SECRET)
        left = list(await session.scalars(select(Response).order_by(Response.survey_id)))
        assert [response.survey_id for response in left] == [closed.id, cancelled.id]
        holders = {response.member_id for response in left}
        assert len(holders) == 2
        assert member.id not in holders
        answers = list(await session.scalars(select(Answer.value)))
        assert answers == [{"choice": "a"}, {"choice": "a"}]
        assert await session.scalar(select(func.count()).select_from(Entitlement)) == 3
        shells = await session.scalars(select(Member).where(Member.id.in_(holders)))
        assert {shell.state for shell in shells} == {"erased"}


async def test_a_family_says_that_somebody_died_and_only_of_its_own(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        father = await make_member(session, chat="web:1")
        stranger = await make_member(session, name="Lê Văn Sáu", chat="web:2")
        chat = await make_chat(session, "web:1")
        await members.report_state(session, chat, father, "died", now=clock.now())
        assert father.state == "died"
        assert await members.find_consents(session, father.id) == []
        with pytest.raises(Refused, match="member-not-here"):
            await members.report_state(session, chat, stranger, "moved", now=clock.now())
        await members.set_state(session, OPERATOR, father, "active", now=clock.now())
        assert father.state == "active"


async def test_a_corrected_name_is_matched_again(database: Database, clock: StoppedClock) -> None:
    async with database.transaction() as session:
        await make_city(session)
        await make_member(session, phone="0912345678")
        chat = await make_chat(session, "web:1")
        given = Given(full_name="Nguyễn Thị Lan", phone="0912345678")
        own = await members.register(session, chat, given, now=clock.now(), secret=SECRET)
        assert own.claims_id is not None
        await members.correct(
            session, chat, own, field="name", value="TRẦN VĂN BÌNH", now=clock.now()
        )
        assert (own.full_name, own.folded) == ("Trần Văn Bình", "tran van binh")
        assert own.claims_id is None


async def test_a_proven_phone_makes_a_typed_member_the_rolls(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        known = await make_member(session, phone="0912345678")
        chat = await make_chat(session, "web:1")
        given = Given(full_name="Nguyễn Thị Lan")
        own = await members.register(session, chat, given, now=clock.now(), secret=SECRET)
        now = clock.now()
        member = await members.prove_phone(session, chat, own, "0912345678", now=now)
        assert member.id == known.id
        assert own.state == "merged"
