"""The Bot API server for tests fails as its script tells it to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.kit.bot_api import BotApiServer, Fault, Patience, Settings
from tests.kit.bot_api.calls import ask, result

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


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


@pytest.mark.parametrize(
    ("kind", "status", "told"),
    [
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("400", 400, "Bad Request: chat not found"),
        ("500", 500, "Internal Server Error: restart"),
    ],
)
async def test_a_scripted_refusal_strikes_as_often_as_it_should(
    server: BotApiServer, client: aiohttp.ClientSession, kind: Any, status: int, told: str
) -> None:
    server.faults.add(Fault(kind=kind, method="sendMessage", after=1, times=1))

    answers = [await ask(server, client, "sendMessage", chat_id=7, text="a") for _ in range(3)]

    assert [answer.status for answer in answers] == [200, status, 200]
    assert (await answers[1].json())["description"] == told
    assert len(server.people.inbox(7)) == 2


async def test_a_scripted_429_halts_the_account_and_counts_who_goes_on(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    server.faults.add(Fault(kind="429", retry_after=1))

    told = [await result(server, client, "sendMessage", chat_id=7, text="a") for _ in range(2)]
    await asyncio.sleep(1.05)
    later = await result(server, client, "sendMessage", chat_id=7, text="b")

    assert told == ["Too Many Requests: retry after 1"] * 2
    assert later["text"] == "b"
    assert server.rates.begun_in_halt() == 1


async def test_a_bad_gateway_speaks_html(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    server.faults.add(Fault(kind="502", taken=True))

    async with ask(server, client, "sendMessage", chat_id=7, text="a") as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")

    assert len(server.people.inbox(7)) == 1


@pytest.mark.parametrize(
    ("fault", "received"),
    [
        (Fault(kind="reset_before"), 0),
        (Fault(kind="reset_before", chat_id=7), 0),
        (Fault(kind="reset_after"), 1),
    ],
)
async def test_a_reset_cuts_the_connection_before_or_after_the_message_is_taken(
    server: BotApiServer, fault: Fault, received: int
) -> None:
    server.faults.add(Fault(kind="reset_before", method="getMe"))
    server.faults.add(fault)

    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.split(":")[-1]))
    body = b"chat_id=7&text=a"
    head = f"POST /bot{server.token}/sendMessage HTTP/1.1\r\nHost: x\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    writer.write(f"{head}{form}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    with pytest.raises(ConnectionResetError):
        await reader.read()
    writer.close()

    assert len(server.people.inbox(7)) == received
    assert fault.hits == 1


async def test_an_answer_may_be_slow_or_lost_although_the_message_was_taken(
    server: BotApiServer, client: aiohttp.ClientSession
) -> None:
    server.faults.add(Fault(kind="slow", delay=0.05))
    server.faults.add(Fault(kind="lost"))
    began = asyncio.get_running_loop().time()

    slow = await result(server, client, "sendMessage", chat_id=7, text="a")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await result(server, client, "sendMessage", chat_id=7, text="b")

    assert slow["text"] == "a"
    assert asyncio.get_running_loop().time() - began > 0.15
    assert [e["message"]["text"] for e in server.people.inbox(7)] == ["a", "b"]
