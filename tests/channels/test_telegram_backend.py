"""Telegram: our HTTP under python-telegram-bot: odd answers, files, the pool and proxies."""

from __future__ import annotations

import pytest
import telegram
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import TelegramError

from bot.channels.telegram import TelegramChannel, Timeouts
from bot.channels.telegram.backend import AiohttpRequest, find_proxy
from bot.messages import Outcome, Rejected, Reply, Sent, Throttled, Unknown
from bot.settings import Settings
from tests.channels.web_site import served
from tests.kit.bot_api import BotApiServer

SENT = b'{"ok":true,"result":{"message_id":5,"date":1,"chat":{"id":7,"type":"private"}}}'
# what some server on the way answers -> what became of the message
ANSWERED: list[tuple[str, int, dict[str, str], bytes, object]] = [
    ("as it should", 200, {}, SENT, Sent("5")),
    ("with a page of a hotel's network", 200, {}, b"<html>", Unknown("server_error")),
    ("with JSON of somebody else", 200, {}, b"{}", Unknown("server_error")),
    ("with a list", 200, {}, b"[1]", Unknown("server_error")),
    ("as no version did yet", 200, {}, b'{"ok":true,"result":{}}', Unknown("unreadable_answer")),
    ("from a wall, too fast", 429, {"Retry-After": "9"}, b"<html>", 9.0),
    ("from a wall, too fast, no wait", 429, {}, b"", 1.0),
    ("that it is elsewhere", 302, {"Location": "/x"}, b"", Unknown("server_error")),
    ("that it is too much", 413, {}, b"", Unknown("server_error")),
    ("that it is down", 503, {}, b"<html>", Unknown("server_error")),
]


@pytest.mark.parametrize(
    ("status", "headers", "body", "meaning"),
    [case[1:] for case in ANSWERED],
    ids=[case[0] for case in ANSWERED],
)
async def test_an_odd_answer_means_what_it_must(
    settings: Settings, status: int, headers: dict[str, str], body: bytes, meaning: object
) -> None:
    async def answer(_: Request) -> Response:
        return Response(body, status, headers)

    app = Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])])
    async with served(app) as origin:
        known = {"telegram_token": SecretStr("4242:t"), "telegram_api_url": origin}
        channel = TelegramChannel(settings.model_copy(update=known))
        outcome = await send(channel)
        await channel.close()
    assert outcome == meaning


async def send(channel: TelegramChannel) -> Outcome | float:
    """Return a message's outcome, or the wait that was asked for."""
    try:
        return await channel.send("7", Reply("Chào bác"))
    except Throttled as error:
        return error.wait.total_seconds()


async def test_words_that_no_wire_carries_do_not_leave(settings: Settings) -> None:
    known = {"telegram_token": SecretStr("4242:t"), "telegram_api_url": "http://127.0.0.1:9"}
    channel = TelegramChannel(settings.model_copy(update=known))
    with pytest.raises(Rejected):
        await channel.send("7", Reply("nửa chữ \ud83d"))


@pytest.mark.parametrize(
    ("payload", "result"),
    [
        (b'{"ok":true,"result":1}', 1),
        (b'{"ok":true,"result":"\\ud83d"}', "\ud83d"),
        (b'{"ok":true,"result":"\xff"}', "\ufffd"),
    ],
)
def test_what_a_server_wrote_carelessly_is_read(payload: bytes, result: object) -> None:
    assert AiohttpRequest.parse_json_payload(payload)["result"] == result


@pytest.mark.parametrize("payload", [b"", b"{", b"null", b"[]", b"{}", b'{"ok":true}'])
def test_what_is_no_answer_is_an_error(payload: bytes) -> None:
    with pytest.raises(TelegramError):
        AiohttpRequest.parse_json_payload(payload)


async def test_a_file_goes_with_its_call() -> None:
    async with BotApiServer(rate=None) as server:
        server.people.start(7)
        own = [AiohttpRequest(address=server.url, connections=1, timeouts=Timeouts())] * 2
        async with telegram.Bot(
            server.token, base_url=server.base_url, request=own[0], get_updates_request=own[1]
        ) as bot:
            await bot.send_document(7, b"ket qua", filename="kết quả.csv", caption="Đây ạ")
        (stored,) = server.account.world.files.values()
        assert stored.data == b"ket qua"
        assert server.people.inbox(7)[0]["message"]["caption"] == "Đây ạ"
        assert server.violations == []


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        ("https://api.telegram.org", "http://proxy.vn:3128"),
        ("http://127.0.0.1:8081", None),
        ("http://other.vn", None),
    ],
)
def test_the_environments_proxy_is_heeded(
    monkeypatch: pytest.MonkeyPatch, address: str, proxy: str | None
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy.vn:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert find_proxy(address) == proxy
