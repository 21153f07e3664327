"""Telegram: updates by webhook; the secret is looked at first, and 2xx means stored."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.webhook import MOST_BODY, SECRET_HEADER
from bot.errors import BadSettings
from bot.messages import Incoming
from bot.settings import Settings
from tests.channels.telegram_site import Ear, make_channel, running, until
from tests.channels.web_site import served
from tests.kit.bot_api import BotApiServer, Patience
from tests.kit.bot_api import Settings as Account

SOON = Patience(first=0.01, longest=0.05)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(rate=None, settings=Account(patience=SOON)) as started:
        yield started


@asynccontextmanager
async def hooked(
    server: BotApiServer, settings: Settings, ear: Ear
) -> AsyncIterator[TelegramChannel]:
    """Serve a channel's webhook on this machine, with Telegram told where."""
    app = Starlette()
    async with served(app) as origin:
        channel = make_channel(settings, server, public_url=origin)
        app.router.routes.extend(channel.routes(ear.take))
        async with running(channel, ear):
            await until(lambda: channel.state == "ready")
            yield channel


async def test_updates_come_by_webhook(server: BotApiServer, settings: Settings) -> None:
    ear = Ear()
    async with hooked(server, settings, ear):
        server.people.start(7)
        server.people.say(7, "chào")
        await ear.hear(2)
        await until(lambda: not server.updates.pending)
    assert ear.texts == ["/start", "chào"]
    assert server.updates.allowed == ["callback_query", "message", "my_chat_member"]
    assert server.violations == []


async def test_2xx_is_said_only_once_the_update_is_taken(
    server: BotApiServer, settings: Settings
) -> None:
    stored = asyncio.Event()

    async def store(_: Incoming) -> None:
        await stored.wait()

    ear = Ear(store)
    async with hooked(server, settings, ear):
        server.people.start(7)
        await asyncio.sleep(0.2)
        assert (len(server.updates.pending), ear.taken) == (1, [])
        stored.set()
        await until(lambda: not server.updates.pending)
    assert ear.texts == ["/start"]


async def test_what_could_not_be_stored_is_posted_again(
    server: BotApiServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.webhook.RETRY_SECONDS", 0)
    refusals = iter([True])

    async def fail(_: Incoming) -> None:
        if next(refusals, False):
            raise ConnectionError("the database is away")

    ear = Ear(fail)
    async with hooked(server, settings, ear):
        server.people.say(7, "một")
        server.people.say(7, "hai")
        await ear.hear(2)
    assert ear.texts == ["một", "hai"]
    assert server.account.webhook is not None
    assert "503" in server.account.webhook.last_error[1]


UPDATE = b'{"update_id": 1, "message": {}}'
POSTED: list[tuple[str, dict[str, str], bytes, int]] = [
    ("without the secret", {SECRET_HEADER: ""}, UPDATE, 403),
    ("with another secret", {SECRET_HEADER: "abc"}, UPDATE, 403),
    ("with a secret of strange letters", {SECRET_HEADER: "\xe9"}, UPDATE, 403),
    ("that is too much", {}, b" " * (MOST_BODY + 1), 413),
    ("that is no JSON", {}, b"{", 400),
    ("that is no update", {}, b"[1]", 400),
    ("of a kind nobody knows", {}, UPDATE, 200),
]


@pytest.mark.parametrize(
    ("headers", "body", "status"), [case[1:] for case in POSTED], ids=[c[0] for c in POSTED]
)
async def test_a_post_is_answered_by_what_it_is(
    server: BotApiServer, settings: Settings, headers: dict[str, str], body: bytes, status: int
) -> None:
    ear = Ear()
    async with hooked(server, settings, ear):
        assert server.account.webhook is not None
        told = server.account.webhook.settings
        sent = {SECRET_HEADER: told["secret_token"], **headers}
        async with (
            aiohttp.ClientSession() as client,
            client.post(told["url"], data=BytesIO(body), headers=sent) as answer,
        ):
            assert answer.status == status
    assert ear.taken == []


async def test_path_and_secret_are_kept_apart_and_stay_the_same(
    server: BotApiServer, settings: Settings
) -> None:
    seen = []
    for _ in range(2):
        async with hooked(server, settings, Ear()):
            assert server.account.webhook is not None
            told = server.account.webhook.settings
            seen.append((re.sub(r".*/telegram/", "", told["url"]), told["secret_token"]))
    other = settings.model_copy(update={"secret_key": SecretStr("another key")})
    async with hooked(server, other, Ear()):
        assert server.account.webhook.settings["secret_token"] != seen[0][1]
    assert seen[0] == seen[1]
    path, secret = seen[0]
    assert len(path) == 32
    assert path not in secret
    assert settings.secret_key.get_secret_value() not in secret


async def test_a_webhook_that_was_taken_away_is_set_again(
    server: BotApiServer, settings: Settings
) -> None:
    ear = Ear()
    async with hooked(server, settings, ear):
        await server.account.call("deleteWebhook", {})
        await until(lambda: server.account.webhook is not None)
        server.people.start(7)
        await ear.hear(1)
    assert ear.texts == ["/start"]


def test_without_a_public_address_nothing_is_served(
    server: BotApiServer, settings: Settings
) -> None:
    assert make_channel(settings, server).routes(Ear().take) == []


def test_a_webhook_needs_a_key(server: BotApiServer, settings: Settings) -> None:
    with pytest.raises(BadSettings, match="NHIPCAU_SECRET_KEY"):
        make_channel(settings, server, public_url="https://a.vn", secret_key=SecretStr(""))
