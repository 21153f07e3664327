"""Door, Zalo bot: one call of the Bot Platform over HTTP, and what came back of it.

No error here carries an address, and none is chained to one that does: an address holds the token.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias

import aiohttp
import orjson

from bot.wire import PacedRequest, PacedResponse, find_proxy, never_left

Json: TypeAlias = dict[str, Any]
MOST_CONNECTIONS = 20  # a message a second, and a platform that takes its time
MOST_WORDS = 200  # of what the platform says is wrong


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Hold how long a request may take, in seconds."""

    connect: float = 5.0
    read: float = 15.0  # without a byte of the answer; then nobody knows whether it was taken


@dataclass
class Refused(Exception):
    """The platform says no: with `ok: false`, whatever the status of HTTP."""

    code: int
    words: str = ""


@dataclass
class NotSent(Exception):
    """The request has not arrived, so that it may be made again."""

    why: str


@dataclass
class AnswerLost(Exception):
    """The request may have arrived, and what became of it is not known."""

    why: str


class Caller:
    """Call the methods of one bot; opened by the first call, in its event loop."""

    def __init__(self, api: str, token: str, timeouts: Timeouts) -> None:
        self._place, self._proxy, self._timeouts = f"{api}/bot{token}", find_proxy(api), timeouts
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, *, within: float | None = None, **given: Any) -> Any:
        """Return a method's result; raise Refused, NotSent or AnswerLost."""
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=self._timeouts.connect,
            sock_connect=self._timeouts.connect,
            sock_read=within or self._timeouts.read,
        )
        try:
            async with self._open().post(
                f"{self._place}/{method}",
                data=orjson.dumps(given),
                headers={"Content-Type": "application/json; charset=utf-8"},
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                status, body = answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            name = type(error).__name__
            raise (NotSent(name) if never_left(error) else AnswerLost(name)) from None
        return read_answer(status, body)

    async def download(self, address: str, most: int) -> bytes:
        """Return a picture that a person sent; raise NotSent or Refused."""
        try:
            async with self._open().get(address, allow_redirects=False) as answer:
                if answer.status != HTTPStatus.OK:
                    raise Refused(answer.status)
                data = await answer.content.read(most + 1)
                while len(data) <= most and not answer.content.at_eof():
                    data += await answer.content.read(most + 1 - len(data))
                return data
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotSent(type(error).__name__) from None

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=MOST_CONNECTIONS),
                request_class=PacedRequest,
                response_class=PacedResponse,
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=self._proxy,
            )
        return self._session


def read_answer(status: int, body: bytes) -> Any:
    """Return the result of an answer; raise Refused for `ok: false`, AnswerLost for what is none.

    A page instead of an answer comes from a gateway before the platform: one of 4xx has kept the
    request back, of any other nobody knows.
    """
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if isinstance(told, dict) and told.get("ok") is True:
        return told.get("result")
    if isinstance(told, dict) and told.get("ok") is False:
        code = told.get("error_code", status)
        words = str(told.get("description") or "")[:MOST_WORDS]
        raise Refused(code if isinstance(code, int) else 0, words)
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotSent(f"a gateway answered {status}")
    raise AnswerLost(f"no answer of the platform, {status}")
