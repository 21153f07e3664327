"""Zalo bot: events by webhook, where 2xx means stored, and by polling, for trying only."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot import files
from bot.channels.zalo_bot import ZaloBotChannel, ask_account
from bot.channels.zalo_bot.webhook import MOST_BODY, SECRET_HEADER
from bot.clock import Clock
from bot.db import Database
from bot.errors import BadSettings
from bot.files import Content
from bot.messages import (
    QUOTA,
    Blocked,
    Halted,
    Incoming,
    Kind,
    Rejected,
    Reply,
    Sent,
    Unknown,
    Unreachable,
)
from bot.settings import Settings
from tests.channels.telegram_site import Ear, running, until
from tests.channels.web_site import served
from tests.channels.zalo_site import QUICK, make_channel
from tests.kit.zalo.bot_faults import Fault
from tests.kit.zalo.bot_server import ZaloBotServer
from tests.kit.zalo.bot_world import Settings as ZaloSettings

HERE = ZaloSettings(private_hooks=True, resends=(0.01, 0.01, 0.01))


@pytest.fixture
async def server() -> AsyncIterator[ZaloBotServer]:
    async with ZaloBotServer(HERE) as started:
        yield started


@asynccontextmanager
async def hooked(
    server: ZaloBotServer, database: Database, clock: Clock, settings: Settings, ear: Ear
) -> AsyncIterator[tuple[ZaloBotChannel, str]]:
    """Serve a channel's routes on this machine, with Zalo told where."""
    app = Starlette()
    async with served(app) as origin:
        channel = make_channel(database, settings, server, clock=clock, public_url=origin)
        app.router.routes.extend(channel.routes(ear.take))
        async with running(channel, ear):  # type: ignore[arg-type]
            await until(lambda: channel.state == "ready")
            yield channel, origin


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Give SQLite alone: nothing here depends on the database."""
    opened = Database(f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'test.db')}")
    yield opened
    await opened.close()


async def test_what_is_not_stored_is_posted_again_and_a_repeat_has_the_same_key(
    server: ZaloBotServer, database: Database, clock: Clock, settings: Settings
) -> None:
    fails = iter([True, False])

    async def stumble(incoming: Incoming) -> None:
        if next(fails, False):
            raise OSError("the disk is full")

    ear = Ear(before=stumble)
    async with hooked(server, database, clock, settings, ear):
        told = server.bot.say(7, text="chào")
        await ear.hear(1)
        assert told is not None
        server.bot.offer(told)
        await ear.hear(2)
        assert server.bot.hook is not None
        await until(lambda: len(server.bot.hook.answers) == 3)  # type: ignore[union-attr]
        assert server.bot.hook.answers == [503, 200, 200]
    assert ear.taken[0] == ear.taken[1]


WRONG, RIGHT = "guessed, and long enough", "right"
POSTED = [
    ("", b"{}", 403),
    (WRONG, b"{}", 403),
    (RIGHT, b" " * (MOST_BODY + 1), 413),
    (RIGHT, b"no json", 200),
    (RIGHT, b"", 200),
    (RIGHT, b'{"ok":true,"result":{"event_name":"x"}}', 200),
    (RIGHT, b'{"event_name":"message.text.received"}', 200),
]


async def test_the_secret_is_looked_at_first(
    server: ZaloBotServer, database: Database, clock: Clock, settings: Settings
) -> None:
    ear = Ear()
    async with hooked(server, database, clock, settings, ear):
        hook = server.bot.hook
        assert hook is not None
        for secret, body, status in POSTED:
            known = {SECRET_HEADER: hook.secret if secret == RIGHT else secret}
            async with aiohttp.request("POST", hook.url, data=body, headers=known) as answer:
                assert (answer.status, body[:40]) == (status, body[:40])
    assert ear.taken == []


async def test_the_webhook_is_set_once_and_again_when_it_was_taken_away(
    server: ZaloBotServer, database: Database, clock: Clock, settings: Settings
) -> None:
    def count() -> int:
        return sum(method == "setWebhook" for method, _ in server.bot.calls)

    async with hooked(server, database, clock, settings, Ear()):
        await asyncio.sleep(0.12)
        assert count() == 1
        await server.bot._drop_hook()
        await until(lambda: count() == 2)
    assert server.bot.violations == []


async def test_an_address_that_does_not_answer_is_said(
    server: ZaloBotServer, database: Database, settings: Settings
) -> None:
    channel = make_channel(database, settings, server, public_url="http://127.0.0.1:9")
    async with running(channel, Ear()):  # type: ignore[arg-type]
        await until(lambda: "does not reach the webhook: webhook.err.conn" in channel.state)
    assert server.bot.hook is not None, "it is kept all the same"


async def test_polling_holds_what_it_fetched_until_it_is_stored(
    server: ZaloBotServer, database: Database, settings: Settings
) -> None:
    fails = iter([True, True, False])

    async def stumble(incoming: Incoming) -> None:
        if next(fails, False):
            raise OSError("the disk is full")

    ear = Ear(before=stumble)
    channel = make_channel(database, settings, server)
    with capture_logs() as logs:
        async with running(channel, ear):  # type: ignore[arg-type]
            for text in ("một", "hai"):
                server.bot.say(7, text=text)
            await ear.hear(2)
            server.bot.faults.add(Fault(kind="408", method="getUpdates"))
            server.bot.say(7, "unsupported")
            await ear.hear(3)
    assert ear.texts == ["một", "hai", ""]
    assert ear.taken[2].kind is Kind.WITHHELD
    assert [line for line in logs if line["event"] == "zalo-bot-polls"]
    assert list(channel.routes(ear.take)) == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("403", Unknown("server_error")),
        ("408", Unknown("timed_out")),
        ("502", Unknown("connection_lost")),
        ("page", Unknown("connection_lost")),
        ("reset", Unknown("connection_lost")),
        ("lost", Unknown("connection_lost")),
        ("429", Halted(QUOTA)),
        ("401", Halted("bad token")),
    ],
)
async def test_a_misfortune_on_the_line_has_its_meaning(
    server: ZaloBotServer, database: Database, settings: Settings, kind: str, said: object
) -> None:
    server.bot.say(7, text="chào")
    server.bot.faults.add(Fault(kind=kind, method="sendMessage"))  # type: ignore[arg-type]
    channel = make_channel(database, settings, server)
    try:
        told: object = await channel.send(server.bot.person(7).id, Reply("Chào bác"))
    except Halted as error:
        told = error
    await channel.close()
    assert repr(told) == repr(said)


async def test_what_cannot_be_sent_says_why(
    server: ZaloBotServer, database: Database, settings: Settings
) -> None:
    channel = make_channel(database, settings, server)
    with pytest.raises(Blocked):
        await channel.send("nobody", Reply("Chào bác"))
    with pytest.raises(Rejected):
        await channel.send("nobody", Reply("Chào bác", edits="1"))
    with pytest.raises(Rejected):
        await channel.fetch("http://a.vn/x.jpg")
    away = make_channel(database, settings, server, zalo_bot_api_url="http://127.0.0.1:9")
    with pytest.raises(Unreachable) as caught:
        await away.send("a", Reply("Chào bác"))
    assert "kit-zalo" not in repr(caught.value)
    for one in (channel, away):
        await one.close()


async def test_a_picture_is_fetched_from_us_by_who_was_told_where(
    server: ZaloBotServer, database: Database, clock: Clock, settings: Settings
) -> None:
    async with database.transaction() as session:
        picture = Content("anh.png", "image/png", b"a picture")
        kept = await files.keep(session, picture, now=clock.now())
    server.bot.say(7, text="chào")
    async with hooked(server, database, clock, settings, Ear()) as (channel, _):
        chat = server.bot.person(7).id
        sent = await channel.send(chat, Reply("Mời xem", attachment=replace(kept, content=b"x")))
        assert isinstance(sent, Sent)
        (shown,) = server.bot.person(7).inbox
        assert (shown["method"], shown["caption"]) == ("sendPhoto", "Mời xem")
        async with aiohttp.request("GET", shown["photo"]) as answer:
            assert (answer.status, await answer.read()) == (200, b"a picture")
        guessed = shown["photo"][:-1] + ("0" if shown["photo"][-1] != "0" else "1")
        async with aiohttp.request("GET", guessed) as answer:
            assert answer.status == 404


async def test_check_asks_each_bot(server: ZaloBotServer, settings: Settings) -> None:
    token = server.bot.settings.token
    given = settings.model_copy(
        update={"zalo_bot_token": SecretStr(f"{token}, b=6:x"), "zalo_bot_api_url": server.url}
    )
    well, said = await ask_account(given, "zalo-bot")
    assert (well, said.startswith("Bot Nhịp Cầu (BASIC), polling")) == (True, True)
    assert await ask_account(given, "zalo-bot-b") == (
        False,
        "NHIPCAU_ZALO_BOT_TOKEN: Zalo does not know the token of zalo-bot-b",
    )


def test_a_missing_token_is_named(database: Database, clock: Clock, settings: Settings) -> None:
    with pytest.raises(BadSettings, match="zalo-bot-x has no token"):
        ZaloBotChannel(database, clock, settings, account="zalo-bot-x", patience=QUICK)
