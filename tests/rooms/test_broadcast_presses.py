"""Answers to a broadcast, in its chat: recorded once, changed by a later one, and reported."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import OPERATOR, Actor, Scope
from bot.db import Database
from bot.errors import NotPermitted
from bot.messages import Incoming, Kind
from bot.models import Delivery, Link, Member
from bot.settings import Settings
from bot.turns import Turn
from bot.turns.routing import Switchboard
from handlers.broadcast_press import router
from tests.kit.broadcasting import YES_NO, launch, read_ledger
from tests.kit.makers import BEGINNING, City, make_chat, make_city, make_member, make_organizer

THANKS, LATER = (button["answer"] for button in YES_NO)


@pytest.fixture
async def city(database: Database) -> City:
    """One member alone in web:1, a family in web:2; the broadcast has reached them."""
    async with database.transaction() as session:
        city = await make_city(session)
        await make_member(session, name="An", chat="web:1")
        await make_member(session, name="Bình", ward="Lam Sơn", chat="web:2")
        await make_member(session, name="Chi", ward="Lam Sơn", chat="web:2")
    await launch(database, buttons=YES_NO)
    async with database.transaction() as session:
        await session.execute(update(Delivery).values(state="sent"))
    return city


async def write(session: AsyncSession, settings: Settings, chat: str, text: str) -> list[str]:
    """Let a chat press (`bp:…`) or type, and return what it is told."""
    row = await make_chat(session, f"web:{chat}")
    kind = Kind.PRESS if text.startswith("bp:") else Kind.TEXT
    incoming = Incoming("web", "1", chat, kind, text=text, press=text)
    query = select(Member).join(Link, Link.member_id == Member.id).where(Link.chat_id == row.id)
    members = (await session.scalars(query)).all()
    turn = Turn(session, incoming, row, members, BEGINNING, settings)
    await Switchboard((router,), misunderstand).find(turn).answer(turn)
    await session.flush()
    return [reply.text for reply in turn.replies]


async def misunderstand(turn: Turn) -> None:
    """Answer what no router took."""
    turn.quote("?")


async def pressed(session: AsyncSession) -> dict[str, str]:
    query = select(Member.full_name, Delivery.pressed).join(
        Delivery, Delivery.member_id == Member.id
    )
    return {name: letter for name, letter in await session.execute(query) if letter}


async def test_the_first_press_counts_and_a_later_one_changes_it(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        assert await write(session, settings, "1", "bp:1:0:A") == [THANKS]
        assert await write(session, settings, "1", "bp:1:0:A") == [
            f"Câu trả lời “Tôi quan tâm” đã được ghi từ trước. {THANKS}"
        ]
        assert await write(session, settings, "1", "bp:1:1:B") == [
            f"Đã đổi câu trả lời thành “Để sau”. {LATER}"
        ]
        assert await pressed(session) == {"An": "B"}


@pytest.mark.parametrize("typed", ["B", "b.", "chọn b", "de sau"])
async def test_a_letter_or_its_words_may_be_typed(
    database: Database, city: City, settings: Settings, typed: str
) -> None:
    async with database.transaction() as session:
        chat = await make_chat(session, "web:1")
        chat.offered = [["Tôi quan tâm", "bp:1:1:A", []], ["Để sau", "bp:1:1:B", []]]
        assert await write(session, settings, "1", typed) == [LATER]
        assert await pressed(session) == {"An": "B"}


async def test_a_family_is_asked_whose_answer_it_is(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        asked = await write(session, settings, "2", "bp:1:0:B")
        assert asked == ["Câu trả lời “Để sau” là của ai ạ?"]
        assert await pressed(session) == {}
        assert await write(session, settings, "2", "B") == [LATER], "B is the second person now"
        assert await pressed(session) == {"Chi": "B"}
        changed = await write(session, settings, "2", "A")
        assert changed[0].startswith("Đã đổi"), "and then their letters are the broadcast's again"
        assert await pressed(session) == {"Chi": "A"}


async def test_the_speaker_of_a_family_need_not_be_asked(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        chat = await make_chat(session, "web:2")
        chat.speaker_id = await session.scalar(select(Member.id).where(Member.full_name == "Bình"))
        assert await write(session, settings, "2", "bp:1:0:A") == [THANKS]
        assert await pressed(session) == {"Bình": "A"}


@pytest.mark.parametrize("press", ["bp:1:2:A", "bp:9:0:A", "bp:1:0:C", "bp:1:0:AB", "bp:1:0:"])
async def test_a_press_that_means_nothing_here_is_answered_kindly(
    database: Database, city: City, settings: Settings, press: str
) -> None:
    async with database.transaction() as session:
        told = await write(session, settings, "1", press)
        assert told[0].startswith("Tin này không còn nhận câu trả lời")
        assert await pressed(session) == {}


async def test_an_organizer_may_try_the_buttons_of_a_test(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        chat = await make_chat(session, "telegram:9")
        chat.organizer_id = (await make_organizer(session)).id
        said = await broadcasts.record_press(
            session, chat, broadcasts.BroadcastPress(1, 0, "A"), speaker_id=None
        )
        assert (said.fate, said.answer) == ("test", THANKS)


async def test_the_report_counts_members_by_state_ward_and_answer(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        await make_member(session, name="Em")
        await write(session, settings, "1", "bp:1:0:A")
        told = await broadcasts.report(session, OPERATOR, 1)
    assert told.by_state == {("sent", ""): 3}
    assert (told.total, told.count("sent", "unknown")) == (3, 3)
    assert told.by_ward == [
        ("phường Lam Sơn (cũ)", {"sent": 2}),
        ("phường Ba Đình (cũ)", {"sent": 1}),
    ]
    assert told.presses == [("A", "Tôi quan tâm", 1), ("B", "Để sau", 0)]


async def test_others_broadcasts_are_not_read(database: Database, city: City) -> None:
    reader = Actor("organizer:1", scopes=(Scope("reader", city.organisations["hnd"], None),))
    async with database.reading() as session:
        assert await broadcasts.list_broadcasts(session, reader) == []
        assert len(await broadcasts.list_broadcasts(session, OPERATOR)) == 1
        with pytest.raises(NotPermitted):
            await broadcasts.report(session, reader, 1)
    assert len(await read_ledger(database, 1)) == 3
