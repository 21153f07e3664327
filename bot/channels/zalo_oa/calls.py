"""Door, Zalo OA: HTTP: one call, its answer, and what a silence means.

The service says what is wrong in `error`, with HTTP 200. No error here carries a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson

from bot.wire import PacedRequest, PacedResponse, find_proxy, never_left

Json = dict[str, Any]
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0


class NotSent(Exception):
    """The request never left."""


class AnswerLost(Exception):
    """The request may have arrived, and no answer of use came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Hold one request; `token` goes into its header."""

    method: str
    address: str
    token: str = ""
    secret_key: str = ""
    body: Json | None = None
    form: Mapping[str, str] | None = None
    query: Mapping[str, str] | None = None
    file: tuple[str, str, bytes] | None = None  # its name, its type and itself


class Caller:
    """Make calls; opened by the first one, in its event loop."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def make(self, call: Call) -> Json:
        """Return the service's answer; raise NotSent or AnswerLost."""
        headers = {"access_token": call.token} if call.token else {}
        if call.secret_key:
            headers["secret_key"] = call.secret_key
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        try:
            async with self._open().request(
                call.method,
                call.address,
                data=_write(call),
                params=call.query,
                headers=headers,
                allow_redirects=False,
                proxy=find_proxy(call.address),
            ) as answer:
                status, payload = answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            name = type(error).__name__
            failure = NotSent(name) if never_left(error) else AnswerLost(name)
        else:
            return _read(status, payload)
        raise failure  # outside the block: the error with the address is not its context

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                request_class=PacedRequest,
                response_class=PacedResponse,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None,
                    connect=CONNECT_SECONDS,
                    sock_connect=CONNECT_SECONDS,
                    sock_read=READ_SECONDS,
                ),
            )
        return self._session


def _write(call: Call) -> Any:
    """Return a request's body: JSON, a form, or a form with a file."""
    if call.body is not None:
        return orjson.dumps(call.body)
    if call.file is None:
        return call.form
    name, media_type, data = call.file
    form = aiohttp.FormData()
    form.add_field("file", data, filename=name, content_type=media_type)
    return form


def _read(status: int, payload: bytes) -> Json:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise AnswerLost(f"http_{status}")
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        raise AnswerLost(f"unreadable, http_{status}") from None
    if not isinstance(answer, dict):
        raise AnswerLost("unreadable")
    return answer
