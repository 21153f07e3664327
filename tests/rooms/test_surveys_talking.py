"""Answering in chat: by buttons, by typing, on a shared phone, and without a trace where due."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.db import Database
from bot.messages import Incoming, Kind
from bot.models import Answer, Chat, FailedUpdate, Response, StoredReply
from bot.settings import Settings
from bot.surveys.keys import Keys
from bot.turns import Router, Taker, Turn
from handlers import answering, answering_typing
from tests.kit.logbook import written_logs
from tests.kit.makers import City, make_city, make_member
from tests.kit.phone import Phone
from tests.kit.surveys import Polling, make_form

BROKEN = Router("broken")


@BROKEN.when(lambda turn: turn.text == "hỏng")
async def break_down(turn: Turn) -> None:
    raise RuntimeError("broken")


async def misunderstand(turn: Turn) -> None:
    turn.quote("?")


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        city = await make_city(session)
        await make_member(session, name="Lê Thị Lan", chat="web:0")
        return city


@pytest.fixture
def taker(database: Database, settings: Settings, clock: StoppedClock, city: City) -> Taker:
    switchboard = (BROKEN, answering.router, answering_typing.router)
    return Taker(database, clock, settings, city.accounts, switchboard, misunderstand)


@pytest.fixture
def logged(settings: Settings) -> Iterator[StringIO]:
    """Give what is logged."""
    with written_logs(settings.model_copy(update={"log_format": "json"})) as page:
        yield page


async def values_in(database: Database) -> dict[str, object]:
    async with database.reading() as session:
        rows = await session.scalars(select(Answer))
        return {row.question: row.value for row in rows}


@pytest.mark.parametrize("way", ["pressed", "typed"])
async def test_a_survey_is_answered_from_banner_to_thanks(
    polling: Polling, taker: Taker, clock: StoppedClock, way: str
) -> None:
    await polling.launch(make_form(clock.now()), 1, clock.now())
    phone = Phone(taker, buttons=way == "pressed")
    heard = await phone.push("sb:1")
    assert "không thay cho phiếu lấy ý kiến chính thức" in heard
    assert "Câu 1/6\nChọn một" in heard
    heard = await phone.press("Quýt")
    assert "Câu 2/6" in heard
    await phone.press("Rác")
    await phone.press("Nước")
    assert "✓ Nước" in phone.pressable
    assert "Câu 3/6" in await phone.press("Xong")
    assert "từ 0 đến 20" in await phone.say("99")
    assert "Câu này cần được trả lời" in await phone.say("bỏ qua")
    assert "Còn 4 câu" in await phone.say("còn mấy câu")
    assert "Câu 4/6" in await phone.say("khoảng 3 người")
    assert "Câu 3/6" in await phone.say("quay lại")
    assert "Câu 4/6" in await phone.press("Giữ nguyên")
    assert "Câu 5/6" in await phone.say("Đèn ngõ hỏng")
    assert "Câu 6/6" in await phone.press("Không")
    heard = await phone.press("Không muốn trả lời")
    assert "1. Chọn một → Quýt" in heard
    assert "6. Ngày nào → Không muốn trả lời" in heard
    assert "Câu 1/6" in await phone.say("sửa câu 1")
    assert "→ Bưởi" in await phone.press("Bưởi")
    assert "Xin cảm ơn" in await phone.press("Gửi")
    assert await values_in(polling.database) == {
        "one": {"choice": "3"},
        "some": {"choices": ["1", "3"]},
        "count": {"number": 3},
        "words": {"text": "Đèn ngõ hỏng"},
        "yes": {"yes": False},
        "day": {"declined": True},
    }
    assert "vẫn sửa được" in await phone.say("/traloi")
    assert "1. Chọn một → Bưởi" in await phone.press("Sửa câu trả lời")


async def test_an_anonymous_answer_leaves_no_trace_in_any_row(
    polling: Polling, taker: Taker, clock: StoppedClock, logged: StringIO
) -> None:
    await polling.launch(make_form(clock.now(), anonymous=True), 1, clock.now())
    phone = Phone(taker)
    assert "niêm phong" in await phone.push("sb:1")
    heard = await phone.press("Quýt")
    assert phone.told[0] == "Đã ghi nhận câu trả lời."
    await phone.press("Đèn")
    assert not any(label.startswith("✓") for label in phone.pressable)
    await phone.press("Xong")
    await phone.say("17")
    await phone.say("hỏng")  # a handler fails in the middle
    await phone.say("mật-thư")
    await phone.press("Có")
    heard = await phone.say("1987")
    assert "Đã qua cả 6 câu" in heard
    async with polling.database.reading() as session:
        chat = (await session.scalars(select(Chat))).one()
        assert set(chat.data) == {"sealed", "survey", "member", "question", "taps"}
        replies = await session.scalars(select(StoredReply))
        failed = (await session.scalars(select(FailedUpdate))).one()
        kept = [str(reply.body) for reply in replies]
        kept += [str(failed.payload), failed.traceback, str(chat.data), str(chat.asked)]
    for trace in ("→", "mật-thư", "1987", "17", "hỏng"):
        assert not [text for text in kept if trace in text], trace
    assert "turn-failed" in logged.getvalue()
    assert "mật-thư" not in logged.getvalue()
    assert "hỏng" not in logged.getvalue()
    assert "Xin cảm ơn" in await phone.press("Gửi")


async def test_an_old_button_of_an_anonymous_survey_asks_again_and_records_nothing(
    polling: Polling, taker: Taker, clock: StoppedClock
) -> None:
    await polling.launch(make_form(clock.now(), anonymous=True), 1, clock.now())
    phone = Phone(taker)
    phone.pressable = {"Quýt": "sa:1:1:0:1"}
    heard = await phone.press("Quýt")
    assert "chưa được ghi" in heard
    assert "Câu 1/6" in heard
    assert "Câu 2/6" in await phone.press("Quýt")


async def test_a_press_after_the_closing_is_refused_kindly_and_not_quoted(
    polling: Polling, taker: Taker, clock: StoppedClock
) -> None:
    await polling.launch(make_form(clock.now(), anonymous=True), 1, clock.now())
    phone = Phone(taker)
    await phone.push("sb:1")
    clock.advance(days=10)
    heard = await phone.press("Quýt")
    assert "đã kết thúc" in heard
    assert "Quýt" not in heard
    assert "không có khảo sát" in await phone.say("/traloi")


async def test_a_shared_phone_asks_who_answers(
    polling: Polling, taker: Taker, clock: StoppedClock
) -> None:
    async with polling.database.transaction() as session:
        other = await make_member(session, name="Lê Văn Hải", chat="web:0")
    await polling.launch(make_form(clock.now()), 1, clock.now())
    phone = Phone(taker)
    assert "Ai đang trả lời?" in await phone.push("sb:1")
    assert "Câu 1/6" in await phone.say("lê văn hải")
    await phone.say("2")
    async with polling.database.reading() as session:
        response = (await session.scalars(select(Response))).one()
    assert response.member_id == other.id
    assert await values_in(polling.database) == {"one": {"choice": "2"}}
    assert "không dành cho" in await phone.push("sa:1:999:0:1")


async def test_who_has_not_registered_is_asked_to(
    polling: Polling, taker: Taker, clock: StoppedClock
) -> None:
    await polling.launch(make_form(clock.now()), 1, clock.now())
    stranger = Incoming(account="web", update_id="x", chat="77", kind=Kind.PRESS, press="sb:1")
    (leaving,) = await taker.take(stranger)
    assert "đăng ký" in leaving.reply.text


async def test_a_pause_of_days_is_resumed_where_it_stood(
    polling: Polling, taker: Taker, clock: StoppedClock
) -> None:
    await polling.launch(make_form(clock.now()), 1, clock.now())
    phone = Phone(taker)
    await phone.push("sb:1")
    await phone.press("Quýt")
    clock.advance(days=5)
    heard = await phone.say("/traloi")
    assert "còn 5 câu" in heard
    assert "Câu 2/6" in heard
