"""An organizer on Telegram, by the wire: a link, one's own commands, and a sheet that arrives."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from bot import organizers
from bot.access import OPERATOR
from bot.channels.telegram import TelegramChannel
from bot.clock import StoppedClock
from bot.db import Database
from bot.messages import Incoming
from bot.organizers import Role
from bot.outbox import Outbox
from bot.pacing import Pacer
from bot.settings import Settings
from bot.signs import Signs
from bot.site import Site
from bot.turns import Taker
from handlers import OTHERWISE, SWITCHBOARD
from jobs import follow
from tests.channels.telegram_site import make_channel, until
from tests.kit.bot_api import BotApiServer
from tests.kit.makers import make_city, make_member
from tests.kit.organizing_stage import end_broadcast, make_broadcast
from tests.kit.transcripts import Player

HOA = 7  # the organizer's number on Telegram


@dataclass
class Phone:
    """Hold what an organizer does and sees."""

    server: BotApiServer
    channel: TelegramChannel
    outbox: Outbox

    def find(self, kind: str) -> list[dict[str, Any]]:
        """Return the messages of a kind, the latest last."""
        events = self.server.people.inbox(HOA)
        return [event["message"] for event in events if kind in event.get("message", {})]

    def read_events(self, kind: str) -> list[dict[str, Any]]:
        """Return the messages that have come, or those that were `edited`."""
        events = self.server.people.inbox(HOA)
        return [event["message"] for event in events if event["kind"] == kind]

    async def read(self, beginning: str) -> dict[str, Any]:
        """Wait for a text that begins so."""
        await until(lambda: self.find("text")[-1:] != [])
        await until(lambda: self.find("text")[-1]["text"].startswith(beginning))
        return self.find("text")[-1]

    def press(self, message: dict[str, Any], label: str) -> None:
        """Press a button of a message."""
        self.server.people.press(HOA, message["message_id"], label)


@asynccontextmanager
async def telegram(database: Database, settings: Settings, taker: Taker) -> AsyncIterator[Phone]:
    """Let a site answer on a Bot API server."""
    async with BotApiServer(rate=None) as server:
        channel = make_channel(settings, server)
        outbox = Outbox(database, {"telegram": channel}, {"telegram": Pacer(None)})

        async def take(incoming: Incoming) -> None:
            outbox.push(await taker.take(incoming))

        receiving = asyncio.create_task(channel.run(take))
        try:
            yield Phone(server, channel, outbox)
        finally:
            receiving.cancel()
            await asyncio.gather(receiving, return_exceptions=True)
            await outbox.close()
            await channel.close()
        assert server.violations == []


async def test_a_link_makes_an_organizer_who_has_a_sheet_sent(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city = await make_city(session)
        await make_member(session, name="Nguyễn Thị Lan", chat="telegram:11")
        role = Role("lead", "cdtp")
        _, code = await organizers.add(session, OPERATOR, "Hoa", [role], now=clock.now())
    player = Player(database, settings, clock, "buttons")
    await make_broadcast(player, "title=Họp tổ, organisation=cdtp, state=running")
    taker = Taker(database, clock, settings, city.accounts, SWITCHBOARD, OTHERWISE)
    async with telegram(database, settings, taker) as phone:
        phone.server.people.start(HOA, f"ma-{code}")
        await phone.read("Kính chào Hoa.")
        await Signs(database, {"telegram": phone.channel}).look()
        texts = phone.server.account.world.texts
        listed = [one["command"] for one in texts["commands", "chat", str(HOA), "", ""]]
        assert listed[: listed.index("start")] == list(organizers.commands_of(["lead"]))
        phone.server.people.say(HOA, "/baocao")
        phone.press(await phone.read("Xem báo cáo nào?"), "Tin 1: Họp tổ")
        phone.press(await phone.read("Tin số 1"), "Gửi tệp Excel")
        await until(lambda: phone.find("document") != [])
        (sheet,) = phone.find("document")
        data = phone.server.account.world.files[sheet["document"]["file_id"]].data
    assert sheet["document"]["file_name"] == "bao-cao-tin-1-20261201-0900.xlsx"
    assert sheet["caption"] == "Báo cáo tin số 1: Họp tổ."
    assert "xl/workbook.xml" in zipfile.ZipFile(BytesIO(data)).namelist()


async def test_a_running_report_is_rewritten_where_it_stands(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city = await make_city(session)
        await make_member(session, name="Nguyễn Thị Lan", chat="telegram:11")
        role = Role("reader", "cdtp")
        _, code = await organizers.add(session, OPERATOR, "Hoa", [role], now=clock.now())
    player = Player(database, settings, clock, "buttons")
    await make_broadcast(player, "title=Họp tổ, organisation=cdtp, state=running")
    taker = Taker(database, clock, settings, city.accounts, SWITCHBOARD, OTHERWISE)
    site = Site(settings, clock, database)
    async with telegram(database, settings, taker) as phone:
        phone.server.people.start(HOA, f"ma-{code}")
        phone.server.people.say(HOA, "/baocao")
        phone.press(await phone.read("Xem báo cáo nào?"), "Tin 1: Họp tổ")
        report = await phone.read("Tin số 1")
        await phone.outbox.drain()
        known = len(phone.read_events("message"))
        await end_broadcast(player, "number=1, Nguyễn Thị Lan=sent")
        for _ in "ab":  # the second time there is nothing to tell
            await follow.tick(site)
            await phone.outbox.collect()
            await phone.outbox.drain()
        assert len(phone.read_events("message")) == known, "no message is sent"
        edited = phone.read_events("edited")
    assert [one["message_id"] for one in edited][-1] == report["message_id"]
    assert "Trạng thái: đã gửi xong" in edited[-1]["text"]
    assert [row[0]["text"] for row in edited[-1]["reply_markup"]["inline_keyboard"]] == [
        "Vì sao một người chưa nhận?",
        "Xem lại báo cáo",
    ]
