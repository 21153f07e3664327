"""Broadcasts written and launched: what is refused, how it reads, and whom it is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot import broadcasts, campaigns
from bot.access import OPERATOR, Actor, Scope
from bot.broadcasts import Draft
from bot.broadcasts.fields import Recipient
from bot.broadcasts.rendering import Wording, render
from bot.broadcasts.writing import find_sample
from bot.campaigns import Plan
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import AuditEntry, Chat, Delivery, Link
from tests.kit.broadcasting import YES_NO, launch, make_draft, read_ledger, read_state
from tests.kit.makers import BEGINNING, City, make_chat, make_city, make_member


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


LAN = Recipient(7, "Nguyễn Thị Lan", "co", "phường Ba Đình")
HOA = Recipient(8, "Lê Thị Hoa")


def test_a_message_greets_says_who_sends_and_how_to_stop() -> None:
    wording = Wording(1, "{xung_ho} {ten} ơi, {phuong} mời {xung_ho}.", YES_NO, "Hội Phụ nữ")
    reply = render(wording, [LAN], "vi")
    assert reply.text == (
        "Kính gửi cô Lan,\n\nCô Lan ơi, phường Ba Đình mời cô.\n\n"
        "— Hội Phụ nữ\nNhắn DỪNG để thôi nhận tin."
    )
    assert [choice.press for choice in reply.choices] == ["bp:1:7:A", "bp:1:7:B"]
    assert reply.marks == "letters"


def test_a_family_gets_one_message_that_names_all() -> None:
    wording = Wording(1, "{ho_ten}: {xung_ho} ở {phuong}.", YES_NO, "Hội Phụ nữ")
    reply = render(wording, [LAN, HOA], "vi")
    assert reply.text.startswith(
        "Kính gửi cô Lan và ông/bà Lê Thị Hoa,\n\nNguyễn Thị Lan và Lê Thị Hoa: Ông/bà ở"
    )
    assert reply.choices[0].press == "bp:1:0:A", "who answers is asked"


def test_a_press_of_another_room_is_carried_as_it_is() -> None:
    buttons = ({"label": "Trả lời", "press": "sv:3"},)
    reply = render(Wording(1, "Mời trả lời.", buttons, "Hội"), [LAN], "en")
    assert reply.choices[0].press == "sv:3"
    assert reply.text.startswith("Dear cô Lan,")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"text": " \n"}, "broadcast-empty"),
    ({"text": "Chào {tên}"}, "broadcast-unknown-field"),
    ({"text": "a" * 1950}, "broadcast-too-long"),
    ({"text": "😀" * 980}, "broadcast-too-long"),
    ({"title": ""}, "broadcast-title-length"),
    ({"purpose": "ads"}, "broadcast-bad-purpose"),
    ({"buttons": YES_NO * 2}, "broadcast-too-many-buttons"),
    ({"buttons": [{"label": "a" * 61, "answer": "b"}]}, "broadcast-label-length"),
    ({"buttons": [{"label": "a", "answer": " "}]}, "broadcast-answer-length"),
    ({"buttons": [{"label": n, "answer": "b"} for n in ("Có", "co")]}, "broadcast-labels-alike"),
    ({"rule": {}}, "segment-not-a-rule"),
    ({"rule": {"ward": "0.2025"}}, "segment-ward-unknown"),
]


@pytest.mark.parametrize(("wrong", "code"), WRONG)
async def test_what_cannot_be_sent_is_refused_when_it_is_written(
    database: Database, city: City, wrong: dict[str, Any], code: str
) -> None:
    async with database.transaction() as session:
        with pytest.raises(Refused) as refusal:
            await make_draft(session, **wrong)
    assert refusal.value.code == code


async def test_a_campaign_of_others_is_refused(database: Database, city: City) -> None:
    async with database.transaction() as session:
        plan = Plan("khac", "Khác", owner_id=city.organisations["hnd"])
        campaign = await campaigns.create(session, OPERATOR, plan, now=BEGINNING)
        with pytest.raises(Refused) as refusal:
            await make_draft(session, campaign_id=campaign.id)
    assert refusal.value.code == "campaign-not-yours"


async def test_preview_is_what_is_sent_and_a_test_says_so(database: Database, city: City) -> None:
    async with database.transaction() as session:
        await make_member(session, name="Nguyễn Thị Lan", chat="web:1")
        draft = await make_draft(session, text="Ở {phuong}.", buttons=YES_NO)
        shown = await broadcasts.preview(session, OPERATOR, draft.id)
        tried = await broadcasts.send_test(session, OPERATOR, draft.id, now=BEGINNING)
    (one,) = shown
    assert "Ở phường Ba Đình." in one.text
    assert tried == [replace(one, text=f"[Thử] {one.text}")]


async def test_a_preview_names_nobody_who_answered_a_survey(
    database: Database, city: City
) -> None:
    async with database.transaction() as session:
        await make_member(session, name="Nguyễn Thị Lan", chat="web:1")
        shown = await find_sample(session, {"all": True}, "vi")
        told = await find_sample(session, {"not": {"answered": 1}}, "vi")
    assert (shown.full_name, told.member_id) == ("Nguyễn Thị Lan", 0)


async def test_only_a_draft_is_rewritten(database: Database, city: City) -> None:
    async with database.transaction() as session:
        await make_member(session, chat="web:1")
        draft = await make_draft(session)
        new = Draft(city.organisations["cdtp"], "Mới", "Chữ mới.")
        await broadcasts.rewrite(session, OPERATOR, draft.id, new, now=BEGINNING)
        assert (await broadcasts.get(session, draft.id)).text == "Chữ mới."
        await broadcasts.launch(session, OPERATOR, draft.id, now=BEGINNING)
        with pytest.raises(Refused):
            await broadcasts.rewrite(session, OPERATOR, draft.id, new, now=BEGINNING)


async def test_every_line_that_does_not_wait_has_its_reason(
    database: Database, city: City
) -> None:
    async with database.transaction() as session:
        await make_member(session, name="Được", chat="web:1")
        await make_member(session, name="Trên giấy")
        stopped = await make_member(session, name="Thôi", chat="web:2")
        stopped.stopped_at = BEGINNING
        await make_member(session, name="Không", chat="web:3", consents=("surveys",))
        await make_member(session, name="Chặn", chat="web:4")
        typed = await make_member(session, name="Tự nhận", chat="web:5")
        typed.claims_id = (await make_member(session, name="Có trong sổ")).id
        gone = await make_member(session, name="Chuyển", chat="web:6")
        gone.state = "moved"
        blocked = update(Chat).where(Chat.external_id == "4").values(state="blocked")
        await session.execute(blocked)
    broadcast_id = await launch(database)
    assert await read_ledger(database, broadcast_id) == {
        "Được": ("queued", ""),
        "Thôi": ("skipped", "opted_out"),
        "Không": ("skipped", "no_consent"),
        "Chặn": ("skipped", "blocked"),
        "Tự nhận": ("queued", ""),
        "Trên giấy": ("skipped", "not_registered"),
        "Có trong sổ": ("skipped", "claimed"),
    }


async def test_a_member_is_reached_where_they_last_wrote(database: Database, city: City) -> None:
    async with database.transaction() as session:
        member = await make_member(session, chat="web:1")
        for name, minutes, state in (("2", 5, "open"), ("3", 9, "blocked"), ("4", 2, "open")):
            chat = await make_chat(session, f"telegram:{name}")
            chat.last_in_at, chat.state = BEGINNING + timedelta(minutes=minutes), state
            session.add(
                Link(chat_id=chat.id, member_id=member.id, strength="code", created_at=BEGINNING)
            )
    broadcast_id = await launch(database)
    async with database.reading() as session:
        query = (
            select(Chat.external_id)
            .join(Delivery, Delivery.chat_id == Chat.id)
            .where(Delivery.broadcast_id == broadcast_id, Delivery.member_id == member.id)
        )
        assert await session.scalar(query) == "2"


async def test_the_audience_is_frozen_at_launch(
    database: Database, city: City, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_member(session, name="Trước", chat="web:1")
        draft = await make_draft(session)
        later = clock.now() + timedelta(hours=2)
        await broadcasts.launch(session, OPERATOR, draft.id, now=clock.now(), at=later)
    async with database.transaction() as session:
        await make_member(session, name="Sau", chat="web:2")
        assert await broadcasts.start_due(session, now=clock.now()) == []
    assert await read_state(database, draft.id) == "scheduled"
    async with database.transaction() as session:
        assert await broadcasts.start_due(session, now=later) == [draft.id]
        assert await broadcasts.start_due(session, now=later) == []
    assert list(await read_ledger(database, draft.id)) == ["Trước"]


async def test_a_second_launch_adds_nothing(database: Database, city: City) -> None:
    async with database.transaction() as session:
        await make_member(session, chat="web:1")
    broadcast_id = await launch(database)
    async with database.transaction() as session:
        with pytest.raises(Refused) as refusal:
            await broadcasts.launch(session, OPERATOR, broadcast_id, now=BEGINNING)
        assert await session.scalar(select(func.count()).select_from(Delivery)) == 1
    assert refusal.value.code == "broadcast-already-launched"


async def test_an_empty_audience_is_refused_and_the_draft_stays(
    database: Database, city: City
) -> None:
    async with database.transaction() as session:
        draft = await make_draft(session)
        with pytest.raises(Refused) as refusal:
            await broadcasts.launch(session, OPERATOR, draft.id, now=BEGINNING)
    assert refusal.value.code == "broadcast-nobody"
    assert await read_state(database, draft.id) == "draft"


async def test_a_broadcast_that_reaches_nobody_is_finished_at_once(
    database: Database, city: City
) -> None:
    async with database.transaction() as session:
        await make_member(session, name="Trên giấy")
    assert await read_state(database, await launch(database)) == "finished"


MOVES = [
    ((), "running"),
    (("pause",), "paused"),
    (("pause", "resume"), "running"),
    (("cancel",), "cancelled"),
    (("pause", "cancel"), "cancelled"),
]


@pytest.mark.parametrize(("verbs", "state"), MOVES)
async def test_a_broadcast_is_paused_resumed_and_cancelled(
    database: Database, city: City, verbs: tuple[str, ...], state: str
) -> None:
    async with database.transaction() as session:
        await make_member(session, name="Một", chat="web:1")
    broadcast_id = await launch(database)
    async with database.transaction() as session:
        for verb in verbs:
            move = getattr(broadcasts, verb)
            await move(session, OPERATOR, broadcast_id, now=BEGINNING)
            with pytest.raises(Refused):
                await move(session, OPERATOR, broadcast_id, now=BEGINNING)
    assert await read_state(database, broadcast_id) == state
    line = ("skipped", "cancelled") if state == "cancelled" else ("queued", "")
    assert await read_ledger(database, broadcast_id) == {"Một": line}


async def test_an_organizer_reaches_their_own_organisation_only(
    database: Database, city: City
) -> None:
    union = city.organisations["cdtp"]
    lead = Actor("organizer:1", scopes=(Scope("lead", union, None),))
    own = Draft(union, "Tên", "Chữ", rule={"organisation": union})
    async with database.transaction() as session:
        await make_member(session, chat="web:1")
        with pytest.raises(NotPermitted):
            await broadcasts.write(session, lead, replace(own, rule={"all": True}), now=BEGINNING)
        other = replace(own, organisation_id=city.organisations["hnd"])
        with pytest.raises(NotPermitted):
            await broadcasts.write(session, lead, other, now=BEGINNING)
        draft = await broadcasts.write(session, lead, own, now=BEGINNING)
        writer = Actor("organizer:2", scopes=(Scope("writer", union, None),))
        with pytest.raises(NotPermitted):
            await broadcasts.launch(session, writer, draft.id, now=BEGINNING)
        await broadcasts.launch(session, lead, draft.id, now=BEGINNING)
        trail = await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))
        assert list(trail) == ["broadcast:write", "broadcast:launch"]
