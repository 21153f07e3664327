"""The Bot API server for tests remembers who said what, and answers as the real one would."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.kit.bot_api import BotApiServer, Impossible

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.kit.bot_api.refusals import Json

YES_NO = {
    "inline_keyboard": [
        [{"text": "Có", "callback_data": "a:1"}, {"text": "Xem", "url": "https://x.vn"}]
    ]
}


class Bot:
    """Speak to a server as a bare HTTP client does."""

    def __init__(self, server: BotApiServer, client: aiohttp.ClientSession) -> None:
        self._url = f"{server.base_url}{server.token}/"
        self._client = client

    async def __call__(self, method: str, **told: Any) -> Any:
        """Ask with JSON; return the result, or the description of a refusal."""
        async with self._client.post(self._url + method, json=told) as answer:
            read = await answer.json()
        return read["result"] if read["ok"] else read["description"]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(rate=None) as started:
        yield started


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as client:
        yield Bot(server, client)


def last_update(server: BotApiServer) -> Json:
    return list(server.updates.sent.values())[-1]


async def test_a_start_with_a_payload_is_a_command(server: BotApiServer) -> None:
    server.people.start(7, "ma-moi")

    message = last_update(server)["message"]
    assert message["text"] == "/start ma-moi"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert (message["chat"]["id"], message["from"]["is_bot"]) == (7, False)


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("nothing", "Bad Request: chat not found"),
        ("known", "Forbidden: bot can't initiate conversation with a user"),
        ("blocked", "Forbidden: bot was blocked by the user"),
        ("left", "Forbidden: user is deactivated"),
    ],
)
async def test_whoever_cannot_be_reached_is_told_apart(
    server: BotApiServer, bot: Bot, deed: str, told: str
) -> None:
    if deed == "known":
        server.people.add(7)
    if deed in ("blocked", "left"):
        server.people.start(7)
    if deed == "blocked":
        server.people.block(7)
    if deed == "left":
        server.people.deactivate(7)

    assert await bot("sendMessage", chat_id=7, text="Chào") == told
    assert server.people.inbox(7) == []


async def test_a_block_and_its_end_are_told_to_the_bot(server: BotApiServer, bot: Bot) -> None:
    server.people.start(7)
    server.people.block(7)
    assert last_update(server)["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(Impossible):
        server.people.say(7, "alo")

    server.people.start(7)

    kinds = [list(update)[1] for update in server.updates.sent.values()]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]
    assert (await bot("sendMessage", chat_id=7, text="Chào"))["text"] == "Chào"


async def test_a_press_needs_its_button_and_is_answered(server: BotApiServer, bot: Bot) -> None:
    server.people.start(7)
    sent = await bot("sendMessage", chat_id=7, text="Đi?", reply_markup=YES_NO)

    with pytest.raises(Impossible):
        server.people.press(7, sent["message_id"], "a:2")
    with pytest.raises(Impossible):
        server.people.press(7, sent["message_id"], "Xem")
    with pytest.raises(Impossible, match="no message 99"):
        server.people.press(7, 99, "Có")
    server.people.press(7, sent["message_id"], "Có")

    query = last_update(server)["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("a:1", "Đi?")
    assert await bot("answerCallbackQuery", callback_query_id=query["id"], text="Vâng") is True
    answered = server.people.inbox(7)[-1]
    assert (answered["kind"], answered["text"]) == ("answered", "Vâng")
    unknown = await bot("answerCallbackQuery", callback_query_id="0")
    assert "query is too old" in unknown


async def test_an_edit_takes_the_keyboard_away_and_must_change_something(
    server: BotApiServer, bot: Bot
) -> None:
    server.people.start(7)
    sent = await bot("sendMessage", chat_id=7, text="Đi?", reply_markup=YES_NO)
    at = {"chat_id": 7, "message_id": sent["message_id"]}

    same = await bot("editMessageText", **at, text="Đi?", reply_markup=YES_NO)
    assert same.startswith("Bad Request: message is not modified")
    edited = await bot("editMessageText", **at, text="Đã ghi: Có")

    assert edited["text"] == "Đã ghi: Có"
    assert "reply_markup" not in edited
    with pytest.raises(Impossible):
        server.people.press(7, sent["message_id"], "a:1")
    assert "is not modified" in await bot("editMessageReplyMarkup", **at)
    assert [event["kind"] for event in server.people.inbox(7)] == ["message", "edited"]


async def test_only_own_messages_are_edited_and_deleted_ones_are_gone(
    server: BotApiServer, bot: Bot
) -> None:
    theirs = server.people.start(7)["id"]
    own = (await bot("sendMessage", chat_id=7, text="a"))["message_id"]

    assert "can't be edited" in await bot(
        "editMessageText", chat_id=7, message_id=theirs, text="b"
    )
    assert await bot("deleteMessage", chat_id=7, message_id=own) is True
    assert "to delete not found" in await bot("deleteMessage", chat_id=7, message_id=own)
    assert "to edit not found" in await bot("editMessageText", chat_id=7, message_id=own, text="b")


async def test_a_contact_is_ones_own_or_somebody_elses(server: BotApiServer) -> None:
    server.people.add(7, phone_number="+84901234567")
    server.people.add(8, phone_number="+84907654321")

    server.people.share_contact(7)
    own = last_update(server)["message"]["contact"]
    server.people.share_contact(7, owner_id=8)
    others = last_update(server)["message"]["contact"]
    server.people.share_contact(7, phone_number="0900", owner_id=0)
    strangers = last_update(server)["message"]["contact"]

    assert (own["user_id"], own["phone_number"]) == (7, "+84901234567")
    assert (others["user_id"], others["phone_number"]) == (8, "+84907654321")
    assert "user_id" not in strangers


async def test_message_ids_count_in_each_chat_by_itself(server: BotApiServer, bot: Bot) -> None:
    for person in (7, 8):
        server.people.start(person)

    ids = [(await bot("sendMessage", chat_id=who, text="a"))["message_id"] for who in (7, 8, 7)]

    assert ids == [2, 2, 3]


async def test_a_group_hears_its_members_until_the_bot_is_thrown_out(
    server: BotApiServer, bot: Bot
) -> None:
    group = server.people.open_group("Tổ dân phố 5", [7, 8])
    server.people.say(8, "Chào cả tổ", chat_id=group.id)
    with pytest.raises(Impossible):
        server.people.say(9, "người ngoài", chat_id=group.id)

    await bot("sendMessage", chat_id=group.id, text="Chào")
    server.people.kick(7, group.id)

    assert server.people.inbox(7)[-1]["message"]["text"] == "Chào"
    told = await bot("sendMessage", chat_id=group.id, text="Còn ai?")
    assert told == "Forbidden: bot was kicked from the group chat"


async def test_a_poll_counts_votes_until_it_is_stopped(server: BotApiServer, bot: Bot) -> None:
    server.people.start(7)
    sent = await bot(
        "sendPoll", chat_id=7, question="Đi?", options=["Có", "Không"], is_anonymous=False
    )
    poll_id = sent["poll"]["id"]

    server.people.vote(7, poll_id, [1])
    answer = list(server.updates.sent.values())[-2]["poll_answer"]
    assert answer["option_ids"] == [1]
    assert len(answer["option_persistent_ids"]) == 1
    server.people.vote(7, poll_id, [])
    server.people.vote(7, poll_id, [0])
    closed = await bot("stopPoll", chat_id=7, message_id=sent["message_id"])

    assert [option["voter_count"] for option in closed["options"]] == [1, 0]
    with pytest.raises(Impossible):
        server.people.vote(7, poll_id, [1])


async def test_a_file_goes_up_and_comes_down(server: BotApiServer, bot: Bot) -> None:
    server.people.send(7, "photo", data=b"anh")
    photo = last_update(server)["message"]["photo"][0]

    path = (await bot("getFile", file_id=photo["file_id"]))["file_path"]
    async with aiohttp.ClientSession() as client:
        answer = await client.get(f"{server.url}/file/bot{server.token}/{path}")
        assert await answer.read() == b"anh"
    resent = await bot("sendPhoto", chat_id=7, photo=photo["file_id"])
    assert resent["photo"][0]["file_id"] == photo["file_id"]
    assert "wrong file identifier" in await bot("sendDocument", chat_id=7, document="nothing")


async def test_commands_are_kept_by_scope_and_language(bot: Bot) -> None:
    commands = [{"command": "giup", "description": "Trợ giúp"}]

    await bot("setMyCommands", commands=commands, language_code="vi")

    assert await bot("getMyCommands", language_code="vi") == commands
    assert await bot("getMyCommands") == []


async def test_a_reply_names_a_message_that_is_there(server: BotApiServer, bot: Bot) -> None:
    asked = server.people.say(7, "Mấy giờ?")["id"]

    reply = await bot(
        "sendMessage", chat_id=7, text="Bảy giờ", reply_parameters={"message_id": asked}
    )

    assert reply["reply_to_message"]["text"] == "Mấy giờ?"
    lost = {"message_id": 99}
    told = await bot("sendMessage", chat_id=7, text="a", reply_parameters=lost)
    assert "to be replied not found" in told


async def test_people_are_driven_and_read_over_http(server: BotApiServer, bot: Bot) -> None:
    async with aiohttp.ClientSession(f"{server.url}/kit/") as client:
        acts = [{"user_id": 7, "act": "start"}, {"user_id": 8, "act": "text", "text": "chào"}]
        told = await (await client.post("acts", json=acts)).json()
        await bot("sendMessage", chat_id=7, text="a", reply_markup=YES_NO)
        await bot("sendMessage", chat_id=8, text="b")
        own = await (await client.get("users/8/inbox", params={"after": 0})).json()
        everybody = await (await client.get("inbox", params={"after": 1})).json()
        pressed = await client.post("users/7/press", json={"message_id": 2, "button": "a:1"})
        wrong = await client.post("users/7/press", json={"message_id": 2, "button": "z"})
        nonsense = await client.post("users/7/dance", json={})

    assert [each["update_id"] for each in told] == [1, 2]
    assert [event["message"]["text"] for event in own] == ["b"]
    assert [event["n"] for event in everybody] == [2]
    assert (pressed.status, wrong.status, nonsense.status) == (200, 400, 400)


async def test_a_person_can_look_at_chats_and_speak_in_a_browser(
    server: BotApiServer, bot: Bot
) -> None:
    async with aiohttp.ClientSession(server.url) as client:
        await client.post("/", data={"user_id": "7", "text": "<chào>"})
        await bot("sendMessage", chat_id=7, text="Đi?", reply_markup=YES_NO)
        await client.post("/", data={"user_id": "7", "message_id": "2", "button": "a:1"})
        shown = await (await client.get("/")).text()

    assert "&lt;chào&gt;" in shown
    assert 'value="a:1"' in shown
    assert json.dumps(last_update(server)["callback_query"]["data"]) == '"a:1"'
