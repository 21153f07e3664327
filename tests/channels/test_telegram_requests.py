"""Telegram: a Reply -> the request that leaves, checked by the Bot API server for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.requests import find_buttons, find_markup, shorten
from bot.messages import Choice, Rejected, Reply, Sent
from bot.settings import Settings
from tests.channels.telegram_site import make_channel
from tests.kit.bot_api import BotApiServer, Fault

YES_NO = (Choice("Có", "a:1"), Choice("Không", "a:2"))


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


async def test_a_text_goes_plain_and_without_a_preview(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    outcome = await channel.send("7", Reply("<b>Chào</b> *bác* https://example.vn"))

    (event,) = server.people.inbox(7)
    assert outcome == Sent(str(event["message"]["message_id"]))
    assert event["message"]["text"] == "<b>Chào</b> *bác* https://example.vn"
    assert "entities" not in event["message"]


async def test_choices_are_buttons_row_by_row(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    choices = tuple(Choice(f"Số {n}", f"a:{n}") for n in range(5))

    await channel.send("7", Reply("Mấy?", choices, columns=2))

    (event,) = server.people.inbox(7)
    rows = event["message"]["reply_markup"]["inline_keyboard"]
    assert [[b["callback_data"] for b in row] for row in rows] == [
        ["a:0", "a:1"],
        ["a:2", "a:3"],
        ["a:4"],
    ]


async def test_an_edit_rewrites_the_message_and_takes_its_buttons(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    sent = await channel.send("7", Reply("Đi không?", YES_NO))
    assert isinstance(sent, Sent)

    again = await channel.send("7", Reply("Đi không?\n\n→ Có", edits=sent.ref))

    event = server.people.inbox(7)[-1]
    assert again == sent
    assert event["kind"] == "edited"
    assert event["message"]["text"].endswith("→ Có")
    assert "reply_markup" not in event["message"]


async def test_an_edit_without_words_only_takes_the_buttons(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    sent = await channel.send("7", Reply("Đi không?", YES_NO))
    assert isinstance(sent, Sent)

    await channel.send("7", Reply("", edits=sent.ref))

    event = server.people.inbox(7)[-1]
    assert event["message"]["text"] == "Đi không?"
    assert "reply_markup" not in event["message"]


@pytest.mark.parametrize("ref", ["same", "404"])
async def test_an_edit_that_is_settled_is_sent(channel: TelegramChannel, ref: str) -> None:
    sent = await channel.send("7", Reply("Đi không?"))
    assert isinstance(sent, Sent)
    again = await channel.send("7", Reply("Đi không?", edits=sent.ref if ref == "same" else ref))
    assert again == Sent(sent.ref if ref == "same" else "")


async def test_an_edit_that_is_wrong_is_rejected(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    sent = await channel.send("7", Reply("Đi không?"))
    assert isinstance(sent, Sent)
    server.faults.add(Fault(kind="400", description="Bad Request: message is too long"))
    with pytest.raises(Rejected, match="too long"):
        await channel.send("7", Reply("Đi nhé?", edits=sent.ref))


async def test_a_press_is_acknowledged_first_and_an_old_one_hinders_nothing(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    await channel.send("7", Reply("Đi không?", YES_NO))
    server.people.press(7, 2, "Có")
    (query,) = server.account.world.callbacks

    await channel.send("7", Reply("Đã ghi.", query_ref=query))
    await channel.send("7", Reply("Còn nữa.", query_ref="long-ago"))

    kinds = [event["kind"] for event in server.people.inbox(7)]
    assert kinds == ["message", "answered", "message", "message"]


async def test_the_contact_button_is_taken_away_by_the_next_plain_message(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    seen = []
    for reply in (
        Reply("Số điện thoại?", YES_NO, ask_contact="Chia sẻ số của tôi"),
        Reply("Đúng số này?", YES_NO),
        Reply("Cảm ơn bác."),
        Reply("Hẹn gặp lại."),
    ):
        seen.append(find_markup(reply, offered=7 in channel._writer._offered))
        await channel.send("7", reply)

    asked, buttons, removed, nothing = seen
    assert isinstance(asked, ReplyKeyboardMarkup)
    assert [[b.text for b in row] for row in asked.keyboard] == [
        ["Chia sẻ số của tôi"],
        ["Có"],
        ["Không"],
    ]
    assert [b.request_contact for row in asked.keyboard for b in row] == [True, None, None]
    assert buttons == find_buttons(Reply("", YES_NO))
    assert isinstance(removed, ReplyKeyboardRemove)
    assert nothing is None
    assert len(server.people.inbox(7)) == 4


@pytest.mark.parametrize(
    ("chat", "reply"),
    [
        ("7", Reply("   ")),
        ("web-chat", Reply("Chào")),
        ("7", Reply("Chào", edits="x")),
        ("7", Reply("Chào", (Choice("Có", "x" * 65),))),
        ("7", Reply("Chào", (Choice("Có", "ế" * 22),))),
        ("7", Reply("Chào", (Choice("Có", ""),))),
        ("7", Reply("Chào \ud83d")),
        ("7", Reply("x" * 4097)),
    ],
)
async def test_what_telegram_could_not_carry_is_rejected(
    settings: Settings, chat: str, reply: Reply
) -> None:
    async with BotApiServer(rate=None) as server:
        server.people.start(7)
        channel = make_channel(settings, server)
        with pytest.raises(Rejected):
            await channel.send(chat, reply)
        await channel.close()
        assert server.people.inbox(7) == []


@pytest.mark.parametrize(
    ("label", "most", "short"),
    [
        ("Có", 10, "Có"),
        ("Bảo hiểm xã hội tự nguyện", 25, "Bảo hiểm xã hội tự nguyện"),
        ("Bảo hiểm xã hội tự nguyện", 20, "Bảo hiểm xã hội tự…"),
        ("Một, hai, ba", 9, "Một…"),
        ("Nghiêngngảkhôngdấucách", 8, "Nghiêng…"),
        ("😀😀😀😀", 6, "😀😀…"),
    ],
)
def test_a_long_label_is_cut_after_a_word(label: str, most: int, short: str) -> None:
    assert shorten(label, most) == short
