"""The postman of the Bot Platform: one event a request, with the secret in a header."""

from __future__ import annotations

import asyncio
import ipaddress
import itertools
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson

SECRET_HEADER = "X-Bot-Api-Secret-Token"
AGENT = "Java/1.8.0_192"
OUTCOMES = {403: "webhook.http.403", 404: "webhook.http.404"}


def is_public(url: str) -> bool:
    """Tell whether an address may be that of a server on the internet."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost"))


class Hook:
    """Post events to one address: those of one chat in their order."""

    def __init__(
        self, url: str, secret: str, *, shapes: Sequence[str], resends: Sequence[float]
    ) -> None:
        self.url, self.secret = url, secret
        self.answers: list[int] = []  # the status of each post, 0: none came
        self._shapes = itertools.cycle(shapes)
        self._resends = resends
        self._last: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))

    def post(self, event: dict[str, Any]) -> None:
        """Post an event once those before it in its chat were posted."""
        chat = event["message"]["chat"]["id"]
        task = asyncio.create_task(self._post_after(self._last.get(chat), event))
        self._last[chat] = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def verify(self) -> str:
        """Return how the address answers to a post that carries nothing."""
        status = await self._send({})
        if 200 <= status < 300:
            return "webhook.ok"
        if status == 0:
            return "webhook.err.conn"
        return OUTCOMES.get(status, f"webhook.http.{'5xx' if status >= 500 else 'other'}")

    async def close(self) -> None:
        """Stop posting; what waits is lost."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    async def _post_after(self, before: asyncio.Task[None] | None, event: dict[str, Any]) -> None:
        if before is not None:
            await asyncio.wait([before])
        shape = next(self._shapes)
        body = event if shape == "flat" else {"ok": True, "result": event}
        for wait in (*self._resends, None):
            status = await self._send(body)
            self.answers.append(status)
            if 200 <= status < 300 or wait is None:
                return
            await asyncio.sleep(wait)

    async def _send(self, body: dict[str, Any]) -> int:
        headers = {"Content-Type": "application/json", "User-Agent": AGENT}
        headers[SECRET_HEADER] = self.secret
        try:
            async with self._client.post(
                self.url, data=orjson.dumps(body), headers=headers, allow_redirects=False
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0
