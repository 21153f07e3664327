"""Telegram: marked text, links, places and words below files, as the Bot API takes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.updates import Self, read_update
from bot.markup import Span
from bot.messages import Attachment, Choice, Link, Place, Rejected, Reply, Sent
from bot.settings import Settings
from tests.channels.telegram_site import make_channel
from tests.kit.bot_api import BotApiServer, Fault

YES_NO = (Choice("Có", "a:1"), Choice("Không", "a:2"))
TEXT = "😀 Mời bác <b>Lan</b> xem đây"
SPANS = (Span(2, 9, "bold"), Span(24, 27, "link", "https://a.vn"))
PICTURE = Attachment(1, "anh.png", "image/png", b"\x89PNG anh")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(rate=None) as started:
        started.people.start(7)
        yield started
        assert started.violations == []


@pytest.fixture
async def channel(server: BotApiServer, settings: Settings) -> AsyncIterator[TelegramChannel]:
    made = make_channel(settings, server)
    yield made
    await made.close()


async def send(channel: TelegramChannel, reply: Reply) -> Sent:
    outcome = await channel.send("7", reply)
    assert isinstance(outcome, Sent)
    return outcome


def read_last(server: BotApiServer) -> dict[str, Any]:
    message: dict[str, Any] = server.people.inbox(7)[-1]["message"]
    return message


def read_newest(server: BotApiServer) -> dict[str, Any]:
    update: dict[str, Any] = [*server.updates.sent.values()][-1]
    return update


async def test_spans_are_entities_in_utf16_and_tags_in_a_name_are_letters(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    await send(channel, Reply(TEXT, spans=SPANS))
    message = read_last(server)
    assert message["text"] == TEXT
    assert message["entities"] == [
        {"type": "bold", "offset": 3, "length": 7},
        {"type": "text_link", "offset": 25, "length": 3, "url": "https://a.vn"},
    ]


async def test_a_link_is_a_button_below_the_choices_and_a_place_is_a_venue(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    await send(channel, Reply("Đi?", YES_NO, links=(Link("Xem", "https://a.vn"),)))
    rows = read_last(server)["reply_markup"]["inline_keyboard"]
    assert rows[-1] == [{"text": "Xem", "url": "https://a.vn"}]
    await send(channel, Reply("", place=Place("Nhà văn hóa", 19.8, 105.77)))
    assert read_last(server)["venue"]["title"] == "Nhà văn hóa"


async def test_a_press_below_a_photo_keeps_its_words_their_look_and_its_link(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    links = (Link("Xem", "https://a.vn"),)
    sent = await send(channel, Reply(TEXT, YES_NO, attachment=PICTURE, spans=SPANS, links=links))
    server.people.press(7, int(sent.ref), "Có")
    heard = read_update(read_newest(server), Self(1))
    assert heard is not None
    assert (heard.pressed_text, heard.pressed_spans, heard.pressed_links) == (TEXT, SPANS, links)

    await send(channel, Reply(f"{TEXT}\n\n→ Có", edits=sent.ref, spans=SPANS, links=links))

    message = read_last(server)
    assert message["caption"].endswith("→ Có")
    assert [one["type"] for one in message["caption_entities"]] == ["bold", "text_link"]
    assert message["reply_markup"]["inline_keyboard"] == [[{"text": "Xem", "url": "https://a.vn"}]]


async def test_words_below_a_file_are_rewritten_in_one_request(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    sent = await send(channel, Reply("Ảnh cũ", attachment=PICTURE))
    again = await send(channel, Reply("Ảnh mới", edits=sent.ref, attachment=PICTURE))
    assert (again.ref, read_last(server)["caption"]) == (sent.ref, "Ảnh mới")


async def test_a_message_is_taken_back_once_and_not_when_it_is_too_late(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    sent = await send(channel, Reply("Nhầm"))
    for _ in range(2):  # what is gone already is as good as taken back
        assert await send(channel, Reply("", recalls=(sent.ref,))) == Sent(sent.ref)
    old = await send(channel, Reply("Nhầm lâu rồi"))
    server.account.world.chat(7).messages[int(old.ref)]["date"] -= 49 * 3600
    assert await send(channel, Reply("", recalls=(old.ref,))) == Sent("")
    server.faults.add(Fault(kind="400", description="Bad Request: MESSAGE_ID_INVALID"))
    with pytest.raises(Rejected):
        await channel.send("7", Reply("", recalls=("9",)))


async def test_a_photo_and_a_file_are_named_and_fetched_when_asked_for(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    heard = {}
    for kind in ("photo", "document"):
        server.people.send(7, kind, data=kind.encode())
        heard[kind] = read_update(read_newest(server), Self(1))
    for kind, incoming in heard.items():
        assert incoming is not None
        assert incoming.file is not None
        assert await channel.fetch(incoming.file.ref) == kind.encode()
    assert heard["photo"].file.name == "anh.jpg"
    with pytest.raises(Rejected):
        await channel.fetch("unknown")
