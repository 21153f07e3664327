"""Telegram: what the wire carries -> an Incoming, or nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.telegram.updates import Self, chat_of, read_update
from bot.messages import Contact, Incoming, Kind
from tests.kit.bot_api import BotApiServer

ME = Self(4242, "nhip_cau_bot")
Deed = Callable[[BotApiServer], Any]


@pytest.fixture
def server() -> BotApiServer:
    """Give a server that is not served: its people's deeds make updates all the same."""
    made = BotApiServer(rate=None)
    made.people.add(7, first_name="Lan", last_name="Nguyễn", language_code="vi-VN")
    made.people.start(7)
    return made


def read_last(server: BotApiServer, **changes: Any) -> Incoming | None:
    number = max(server.updates.sent)
    update = server.updates.sent[number]
    return read_update(update | changes, ME)


SENT: list[tuple[str, Kind]] = [
    ("photo", Kind.PHOTO),
    ("voice", Kind.VOICE),
    ("sticker", Kind.STICKER),
    ("location", Kind.LOCATION),
    ("document", Kind.DOCUMENT),
]


@pytest.mark.parametrize(("sent", "kind"), SENT)
def test_what_is_sent_tells_its_kind(server: BotApiServer, sent: str, kind: Kind) -> None:
    server.people.send(7, sent)

    incoming = read_last(server)

    assert incoming is not None
    assert (incoming.kind, incoming.chat, incoming.text) == (kind, "7", "")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"video_note": {}}, Kind.VOICE),
        ({"audio": {}}, Kind.VOICE),
        ({"venue": {}, "location": {}}, Kind.LOCATION),
        ({"animation": {}, "document": {}}, Kind.OTHER),
        ({"poll": {}}, Kind.OTHER),
        ({"dice": {}}, Kind.OTHER),
    ],
)
def test_rarer_contents_tell_their_kind_too(content: dict[str, Any], kind: Kind) -> None:
    message = {"from": {"id": 7}, "chat": {"id": 7, "type": "private"}, **content}
    incoming = read_update({"update_id": 3, "message": message}, ME)
    assert incoming is not None
    assert incoming.kind is kind


def test_a_text_is_composed_and_holds_nothing_that_no_database_keeps(
    server: BotApiServer,
) -> None:
    server.people.say(7, unicodedata.normalize("NFD", "Phường Hạc Thành") + "\x00\n2")

    incoming = read_last(server)

    assert incoming == Incoming(
        "telegram", "2", "7", Kind.TEXT, text="Phường Hạc Thành\n2", locale="vi"
    )


def test_a_deep_link_keeps_its_payload(server: BotApiServer) -> None:
    server.people.start(7, "ma-K7M2")
    incoming = read_last(server)
    assert incoming is not None
    assert (incoming.kind, incoming.text) == (Kind.TEXT, "/start ma-K7M2")


@pytest.mark.parametrize(
    ("owner", "own", "name"),
    [(None, True, "Lan Nguyễn"), (8, False, "Người 8"), (0, False, "Người lạ")],
)
def test_a_contact_is_own_only_when_it_is_the_senders(
    server: BotApiServer, owner: int | None, own: object, name: str
) -> None:
    server.people.share_contact(7, phone_number="84912345678", owner_id=owner)
    incoming = read_last(server)
    assert incoming is not None
    assert incoming.contact is not None
    assert incoming.contact.phone == "84912345678"
    assert incoming.contact.own is own
    assert name.startswith(incoming.contact.name)


def test_a_contacts_name_is_whole() -> None:
    card = {"phone_number": "+84", "first_name": "Lan", "last_name": "Nguyễn", "user_id": 7}
    message = {"from": {"id": 7}, "chat": {"id": 7, "type": "private"}, "contact": card}
    incoming = read_update({"update_id": 3, "message": message}, ME)
    assert incoming is not None
    assert incoming.contact == Contact("+84", "Lan Nguyễn", own=True)


QUERY: dict[str, Any] = {
    "id": "99",
    "from": {"id": 7, "is_bot": False, "language_code": "en"},
    "chat_instance": "1",
    "data": "a:1",
    "message": {
        "message_id": 12,
        "date": 1,
        "chat": {"id": 7, "type": "private"},
        "text": "Bác có tham gia không?",
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Có", "callback_data": "a:1"}],
                [{"text": "Không", "callback_data": "a:2"}],
            ]
        },
    },
}


