"""Telegram: files on their way out, and the commands that are listed in one chat alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from bot.files import XLSX
from bot.messages import Attachment, Blocked, Choice, Rejected, Reply, Sent, Unreachable
from bot.settings import Settings
from tests.channels.telegram_site import make_channel
from tests.kit.bot_api import BotApiServer, Fault

SHEET = Attachment(3, "kết quả phường 1.xlsx", XLSX, content=b"PK-hang-cot")
PICTURE = Attachment(4, "to-roi.jpg", "image/jpeg", content=b"\xff\xd8-anh")


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
    assert isinstance(outcome, Sent), outcome
    return outcome


async def test_a_sheet_is_uploaded_once_and_then_sent_by_its_id(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    buttons = (Choice("Gửi lại", "a:1"),)
    first = await send(channel, Reply("Kết quả đây ạ.", buttons, attachment=SHEET))
    known = replace(SHEET, known_as=first.file_ref)
    second = await send(channel, Reply("", attachment=known))

    uploaded, again = (event["message"] for event in server.people.inbox(7))
    assert uploaded["document"]["file_name"] == "kết quả phường 1.xlsx"
    assert uploaded["document"]["mime_type"] == XLSX
    assert uploaded["caption"] == "Kết quả đây ạ."
    assert uploaded["reply_markup"]["inline_keyboard"][0][0]["text"] == "Gửi lại"
    assert "caption" not in again
    assert again["document"]["file_id"] == first.file_ref == second.file_ref
    (stored,) = server.account.world.files.values()
    assert stored.data == b"PK-hang-cot"


async def test_a_picture_is_shown_as_one(server: BotApiServer, channel: TelegramChannel) -> None:
    outcome = await send(channel, Reply("Mời bác xem.", attachment=PICTURE))
    (event,) = server.people.inbox(7)
    assert event["message"]["photo"][-1]["file_id"] == outcome.file_ref
    assert event["message"]["caption"] == "Mời bác xem."


async def test_an_id_that_telegram_has_forgotten_costs_one_more_upload(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    with capture_logs() as logs:
        outcome = await send(channel, Reply("", attachment=replace(SHEET, known_as="forgotten")))
    assert outcome.file_ref in server.account.world.files
    assert [entry["event"] for entry in logs] == ["file-uploaded-again"]
    assert len(server.people.inbox(7)) == 1


async def test_what_is_wrong_with_a_file_is_told_as_with_any_message(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    with pytest.raises(Rejected):
        await channel.send("7", Reply("", attachment=replace(SHEET, content=b"")))
    server.people.block(7)
    with pytest.raises(Blocked):
        await channel.send("7", Reply("", attachment=replace(SHEET, known_as="forgotten")))


def listed(server: BotApiServer, chat: str, language: str) -> list[str]:
    asked = ("commands", "chat", chat, "", language)
    return [one["command"] for one in server.account.world.texts.get(asked, [])]


async def test_commands_are_listed_in_one_chat_and_taken_away_again(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    await channel.show_commands("7", ("tin", "thanhvien"))
    assert listed(server, "7", "") == listed(server, "7", "en")
    assert listed(server, "7", "en")[:3] == ["tin", "thanhvien", "start"]
    assert listed(server, "8", "") == []
    await channel.show_commands("7", ())
    assert listed(server, "7", "") == listed(server, "7", "en") == []


async def test_commands_that_could_not_be_listed_may_be_tried_again(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    server.faults.add(Fault(kind="500", method="setMyCommands"))
    with pytest.raises(Unreachable):
        await channel.show_commands("7", ("tin",))
