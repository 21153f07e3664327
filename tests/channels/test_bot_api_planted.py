"""The Bot API server for tests refuses a wrong field in every method."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.kit.bot_api import BotApiServer
from tests.kit.bot_api.checking import Checker
from tests.kit.bot_api.specification import read_specification

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WHO = {"chat_id": "1"}
TEXT = WHO | {"text": "Chào bác"}
EDIT = {"chat_id": "1", "message_id": "2"}
VENUE = {"latitude": 19.8, "longitude": 105.8, "title": "Nhà văn hóa", "address": "5"}


def buttons(*rows: list[dict[str, Any]]) -> str:
    return json.dumps({"inline_keyboard": list(rows)})


def press(text: str = "Có", **known: Any) -> dict[str, Any]:
    return {"text": text} | (known or {"callback_data": "c:1"})


# method, good parameters, wrong ones planted over them, the field that the refusal names
PLANTED: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("getMe", {}, {"chat": "1"}, "chat"),
    ("getUpdates", {}, {"offest": "1"}, "offest"),
    ("getUpdates", {}, {"offset": "one"}, "offset"),
    ("getUpdates", {}, {"limit": "101"}, "limit"),
    ("getUpdates", {}, {"limit": "0"}, "limit"),
    ("getUpdates", {}, {"allowed_updates": "message"}, "allowed_updates"),
    ("getUpdates", {}, {"allowed_updates": '["mesage"]'}, "allowed_updates"),
    ("setWebhook", {"url": "http://x/"}, {"token": "a"}, "token"),
    ("setWebhook", {"url": "http://x/"}, {"max_connections": "many"}, "max_connections"),
    ("setWebhook", {"url": "http://x/"}, {"max_connections": "101"}, "max_connections"),
    ("setWebhook", {"url": "http://x/"}, {"secret_token": "ế"}, "secret_token"),
    ("setWebhook", {"url": "http://x/"}, {"secret_token": "a" * 257}, "secret_token"),
    ("setWebhook", {}, {"secret_token": "a"}, "url"),
    ("deleteWebhook", {}, {"drop": "true"}, "drop"),
    ("deleteWebhook", {}, {"drop_pending_updates": "yes"}, "drop_pending_updates"),
    ("getWebhookInfo", {}, {"url": "a"}, "url"),
    ("sendMessage", TEXT, {"txt": "a"}, "txt"),
    ("sendMessage", TEXT, {"disable_web_page_preview": "true"}, "disable_web_page_preview"),
    ("sendMessage", TEXT, {"text": ""}, "text"),
    ("sendMessage", TEXT, {"text": "a" * 4097}, "text"),
    ("sendMessage", TEXT, {"text": "😀" * 2049}, "text"),
    ("sendMessage", TEXT, {"disable_notification": "maybe"}, "disable_notification"),
    ("sendMessage", TEXT, {"reply_markup": "[]"}, "reply_markup"),
    ("sendMessage", TEXT, {"reply_markup": '{"keybord":[]}'}, "reply_markup"),
    ("sendMessage", TEXT, {"reply_markup": '{"keyboard":[["Có"]]}'}, "reply_markup"),
    (
        "sendMessage",
        TEXT,
        {"reply_markup": buttons([press(callback_data="ế" * 22)])},
        "reply_markup.inline_keyboard[0][0].callback_data",
    ),
    (
        "sendMessage",
        TEXT,
        {"reply_markup": buttons([press(callback_data="")])},
        "reply_markup.inline_keyboard[0][0].callback_data",
    ),
    (
        "sendMessage",
        TEXT,
        {"reply_markup": buttons([press(callback_data=1)])},
        "reply_markup.inline_keyboard[0][0].callback_data",
    ),
    (
        "sendMessage",
        TEXT,
        {"reply_markup": buttons([press(callback_data="a", url="http://x")])},
        "reply_markup.inline_keyboard[0][0]",
    ),
    (
        "sendMessage",
        TEXT,
        {"reply_markup": buttons([press(callback="a")])},
        "reply_markup.inline_keyboard[0][0].callback",
    ),
    (
        "sendMessage",
        TEXT,
        {"reply_markup": buttons(*[[press()]] * 101)},
        "reply_markup.inline_keyboard",
    ),
    (
        "sendMessage",
        TEXT,
        {"reply_markup": buttons([press()] * 9)},
        "reply_markup.inline_keyboard",
    ),
    ("sendMessage", WHO, {}, "text"),
    ("sendMessage", {"text": "a"}, {}, "chat_id"),
    ("editMessageText", EDIT | {"text": "a"}, {"txt": "a"}, "txt"),
    ("editMessageText", EDIT | {"text": "a"}, {"message_id": "two"}, "message_id"),
    ("editMessageText", EDIT | {"text": "a"}, {"text": "a" * 4097}, "text"),
    ("editMessageText", EDIT | {"text": "a"}, {"reply_markup": '{"keyboard":[]}'}, "reply_markup"),
    ("editMessageCaption", EDIT | {"caption": "a"}, {"caption": "a" * 1025}, "caption"),
    ("sendVenue", WHO | VENUE, {"latitude": "north"}, "latitude"),
    ("editMessageReplyMarkup", EDIT, {"text": "a"}, "text"),
    ("editMessageReplyMarkup", EDIT, {"message_id": "1.5"}, "message_id"),
    (
        "editMessageReplyMarkup",
        EDIT,
        {"reply_markup": buttons([press(callback_data="a" * 65)])},
        "reply_markup.inline_keyboard[0][0].callback_data",
    ),
    ("deleteMessage", EDIT, {"message": "2"}, "message"),
    ("deleteMessage", EDIT, {"message_id": "x"}, "message_id"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, {"alert": "true"}, "alert"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, {"show_alert": "aye"}, "show_alert"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, {"text": "a" * 201}, "text"),
    ("sendChatAction", WHO | {"action": "typing"}, {"actions": "a"}, "actions"),
    ("sendChatAction", WHO | {"action": "typing"}, {"action": "thinking"}, "action"),
    (
        "sendChatAction",
        WHO | {"action": "typing"},
        {"message_thread_id": "a"},
        "message_thread_id",
    ),
    ("setMyCommands", {"commands": "[]"}, {"language": "vi"}, "language"),
    ("setMyCommands", {"commands": "[]"}, {"language_code": "VN"}, "language_code"),
    ("setMyCommands", {"commands": "[]"}, {"commands": '["start"]'}, "commands[0]"),
    (
        "setMyCommands",
        {"commands": "[]"},
        {"commands": '[{"command": "Hồ sơ", "description": "a"}]'},
        "commands[0].command",
    ),
    (
        "setMyCommands",
        {"commands": "[]"},
        {"commands": json.dumps([{"command": "a", "description": "a" * 257}])},
        "commands[0].description",
    ),
    (
        "setMyCommands",
        {"commands": "[]"},
        {"commands": json.dumps([{"command": f"a{n}", "description": "a"} for n in range(101)])},
        "commands",
    ),
    (
        "setMyCommands",
        {"commands": "[]"},
        {"scope": '{"type": "everybody"}'},
        "scope",
    ),
    ("getMyCommands", {}, {"commands": "[]"}, "commands"),
    ("getMyCommands", {}, {"language_code": "vie"}, "language_code"),
    ("deleteMyCommands", {}, {"commands": "[]"}, "commands"),
    ("deleteMyCommands", {}, {"scope": "default"}, "scope"),
    ("setMyDescription", {}, {"text": "a"}, "text"),
    ("setMyDescription", {}, {"description": "a" * 513}, "description"),
    ("getMyDescription", {}, {"description": "a"}, "description"),
    ("setMyShortDescription", {}, {"description": "a"}, "description"),
    ("setMyShortDescription", {}, {"short_description": "a" * 121}, "short_description"),
    ("getMyShortDescription", {}, {"short_description": "a"}, "short_description"),
    ("sendPoll", WHO | {"question": "a", "options": '["a"]'}, {"answers": "[]"}, "answers"),
    ("sendPoll", WHO | {"question": "a", "options": '["a"]'}, {"options": "a"}, "options"),
    ("sendPoll", WHO | {"question": "a", "options": '["a"]'}, {"options": "[]"}, "options"),
    (
        "sendPoll",
        WHO | {"question": "a", "options": '["a"]'},
        {"options": json.dumps([{"text": str(n)} for n in range(13)])},
        "options",
    ),
    ("sendPoll", WHO | {"question": "a", "options": '["a"]'}, {"question": "a" * 301}, "question"),
    (
        "sendPoll",
        WHO | {"question": "a", "options": '["a"]'},
        {"options": json.dumps([{"text": "a" * 101}])},
        "options[0].text",
    ),
    ("sendPoll", WHO | {"question": "a", "options": '["a"]'}, {"type": "vote"}, "type"),
    ("sendPoll", WHO | {"question": "a", "options": '["a"]'}, {"open_period": "4"}, "open_period"),
    ("stopPoll", EDIT, {"poll_id": "1"}, "poll_id"),
    ("stopPoll", EDIT, {"message_id": "a"}, "message_id"),
    ("sendPhoto", WHO | {"photo": "id"}, {"picture": "a"}, "picture"),
    ("sendPhoto", WHO | {"photo": "id"}, {"caption": "a" * 1025}, "caption"),
    ("sendPhoto", WHO | {"photo": "id"}, {"has_spoiler": "a"}, "has_spoiler"),
    ("sendDocument", WHO | {"document": "id"}, {"file": "a"}, "file"),
    ("sendDocument", WHO | {"document": "id"}, {"caption": "a" * 1025}, "caption"),
    (
        "sendDocument",
        WHO | {"document": "id"},
        {"disable_content_type_detection": "a"},
        "disable_content_type_detection",
    ),
    ("getFile", {"file_id": "a"}, {"file": "a"}, "file"),
    ("getFile", {}, {"file_path": "a"}, "file_path"),
    ("getChat", WHO, {"user_id": "1"}, "user_id"),
    ("getChat", {}, {"chat": "1"}, "chat"),
]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(rate=None) as started:
        yield started


async def ask(server: BotApiServer, method: str, **told: Any) -> tuple[int, dict[str, Any]]:
    url = f"{server.base_url}{server.token}/{method}"
    async with aiohttp.ClientSession() as client, client.post(url, **told) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize(("method", "good", "wrong", "field"), PLANTED)
async def test_a_planted_wrong_field_is_refused_by_name(
    server: BotApiServer,
    method: str,
    good: dict[str, Any],
    wrong: dict[str, Any],
    field: str,
) -> None:
    status, told = await ask(server, method, data=good | wrong or {"_": ""})

    assert status == 400
    assert told["description"].startswith(f"Bad Request: kit: {field}")
    assert [(each["method"], each["field"]) for each in server.violations] in (
        [(method, field)],
        [(method, told["description"].split(": ")[2])],
    )


async def test_every_method_carried_has_a_planted_field(server: BotApiServer) -> None:
    assert server.account.carried == {method for method, *_ in PLANTED}


@pytest.mark.parametrize(
    ("method", "good"),
    {method: (method, good) for method, good, wrong, _ in reversed(PLANTED) if wrong}.values(),
)
def test_without_the_planted_field_nothing_is_refused(method: str, good: dict[str, Any]) -> None:
    check = Checker(read_specification()).method(method)
    if method == "getFile":
        good = {"file_id": "a"}
    if method == "getChat":
        good = WHO
    if method == "setWebhook":
        good = {"url": "http://x/"}

    assert check
    assert check.check(good).keys() >= good.keys()