def test_a_press_tells_what_was_pressed_and_where() -> None:
    assert read_update({"update_id": 5, "callback_query": QUERY}, ME) == Incoming(
        account="telegram",
        update_id="5",
        chat="7",
        kind=Kind.PRESS,
        press="a:1",
        pressed_ref="12",
        pressed_text="Bác có tham gia không?",
        pressed_label="Có",
        locale="en",
        query_ref="99",
    )


def test_a_press_on_a_message_that_the_platform_shows_no_more_is_read() -> None:
    gone = {"message_id": 12, "date": 0, "chat": {"id": 7, "type": "private"}}
    incoming = read_update({"update_id": 5, "callback_query": QUERY | {"message": gone}}, ME)
    assert incoming is not None
    assert (incoming.press, incoming.pressed_text, incoming.pressed_label) == ("a:1", "", "")


@pytest.mark.parametrize(("deed", "kind"), [("block", Kind.BLOCKED), ("unblock", Kind.UNBLOCKED)])
def test_block_and_unblock_are_told(server: BotApiServer, deed: str, kind: Kind) -> None:
    server.people.block(7)
    if deed == "unblock":
        server.people.unblock(7)
    incoming = read_last(server)
    assert incoming is not None
    assert (incoming.kind, incoming.chat) == (kind, "7")


ADDRESSED = ["/giup", "/giup@Nhip_Cau_Bot xin hỏi"]
NOT_FOR_US = ["chào mọi người", "/giup@another_bot"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [*((text, Kind.GROUP) for text in ADDRESSED), *((text, None) for text in NOT_FOR_US)],
)
def test_in_a_group_only_what_is_said_to_us_is_heard(
    server: BotApiServer, text: str, kind: Kind | None
) -> None:
    group = server.people.open_group("Tổ 4", [7])
    server.people.say(7, text, chat_id=group.id)
    incoming = read_last(server)
    assert (incoming and incoming.kind) == kind
    assert incoming is None or incoming.chat == str(group.id)


@pytest.mark.parametrize(
    ("more", "heard"),
    [
        ({"entities": [{"type": "mention", "offset": 3, "length": 13}]}, True),
        ({"entities": [{"type": "mention", "offset": 3, "length": 5}]}, False),
        (
            {
                "entities": [
                    {"type": "text_mention", "offset": 0, "length": 2, "user": {"id": 4242}}
                ]
            },
            True,
        ),
        ({"reply_to_message": {"from": {"id": 4242}}}, True),
        ({"reply_to_message": {"from": {"id": 7}}}, False),
        ({}, False),
    ],
)
def test_our_name_or_an_answer_to_us_is_said_to_us(more: dict[str, Any], heard: object) -> None:
    text = "😀 @nhip_cau_bot cho hỏi"  # the smiley counts two, as Telegram counts
    chat = {"id": -5, "type": "supergroup"}
    message = {"from": {"id": 7}, "chat": chat, "text": text, **more}
    assert (read_update({"update_id": 3, "message": message}, ME) is not None) is heard


PRIVATE = {"id": 7, "type": "private"}
IGNORED: dict[str, dict[str, Any]] = {
    "an edited message": {"edited_message": {"from": {"id": 7}, "chat": PRIVATE, "text": "a"}},
    "a channel's post": {"channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "a"}},
    "another bot": {"message": {"from": {"id": 9, "is_bot": True}, "chat": PRIVATE, "text": "a"}},
    "a service message": {
        "message": {"from": {"id": 7}, "chat": PRIVATE, "pinned_message": {"text": "a"}}
    },
    "nobody's message": {"message": {"chat": PRIVATE, "text": "a"}},
    "what nobody knows yet": {"mood_ring": {"colour": 3}},
    "a game's press": {"callback_query": {k: v for k, v in QUERY.items() if k != "data"}},
    "a press without its message": {
        "callback_query": {k: v for k, v in QUERY.items() if k != "message"}
    },
    "a group that took us in": {
        "my_chat_member": {
            "chat": {"id": -5, "type": "group"},
            "from": {"id": 7},
            "new_chat_member": {"status": "member"},
        }
    },
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_is_not_ours_is_nothing(name: str) -> None:
    assert read_update({"update_id": 3, **IGNORED[name]}, ME) is None


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": {"chat": {"id": 7}}}, 7),
        ({"callback_query": QUERY}, 7),
        ({"callback_query": {"from": {"id": 8}}}, 8),
        ({"my_chat_member": {"chat": {"id": -5}}}, -5),
        ({"mood_ring": {}}, 0),
    ],
)
def test_an_update_belongs_to_its_chats_order(update: dict[str, Any], chat: int) -> None:
    assert chat_of(update) == chat
