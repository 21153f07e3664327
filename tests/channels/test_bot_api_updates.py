"""The Bot API server for tests hands out updates by poll and by webhook."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from tests.kit.bot_api import BotApiServer, Patience, Settings
from tests.kit.bot_api.calls import result

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.kit.bot_api.refusals import Json


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    patience = Patience(first=0.01, longest=0.05)
    async with BotApiServer(rate=None, settings=Settings(patience=patience)) as started:
        started.people.start(7)
        yield started


async def test_updates_come_again_until_an_offset_acknowledges_them(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    server.people.say(7, "hai")

    first = await result(server, client, "getUpdates")
    again = await result(server, client, "getUpdates", limit=1)
    rest = await result(server, client, "getUpdates", offset=first[0]["update_id"] + 1)
    none = await result(server, client, "getUpdates", offset=rest[-1]["update_id"] + 1)

    assert [update["update_id"] for update in first] == [1, 2]
    assert again == first[:1]
    assert rest == first[1:]
    assert none == []


async def test_a_negative_offset_keeps_the_newest_only(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    server.people.say(7, "hai")

    newest = await result(server, client, "getUpdates", offset=-1)

    assert [update["update_id"] for update in newest] == [2]
    assert list(server.updates.pending) == [2]


async def test_a_long_poll_ends_when_somebody_speaks(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    poll = asyncio.create_task(result(server, client, "getUpdates", offset=2, timeout=20))
    await asyncio.sleep(0.05)
    assert not poll.done()

    server.people.say(7, "alo")

    assert [u["message"]["text"] for u in await asyncio.wait_for(poll, 1)] == ["alo"]


async def test_of_two_pollers_the_earlier_one_is_told_409(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    first = asyncio.create_task(result(server, client, "getUpdates", offset=2, timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(result(server, client, "getUpdates", offset=2, timeout=20))

    told = await asyncio.wait_for(first, 1)
    server.people.say(7, "alo")

    assert told.startswith("Conflict: terminated by other getUpdates request")
    assert len(await asyncio.wait_for(second, 1)) == 1
    assert server.updates.conflicts == 1


async def test_only_kinds_that_were_asked_for_become_updates(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    await result(server, client, "getUpdates", allowed_updates=["callback_query"])

    server.people.say(7, "không ai nghe")
    await result(server, client, "getUpdates", allowed_updates=[])
    server.people.say(7, "có người nghe")

    texts = [update["message"]["text"] for update in server.updates.pending.values()]
    assert texts == ["/start", "có người nghe"]


async def test_a_repeat_is_delivered_once_more_although_acknowledged(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    await result(server, client, "getUpdates", offset=2)

    server.updates.repeat(1)
    repeated = await result(server, client, "getUpdates", offset=2)

    assert [update["update_id"] for update in repeated] == [1]
    assert await result(server, client, "getUpdates", offset=2) == []


class Hook:
    """Listen as a bot's webhook does, refusing as often as told."""

    def __init__(self, *, refusals: int = 0, body: Json | None = None) -> None:
        self.seen: list[tuple[str | None, int]] = []
        self.refusals = refusals
        self._body = body
        self._runner: web.ServerRunner | None = None

    async def take(self, request: web.BaseRequest) -> web.Response:
        """Take one delivery."""
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        told = json.loads(await request.read())
        self.seen.append(
            (request.headers.get("X-Telegram-Bot-Api-Secret-Token"), told["update_id"])
        )
        return web.json_response(self._body) if self._body else web.Response()

    async def __aenter__(self) -> str:
        self._runner = web.ServerRunner(web.Server(self.take))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def __aexit__(self, *told: object) -> None:
        assert self._runner
        await self._runner.cleanup()


async def until(true: Any) -> None:
    async with asyncio.timeout(2):
        while not true():  # noqa: ASYNC110 - what is waited for rings no bell
            await asyncio.sleep(0.01)


async def test_a_webhook_gets_its_secret_and_each_update_in_order_until_it_says_yes(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    hook = Hook(refusals=3)
    async with hook as url:
        await result(server, client, "setWebhook", url=url, secret_token="bi-mat")
        server.people.say(7, "hai")
        server.people.say(7, "ba")
        await until(lambda: not server.updates.pending)
        info = await result(server, client, "getWebhookInfo")
        told = await result(server, client, "getUpdates")

    assert hook.seen == [("bi-mat", 1), ("bi-mat", 2), ("bi-mat", 3)]
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert "503" in info["last_error_message"]
    assert told.startswith("Conflict: can't use getUpdates method while webhook is active")


async def test_a_webhook_may_answer_with_a_method(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    async with Hook(body={"method": "sendMessage", "chat_id": 7, "text": "Chào"}) as url:
        await result(server, client, "setWebhook", url=url)
        received = await server.people.wait_inbox(7)

    assert received[0]["message"]["text"] == "Chào"


async def test_without_its_webhook_the_rest_waits_for_a_poll(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    async with Hook(refusals=1000) as url:
        await result(server, client, "setWebhook", url=url)
        await result(server, client, "deleteWebhook")
        waiting = await result(server, client, "getUpdates")
        await result(server, client, "deleteWebhook", drop_pending_updates=True)

    assert [update["update_id"] for update in waiting] == [1]
    assert await result(server, client, "getUpdates") == []
