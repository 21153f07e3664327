"""The demo: a resident's browser: opens the chat page, reads what arrives, writes and presses."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp

AGAIN = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
LINK = re.compile(r'id="recovery-link"[^>]* value="([^"]+)"')
LAST = re.compile(r'data-last="(\d+)"')
TICKET = re.compile(r'name="ticket" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line of the page: what it says and what may be pressed."""

    id: int
    mine: bool
    text: str
    choices: tuple[tuple[str, str], ...]  # (label, press)
    version: int

    def find(self, label: str) -> str | None:
        """Return the press behind a label."""
        return next((press for shown, press in self.choices if shown == label), None)


@dataclass
class Browser:
    """Hold one browser with its own cookie; `address` tells the server apart from the others."""

    url: str
    address: str = "127.0.0.1"
    lines: asyncio.Queue[Line] = field(default_factory=asyncio.Queue)
    link: str = ""  # the path that opens this chat again
    _after: int = 0  # lines up to here were read in an earlier life
    _session: aiohttp.ClientSession | None = None
    _reader: asyncio.Task[None] | None = None
    _seen: set[tuple[int, int]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        """Open the browser."""
        # one jar a browser; the cookie is for an address without a dot
        jar = aiohttp.CookieJar(unsafe=True)
        headers = {"X-Forwarded-For": self.address, "Sec-Fetch-Site": "same-origin"}
        self._session = aiohttp.ClientSession(
            cookie_jar=jar, headers=headers, timeout=aiohttp.ClientTimeout(total=60)
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the page and the browser."""
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        if self._session is not None:
            await self._session.close()

    async def start(self, payload: str = "") -> None:
        """Press the welcome page's button."""
        page = await self._get(f"/chat?start={payload}" if payload else "/chat")
        ticket = TICKET.search(page)
        fields = {"ticket": ticket[1] if ticket else "", "start": payload}
        found = LINK.search(await self._post_form("/chat/start", fields))
        self.link = urlsplit(found[1]).path if found else ""
        self.listen()

    async def open_link(self, path: str) -> None:
        """Open a recovery link and confirm; of what was said before, the last line is read."""
        await self._get(path)
        found = LAST.search(await self._post_form(path, {}))
        self.link, self._after = path, max(0, int(found[1]) - 1) if found else 0
        self.listen()

    def listen(self) -> None:
        """Keep the page open: lines arrive in `lines`."""
        if self._reader is None:
            self._reader = asyncio.create_task(self._read(), name="resident-page")

    async def write(self, text: str, *, update: str = "") -> str:
        """Write a line; the id that was used is returned, for sending it again."""
        return await self._post({"id": update or secrets.token_urlsafe(12), "text": text})

    async def press(self, line: Line, label: str) -> None:
        """Press a button of a line; raises LookupError when it has none of this label."""
        press = line.find(label)
        if press is None:
            raise LookupError(f"no button {label!r} on: {line.text!r}")
        await self._post({"id": secrets.token_urlsafe(12), "press": press, "ref": str(line.id)})

    async def next_line(self, *, within: float = 10.0) -> Line:
        """Return the next line of the other side; raises TimeoutError."""
        async with asyncio.timeout(within):
            while True:
                line = await self.lines.get()
                if not line.mine:
                    return line

    async def _post(self, fields: dict[str, str]) -> str:
        """Post, and again with the same id while the server is busy or away, as the page does."""
        while True:
            try:
                async with self._open().post(f"{self.url}/chat/messages", json=fields) as answer:
                    if answer.status not in AGAIN:
                        answer.raise_for_status()
                        return fields["id"]
                    wait = float(answer.headers.get("Retry-After", "1"))
            except (aiohttp.ClientConnectionError, TimeoutError):
                wait = 0.5
            await asyncio.sleep(wait)

    async def _post_form(self, path: str, fields: dict[str, str]) -> str:
        async with self._open().post(f"{self.url}{path}", data=fields) as answer:
            answer.raise_for_status()
            return await answer.text()

    async def _get(self, path: str) -> str:
        async with self._open().get(f"{self.url}{path}") as answer:
            answer.raise_for_status()
            return await answer.text()

    async def _read(self) -> None:
        while True:
            with suppress(aiohttp.ClientError, TimeoutError):
                async for line in self._events():
                    if (line.id, line.version) not in self._seen:
                        self._seen.add((line.id, line.version))
                        self.lines.put_nowait(line)
            await asyncio.sleep(0.5)

    async def _events(self) -> AsyncIterator[Line]:
        url = f"{self.url}/chat/events?after={self._after}"
        waiting = aiohttp.ClientTimeout(total=None, sock_read=60)
        async with self._open().get(url, timeout=waiting) as stream:
            stream.raise_for_status()
            data: list[str] = []
            async for raw in stream.content:
                text = raw.decode().rstrip("\n")
                if text.startswith("data: "):
                    data.append(text.removeprefix("data: "))
                elif not text and data:
                    yield read_line("\n".join(data))
                    data = []

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("use `async with Browser(…)`")
        return self._session


def read_line(html: str) -> Line:
    """Read one line of the page as a person sees it."""
    reader = _LineReader()
    reader.feed(html)
    return Line(
        reader.id, reader.mine, "".join(reader.text).strip(), tuple(reader.choices), reader.version
    )


class _LineReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.id, self.version, self.mine = 0, 0, False
        self.text: list[str] = []
        self.choices: list[tuple[str, str]] = []
        self._press: str | None = None
        self._label: list[str] = []
        self._in_text = self._unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        match tag, values.get("class", ""):
            case "article", kinds:
                self.id, self.version = int(values["data-id"]), int(values["data-version"])
                self.mine = "mine" in kinds.split()
            case "p", "text":
                self._in_text = True
            case "span", "unseen":
                self._unseen = True
            case "button", _ if "disabled" not in values:
                self._press, self._label = values.get("value", ""), []

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._in_text = False
        elif tag == "span":
            self._unseen = False
        elif tag == "button" and self._press is not None:
            self.choices.append(("".join(self._label).strip(), self._press))
            self._press = None

    def handle_data(self, data: str) -> None:
        if self._press is not None:
            self._label.append(data)
        elif self._in_text and not self._unseen:
            self.text.append(data)
