"""The postman: carries updates to a webhook, in each chat's order, until it says 2xx."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import aiohttp
import orjson

if TYPE_CHECKING:
    from tests.kit.bot_api.refusals import Json
    from tests.kit.bot_api.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Carry: TypeAlias = Callable[[dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Set the waits between deliveries that were refused: seconds, growing twofold."""

    now: Callable[[], float] = time.time

    first: float = 0.05
    longest: float = 1.0
    answer: float = 60.0


def queue_of(update: Json) -> int:
    """Find whose order an update belongs to: its chat's, or else its sender's."""
    body = next(value for key, value in update.items() if key != "update_id")
    chat = body.get("chat") or (body.get("message") or {}).get("chat")
    holder = chat or body.get("from") or body.get("user") or {"id": 0}
    return int(holder["id"])


class Webhook:
    """Deliver updates over HTTP: chats side by side, one chat's updates one by one."""

    def __init__(
        self, updates: Updates, settings: Json, *, patience: Patience, carry: Carry
    ) -> None:
        self.settings = settings
        self.deliveries = 0
        self.last_error: tuple[float, str] | None = None
        self._updates = updates
        self._patience = patience
        self._carry = carry
        self._queues: dict[int, deque[Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        most = settings.get("max_connections", 40)
        self._free = asyncio.Semaphore(most)
        self._client = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=most),
            timeout=aiohttp.ClientTimeout(total=patience.answer),
        )

    def offer(self, update: Json) -> None:
        """Queue an update behind its chat's earlier ones."""
        key = queue_of(update)
        if key in self._queues:
            self._queues[key].append(update)
            return
        self._queues[key] = deque([update])
        task = asyncio.create_task(self._empty(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop delivering; what waits stays with the updates."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.close()

    async def _empty(self, key: int) -> None:
        queue = self._queues[key]
        wait = self._patience.first
        while queue:
            asked = await self._deliver(queue[0])
            if asked is None:
                self._updates.acknowledge(queue.popleft()["update_id"])
                wait = self._patience.first
            else:
                await asyncio.sleep(asked or wait)
                wait = min(wait * 2, self._patience.longest)
        del self._queues[key]

    async def _deliver(self, update: Json) -> float | None:
        """Post once: None when it was taken, else the wait asked for (0: none named)."""
        secret = self.settings.get("secret_token")
        headers = {"Content-Type": "application/json"} | (
            {SECRET_HEADER: secret} if secret else {}
        )
        async with self._free:
            self.deliveries += 1
            try:
                async with self._client.post(
                    self.settings["url"],
                    data=orjson.dumps(update),
                    headers=headers,
                    allow_redirects=False,
                ) as answer:
                    return await self._read(answer)
            except (aiohttp.ClientError, TimeoutError) as error:
                return self._failed(str(error) or type(error).__name__)

    async def _read(self, answer: aiohttp.ClientResponse) -> float | None:
        if not 200 <= answer.status < 300:
            told = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            self._failed(told)
            return min(float(answer.headers.get("Retry-After", 0)), 3600.0)
        body = await answer.read()
        if answer.content_type == "application/json" and body.startswith(b"{"):
            call = orjson.loads(body)
            if "method" in call:
                await self._carry(call)
        return None

    def _failed(self, told: str) -> float:
        self.last_error = (self._patience.now(), told)
        return 0.0
