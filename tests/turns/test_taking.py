"""Turns: stored whole or not at all, a repeat is silent, a failure is kept and told kindly."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import func, select

from bot.clock import StoppedClock
from bot.db import Database
from bot.messages import Choice, Incoming, Kind
from bot.models import Chat, FailedUpdate, StoredReply
from bot.presses import Press
from bot.settings import Settings
from bot.turns import Router, Taker, Turn
from tests.kit.makers import make_city


@dataclass(frozen=True)
class FruitPress(Press):
    TAG: ClassVar[str] = "fr"
    number: int


router = Router("fruit")


@router.command("hoi")
async def ask_fruit(turn: Turn) -> None:
    turn.ask(
        "Bác thích gì?",
        step="fruit",
        choices=[Choice(name, FruitPress(n).pack()) for n, name in enumerate(("Táo", "Lê"), 1)],
    )


@router.on(FruitPress)
async def take_fruit(turn: Turn, press: FruitPress) -> None:
    turn.done()
    turn.quote(f"quả {press.number}")


@router.at("fruit")
async def miss_fruit(turn: Turn) -> None:
    turn.misunderstood("expected-choice")


@router.command("hong")
async def fail(turn: Turn) -> None:
    turn.quote("một nửa")
    raise RuntimeError("planted")


async def answer_else(turn: Turn) -> None:
    turn.quote(f"nghe: {turn.text}")


@pytest.fixture
async def taker(database: Database, clock: StoppedClock, settings: Settings) -> Taker:
    async with database.transaction() as session:
        city = await make_city(session)
    return Taker(database, clock, settings, city.accounts, (router,), answer_else)


def text(words: str, *, update: str, chat: str = "1") -> Incoming:
    return Incoming("web", update, chat, Kind.TEXT, text=words)


async def said(taker: Taker, incoming: Incoming) -> list[str]:
    return [leaving.reply.text for leaving in await taker.take(incoming)]


async def count(taker: Taker, table: type) -> int:
    async with taker.database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def test_a_repeat_is_answered_once(taker: Taker) -> None:
    assert await said(taker, text("chào", update="u1")) == ["nghe: chào"]
    assert await said(taker, text("chào", update="u1")) == []
    assert await count(taker, StoredReply) == 1


async def test_two_deliveries_at_one_moment_are_answered_once(taker: Taker) -> None:
    both = await asyncio.gather(*(said(taker, text("chào", update="u1")) for _ in range(2)))
    assert sorted(both) == [[], ["nghe: chào"]]


@pytest.mark.parametrize("typed", ["2", "Lê", "le", "LÊ ạ", "b", "chọn 2"])
async def test_a_question_is_answered_by_typing(taker: Taker, typed: str) -> None:
    await said(taker, text("/hoi", update="u1"))
    assert await said(taker, text(typed, update="u2")) == ["quả 2"]


async def test_a_press_answers_as_typing_does(taker: Taker) -> None:
    await said(taker, text("/hoi", update="u1"))
    press = Incoming("web", "u2", "1", Kind.PRESS, press="fr:1")
    assert await said(taker, press) == ["quả 1"]


@pytest.mark.parametrize("packed", ["fr", "fr:x", "zz:1", "", "fr:1:2"])
async def test_an_old_or_strange_button_is_answered_kindly(taker: Taker, packed: str) -> None:
    await said(taker, text("/hoi", update="u1"))
    press = Incoming("web", "u2", "1", Kind.PRESS, press=packed)
    [sorry, again] = await said(taker, press)
    assert again == "Bác thích gì?"
    assert sorry


async def test_the_second_miss_offers_a_persons_contact(taker: Taker) -> None:
    await said(taker, text("/hoi", update="u1"))
    first = await said(taker, text("chuối", update="u2"))
    second = await said(taker, text("mít", update="u3"))
    assert taker.settings.site_contact not in first[0]
    assert taker.settings.site_contact in second[0]
    assert first[-1] == second[-1] == "Bác thích gì?"


async def test_a_failing_handler_stores_nothing_but_the_update(taker: Taker) -> None:
    [sorry] = await said(taker, text("/hong", update="u1"))
    assert "một nửa" not in sorry
    async with taker.database.reading() as session:
        [kept] = await session.scalars(select(FailedUpdate))
        assert kept.payload["text"] == "/hong"
        assert "planted" in kept.traceback
    assert await said(taker, text("/hong", update="u1")) == [], "and it is not tried again"


async def test_a_failing_turn_touches_no_other_that_came_with_it(taker: Taker) -> None:
    answers = await asyncio.gather(
        *(
            said(taker, text("/hong" if n == 3 else f"câu {n}", update=f"u{n}", chat=f"c{n}"))
            for n in range(8)
        )
    )
    assert [a[0] for n, a in enumerate(answers) if n != 3] == [
        f"nghe: câu {n}" for n in range(8) if n != 3
    ]
    assert await count(taker, FailedUpdate) == 1


async def test_a_failed_update_of_a_sealed_conversation_keeps_no_words(taker: Taker) -> None:
    await said(taker, text("chào", update="u0"))
    async with taker.database.transaction() as session:
        [chat] = await session.scalars(select(Chat))
        chat.data = {"sealed": True}
    await said(taker, text("/hong bí mật", update="u1"))
    async with taker.database.reading() as session:
        [kept] = await session.scalars(select(FailedUpdate))
        assert "bí mật" not in str(kept.payload) + kept.traceback


async def test_a_question_that_may_not_have_arrived_is_asked_again(taker: Taker) -> None:
    await said(taker, text("/hoi", update="u1"))
    async with taker.database.transaction() as session:
        [chat] = await session.scalars(select(Chat))
        chat.asked = {**chat.asked, "unsure": True}
    assert await said(taker, text("gì cơ", update="u2")) == ["Bác thích gì?"]
    assert await said(taker, text("1", update="u3")) == ["quả 1"]


async def test_one_chats_messages_are_answered_in_their_order(taker: Taker) -> None:
    answers = await asyncio.gather(
        *(said(taker, text(f"câu {n}", update=f"u{n}")) for n in range(20))
    )
    assert [a[0] for a in answers] == [f"nghe: câu {n}" for n in range(20)]
    async with taker.database.reading() as session:
        rows = await session.scalars(select(StoredReply).order_by(StoredReply.id))
        assert [row.body["text"] for row in rows] == [f"nghe: câu {n}" for n in range(20)]
