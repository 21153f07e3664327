"""Two client libraries that nobody here wrote drive the Bot API server for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import telegram
from pydantic import TypeAdapter
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.kit.bot_api import BotApiServer, Fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiogram

    from tests.kit.bot_api.refusals import Json

# aiogram takes two seconds to import: only who needs it does, and one worker has them all
AIOGRAM = pytest.mark.xdist_group("aiogram")

# Where a method's result is an object, python-telegram-bot's name of it.
PTB_RESULTS: dict[str, type[telegram.TelegramObject]] = {
    "getMe": telegram.User,
    "getChat": telegram.ChatFullInfo,
    "getFile": telegram.File,
    "getWebhookInfo": telegram.WebhookInfo,
    "sendMessage": telegram.Message,
    "sendPhoto": telegram.Message,
    "sendDocument": telegram.Message,
    "sendVenue": telegram.Message,
    "editMessageCaption": telegram.Message,
    "sendPoll": telegram.Message,
    "stopPoll": telegram.Poll,
    "editMessageText": telegram.Message,
    "editMessageReplyMarkup": telegram.Message,
    "getMyDescription": telegram.BotDescription,
    "getMyShortDescription": telegram.BotShortDescription,
}
YES_NO = {"inline_keyboard": [[{"text": "Có", "callback_data": "a:1"}]]}
AT = {"chat_id": 7, "message_id": 2}
PLACE = {"chat_id": 7, "latitude": 19.8, "longitude": 105.8, "title": "Đình", "address": "5"}
# Every method once, in an order in which each finds what it needs; chat 7 has messages 2, 3, ….
CALLS: list[tuple[str, Json]] = [
    ("getMe", {}),
    ("setMyCommands", {"commands": [{"command": "giup", "description": "Trợ giúp"}]}),
    ("getMyCommands", {}),
    ("deleteMyCommands", {}),
    ("setMyDescription", {"description": "Nhịp Cầu"}),
    ("getMyDescription", {}),
    ("setMyShortDescription", {"short_description": "Cầu"}),
    ("getMyShortDescription", {}),
    (
        "sendMessage",
        {"chat_id": 7, "text": "<b>Đi?</b>", "parse_mode": "HTML", "reply_markup": YES_NO},
    ),
    ("editMessageReplyMarkup", AT),
    ("editMessageText", AT | {"text": "<i>Đã ghi</i>", "parse_mode": "HTML"}),
    ("sendChatAction", {"chat_id": 7, "action": "typing"}),
    ("sendPoll", {"chat_id": 7, "question": "Đi?", "options": ["Có"], "is_anonymous": False}),
    ("stopPoll", {"chat_id": 7, "message_id": 3}),
    ("sendPhoto", {"chat_id": 7, "photo": "kit-file-1", "caption": "<u>Ảnh</u>"}),
    ("editMessageCaption", {"chat_id": 7, "message_id": 4, "caption": "<b>Ảnh</b> mới"}),
    ("sendDocument", {"chat_id": 7, "document": "kit-file-1", "protect_content": True}),
    ("sendVenue", PLACE),
    (
        "sendMessage",
        {"chat_id": 7, "text": "Vâng", "reply_parameters": {"message_id": 2}},
    ),
    ("getFile", {"file_id": "kit-file-1"}),
    ("getChat", {"chat_id": 7}),
    ("deleteMessage", AT),
    ("setWebhook", {"url": "http://127.0.0.1:9/", "allowed_updates": ["message"]}),
    ("getWebhookInfo", {}),
    ("deleteWebhook", {}),
    ("getUpdates", {"allowed_updates": []}),
]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(rate=None) as started:
        yield started


@pytest.fixture
async def ours(server: BotApiServer) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(
        server.token, base_url=server.base_url, base_file_url=f"{server.url}/file/bot"
    ) as bot:
        yield bot


@pytest.fixture
async def theirs(server: BotApiServer) -> AsyncIterator[aiogram.Bot]:
    import aiogram
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
    async with aiogram.Bot(server.token, session=session) as bot:
        yield bot


def hold_update(update: Json) -> str:
    """Read an update with both libraries and tell its kind."""
    from aiogram.types import Update

    read = Update.model_validate(update)
    ours = telegram.Update.de_json(update, None)
    assert ours.update_id == read.update_id
    kind = next(name for name in update if name != "update_id")
    assert getattr(ours, kind) is not None
    assert not ours.api_kwargs
    assert not getattr(ours, kind).api_kwargs
    assert not read.model_extra
    return kind


def returned(method: str) -> TypeAdapter[Any]:
    from aiogram import methods

    name = method[0].upper() + method[1:]
    return TypeAdapter(getattr(methods, name).__returning__)


@AIOGRAM
async def test_every_result_is_read_by_both_libraries(server: BotApiServer) -> None:
    server.people.send(7, "photo")
    server.people.start(7)
    server.account.world.chats[7].last_id = 1
    server.account.world.chats[7].messages.clear()

    async with aiohttp.ClientSession(f"{server.base_url}{server.token}/") as client:
        for method, told in CALLS:
            answer = await (await client.post(method, json=told)).json()
            assert answer["ok"], (method, answer)
            returned(method).validate_python(answer["result"])
            if method in PTB_RESULTS:
                read = PTB_RESULTS[method].de_json(answer["result"], None)
                assert not read.api_kwargs, method

    carried = {*server.account.carried} - {"answerCallbackQuery"}  # needs a press; see below
    assert {method for method, _ in CALLS} == carried
    assert server.violations == []


@AIOGRAM
async def test_every_kind_of_update_is_read_by_both_libraries(server: BotApiServer) -> None:
    people = server.people
    people.add(7, last_name="Lê", username="le_van_an", phone_number="+84901")
    people.start(7, "ma")
    people.share_contact(7)
    for kind in ("voice", "photo", "sticker", "document", "location"):
        people.send(7, kind)
    group = people.open_group("Tổ 5", [7, 8])
    people.say(8, "Chào", chat_id=group.id)
    await server.account.call("sendMessage", {"chat_id": 8, "text": "a"})
    people.start(8)
    sent = await server.account.call(
        "sendMessage", {"chat_id": 8, "text": "Đi?", "reply_markup": YES_NO}
    )
    people.press(8, sent.result["message_id"], "Có")
    options = {"question": "Đi?", "options": ["Có"], "is_anonymous": False}
    poll = await server.account.call("sendPoll", {"chat_id": 8, **options})
    people.vote(8, poll.result["poll"]["id"], [0])
    people.block(7)
    people.kick(7, group.id)

    kinds = [hold_update(update) for update in server.updates.sent.values()]

    assert {*kinds} == {"message", "callback_query", "poll", "poll_answer", "my_chat_member"}
    assert server.violations == []


@AIOGRAM
async def test_aiogram_talks_with_a_person(server: BotApiServer, theirs: aiogram.Bot) -> None:
    from aiogram import types

    server.people.start(7)
    keyboard = types.InlineKeyboardMarkup(
        inline_keyboard=[[types.InlineKeyboardButton(text="Có", callback_data="a:1")]]
    )

    me = await theirs.get_me()
    sent = await theirs.send_message(7, "<b>Đi?</b>", parse_mode="HTML", reply_markup=keyboard)
    server.people.press(7, sent.message_id, "Có")
    updates = await theirs.get_updates(timeout=1)
    query = updates[-1].callback_query
    assert query
    await theirs.answer_callback_query(query.id, text="Vâng")
    edited = await theirs.edit_message_text("Đã ghi", chat_id=7, message_id=sent.message_id)
    photo = await theirs.send_photo(7, types.BufferedInputFile(b"anh", "anh.jpg"), caption="Ảnh")
    await theirs.set_my_commands([types.BotCommand(command="giup", description="a")])

    assert me.is_bot
    assert (sent.text, sent.entities and sent.entities[0].type) == ("Đi?", "bold")
    assert isinstance(edited, types.Message)
    assert edited.text == "Đã ghi"
    assert photo.caption == "Ảnh"
    kinds = [event["kind"] for event in server.people.inbox(7)]
    assert kinds == ["message", "answered", "edited", "message"]
    assert server.violations == []


async def test_python_telegram_bot_talks_with_a_person(
    server: BotApiServer, ours: telegram.Bot
) -> None:
    server.people.start(7)
    button = telegram.InlineKeyboardButton("Có", callback_data="a:1")
    contact = telegram.KeyboardButton("Gửi số", request_contact=True)

    sent = await ours.send_message(
        7, "<b>Đi?</b>", parse_mode="HTML", reply_markup=telegram.InlineKeyboardMarkup([[button]])
    )
    await ours.send_message(7, "Số?", reply_markup=telegram.ReplyKeyboardMarkup([[contact]]))
    await ours.send_message(7, "Thôi", reply_markup=telegram.ReplyKeyboardRemove())
    server.people.press(7, sent.message_id, "Có")
    updates = await ours.get_updates(timeout=1, allowed_updates=["message", "callback_query"])
    query = updates[-1].callback_query
    assert query
    await query.answer("Vâng")
    await query.edit_message_text("Đã ghi: <i>Có</i>", parse_mode="HTML")
    await ours.send_document(7, b"tep", filename="ket-qua.xlsx", caption="Kết quả")
    await ours.send_poll(7, "Đi?", ["Có", "Không"])
    await ours.set_my_commands([("giup", "Trợ giúp")], language_code="vi")
    await ours.set_webhook("http://127.0.0.1:9/", secret_token="a", allowed_updates=["message"])
    assert (await ours.get_webhook_info()).url == "http://127.0.0.1:9/"
    await ours.delete_webhook()

    told = [event for event in server.people.inbox(7) if event["kind"] == "edited"]
    assert told[0]["message"]["text"] == "Đã ghi: Có"
    assert server.violations == []


async def test_python_telegram_bot_fetches_a_file(
    server: BotApiServer, ours: telegram.Bot
) -> None:
    server.people.send(7, "voice", data=b"xin chao")
    (update,) = await ours.get_updates()
    assert update.message
    assert update.message.voice

    file = await update.message.voice.get_file()

    assert bytes(await file.download_as_bytearray()) == b"xin chao"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(kind="403"), Forbidden),
        (Fault(kind="400"), BadRequest),
        (Fault(kind="429", retry_after=3), RetryAfter),
        (Fault(kind="500"), NetworkError),
        (Fault(kind="502"), NetworkError),
        (Fault(kind="reset_before"), NetworkError),
        (Fault(kind="reset_after"), NetworkError),
        (Fault(kind="lost"), TimedOut),
        (Fault(kind="slow", delay=0.5), TimedOut),
    ],
)
async def test_python_telegram_bot_meets_each_fault_as_its_own_error(
    server: BotApiServer,
    ours: telegram.Bot,
    fault: Fault,
    expected: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else reading retry_after warns
    server.people.start(7)
    server.faults.add(fault)

    with pytest.raises(expected) as caught:
        await ours.send_message(7, "a", read_timeout=0.1)

    assert type(caught.value) is expected
    assert len(server.people.inbox(7)) == fault.takes
