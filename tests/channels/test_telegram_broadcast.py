"""A broadcast with everything on it, on Telegram: sent, corrected where it stands, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot import approvals, broadcasts, files
from bot.access import OPERATOR
from bot.broadcasts import ledger, recording
from bot.broadcasts.attaching import attach_file, attach_link, attach_place
from bot.broadcasts.carrying import carry
from bot.broadcasts.hold import Hold
from bot.channels.telegram import TelegramChannel
from bot.clock import StoppedClock
from bot.db import Database
from bot.files import Content
from bot.models import Broadcast
from bot.pacing import Pacer
from bot.settings import Settings
from tests.channels.telegram_site import make_channel
from tests.kit.bot_api import BotApiServer
from tests.kit.broadcasting import SECOND, YES_NO, launch
from tests.kit.makers import BEGINNING, City, make_city, make_member

TEXT = "Mời {ten} họp <b>ngày 5/12</b>."
PEOPLE = {7: "<b>Lan</b>", 8: "Hoa"}


@dataclass
class Street:
    """Hold people on Telegram to whom a broadcast with everything on it has been sent."""

    database: Database
    settings: Settings
    clock: StoppedClock
    server: BotApiServer
    channel: TelegramChannel
    city: City
    number: int = 0

    async def begin(self) -> None:
        async with self.database.transaction() as session:
            for chat, name in PEOPLE.items():
                self.server.people.start(chat)
                await make_member(session, name=name, chat=f"telegram:{chat}")
            picture = Content("anh.png", "image/png", b"\x89PNG anh")
            photo = attach_file(await files.keep(session, picture, now=BEGINNING), "photo")
        enclosed = [photo, attach_link("Xem", "https://a.vn"), attach_place("Đình", 19.8, 105.7)]
        options = {"text": TEXT, "buttons": YES_NO, "attachments": enclosed}
        self.number = await launch(self.database, now=self.clock.now(), **options)
        await self.deliver()

    async def deliver(self) -> list[str]:
        """Let everything leave, and return each message's reason."""
        pacer, hold, now = Pacer(None), Hold(self.database, "telegram"), self.clock.now()
        async with self.database.transaction() as session:
            account = self.city.accounts["telegram"]
            taken = await ledger.claim(session, account, self.settings, now=now, limit=50)
        fates = [await carry(self.channel, pacer, hold, bundle) for bundle in taken.bundles]
        async with self.database.transaction() as session:
            await recording.record(session, fates, now=now)
            await broadcasts.finish_done(session, now=now)
        await pacer.close()
        return [fate.reason for fate in fates]

    async def approve(self, made: Broadcast) -> None:
        async with self.database.transaction() as session:
            approval, _ = await approvals.find_waiting(session, "broadcast", made.id)
            await broadcasts.approve(session, SECOND, approval.id, now=self.clock.now())

    def read(self, chat: int) -> list[dict[str, Any]]:
        """Return what the bot has said in a chat and not taken back."""
        messages = self.server.account.world.chat(chat).messages.values()
        return [message for message in messages if message["from"]["is_bot"]]


@pytest.fixture
async def street(
    database: Database, settings: Settings, clock: StoppedClock
) -> AsyncIterator[Street]:
    async with database.transaction() as session:
        city = await make_city(session)
    async with BotApiServer(rate=None) as server:
        channel = make_channel(settings, server)
        made = Street(database, settings, clock, server, channel, city)
        await made.begin()
        yield made
        await channel.close()
        assert server.violations == []


async def test_photo_words_buttons_link_and_place_arrive_and_the_photo_is_uploaded_once(
    street: Street,
) -> None:
    (words, venue), (other, _) = street.read(7), street.read(8)
    assert len(street.server.account.world.files) == 1
    assert words["photo"][0]["file_id"] == other["photo"][0]["file_id"]
    assert "Mời <b>Lan</b> họp ngày 5/12." in words["caption"]  # a name is no markup
    (entity,) = words["caption_entities"]
    assert words["caption"][entity["offset"] :][: entity["length"]] == "ngày 5/12"
    assert len(words["reply_markup"]["inline_keyboard"]) == 3
    assert venue["venue"]["title"] == "Đình"


async def test_it_is_corrected_where_it_stands_and_taken_back_whole(street: Street) -> None:
    words, venue = street.read(7)
    now, right = street.clock.now(), TEXT.replace("5/12", "6/12")
    async with street.database.transaction() as session:
        made = await broadcasts.correct(session, OPERATOR, street.number, right, now=now)
    await street.approve(made)
    assert await street.deliver() == ["edited", "edited"]
    mended, still = street.read(7)
    assert (mended["message_id"], still) == (words["message_id"], venue)
    assert "ngày 6/12" in mended["caption"]
    assert mended["reply_markup"] == words["reply_markup"]  # answers stay the first one's

    async with street.database.transaction() as session:
        gone = await broadcasts.recall(session, OPERATOR, street.number, now=now)
    await street.approve(gone)
    assert await street.deliver() == ["recalled", "recalled"]
    assert [street.read(chat) for chat in PEOPLE] == [[], []]
