"""Door, Telegram: HTTP by aiohttp and orjson, which tells what never left from what is unknown.

No error here carries an address, and none is chained to one that does: an address of the Bot API
holds the token.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.wire import PacedRequest, PacedResponse, find_proxy, never_left

MOST_CONNECTIONS = 256  # opened as they are needed: 1,000 a second at 0.25 s for an answer
DNS_SECONDS = 300
JSON = "application/json"


class NotSent(NetworkError):
    """The request never left, so that it may be made again."""


class TooFast(TelegramError):
    """The Bot API asks for quiet; the library's RetryAfter warns whenever its wait is read."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"too fast, wait {wait.total_seconds():.0f} s")
        self.wait = wait


class AnswerLost(NetworkError):
    """The request may have arrived, and its answer did not."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Hold how long a request may take, in seconds."""

    connect: float = 5.0  # to get a connection, from the pool or a new one
    read: float = 15.0  # without a byte of the answer; then nobody knows whether it was taken


class AiohttpRequest(BaseRequest):
    """Carry python-telegram-bot's requests; opened by the first one, in its event loop."""

    def __init__(self, *, address: str, connections: int, timeouts: Timeouts) -> None:
        self._proxy = find_proxy(address)
        self._connections = connections
        self._timeouts = timeouts
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Return how long an answer is waited for when a call does not say."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Open the pool."""
        self._open()

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request and return the answer's status and body."""
        body = write_body(request_data)
        timeout = self._timeout(read_timeout)
        headers = {"Content-Type": JSON} if isinstance(body, bytes) else None
        try:
            async with self._open().request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                payload = await answer.read()
                status, asked = answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure: TelegramError = read_failure(error)
        else:
            if status != HTTPStatus.TOO_MANY_REQUESTS:
                return status, payload
            failure = TooFast(timedelta(seconds=int(asked) if asked.isdecimal() else 1))
        raise failure  # outside the block, so that the error with the address is not its context

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer, or raise TelegramError; nothing of it goes into a log."""
        try:
            answer = orjson.loads(payload)
        except orjson.JSONDecodeError:
            answer = _read_leniently(payload)
        if isinstance(answer, dict) and ("result" in answer or not answer.get("ok", True)):
            return answer
        raise TelegramError("Invalid server response")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=DNS_SECONDS),
                request_class=PacedRequest,
                response_class=PacedResponse,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
            )
        return self._session

    def _timeout(self, read: Any) -> aiohttp.ClientTimeout:
        seconds = read if isinstance(read, int | float) else self._timeouts.read
        connect = self._timeouts.connect
        return aiohttp.ClientTimeout(
            total=None, connect=connect, sock_connect=connect, sock_read=seconds
        )


def read_failure(error: Exception) -> TelegramError:
    """Say of a failed request whether it never left, without the address."""
    if never_left(error):
        why, name = getattr(error, "strerror", None), type(error).__name__
        return NotSent(f"{name}: {why}" if why else name)
    return TimedOut() if isinstance(error, TimeoutError) else AnswerLost(type(error).__name__)


def write_body(data: RequestData | None) -> bytes | aiohttp.FormData | None:
    """Write a call's parameters as JSON, or as a form where a file goes with them."""
    if data is None:
        return None
    if data.contains_files:
        form = aiohttp.FormData(data.json_parameters, quote_fields=False)  # names as they are
        for name, (filename, content, kind) in (data.multipart_data or {}).items():
            form.add_field(name, content, filename=filename, content_type=kind)
        return form
    try:
        return orjson.dumps(data.parameters)
    except orjson.JSONEncodeError:
        raise BadRequest("the message cannot be written as JSON") from None


def _read_leniently(payload: bytes) -> Any:
    try:
        return json.loads(payload.decode(errors="replace"))
    except ValueError:
        raise TelegramError("Invalid server response") from None
