"""Ground: one pacer a channel account: never more than its rate in any sliding second.

One conductor grants on a grid at 97% of the rate (the wire has jitter) and keeps a ring of its
grants, so that a late start never turns into a burst. Replies to people go before broadcasts.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from bot.clock import monotonic

Lane = Literal["reply", "broadcast"]

MARGIN = 0.97  # of the nominal rate
CATCH_UP = 0.05  # seconds of missed grid that may be made up for
CHAT_GAP = 1.0  # seconds between two broadcast messages of one chat
CHAT_BURST = 3  # replies that may leave at once in one chat
FORGET_AFTER = 60.0  # seconds after which a chat's past no longer matters


@dataclass(slots=True)
class _Waiter:
    chat: str
    lane: Lane
    granted: asyncio.Future[None]


@dataclass(slots=True)
class _Chat:
    last: float = float("-inf")
    credit: float = CHAT_BURST


class Pacer:
    """Grant the right to begin one message; `rate=None` grants at once (for unpaced proofs)."""

    def __init__(self, rate: float | None, *, now: Callable[[], float] = monotonic) -> None:
        self.rate = rate
        self._now = now
        self._interval = 1 / (rate * MARGIN) if rate else 0.0
        self._slot = float("-inf")
        self._ring: deque[float] = deque(maxlen=max(1, int(rate or 1)))
        self._lanes: dict[Lane, deque[_Waiter]] = {"reply": deque(), "broadcast": deque()}
        self._chats: dict[str, _Chat] = {}
        self._halted_until = float("-inf")
        self._wake = asyncio.Event()
        self._conductor: asyncio.Task[None] | None = None

    async def grant(self, chat: str, *, lane: Lane) -> None:
        """Wait until one message to this chat may begin."""
        if self.rate is None and self._now() >= self._halted_until:
            return
        if self._conductor is None or self._conductor.done():
            self._conductor = asyncio.create_task(self._conduct(), name="pacer")
        waiter = _Waiter(chat, lane, asyncio.get_running_loop().create_future())
        self._lanes[lane].append(waiter)
        self._wake.set()
        await waiter.granted

    def halt(self, seconds: float) -> None:
        """Grant nothing for so many seconds: the platform said that we are too fast."""
        self._halted_until = max(self._halted_until, self._now() + seconds)

    @property
    def halted(self) -> float:
        """Return the seconds for which nothing will be granted."""
        return max(0.0, self._halted_until - self._now())

    async def close(self) -> None:
        """Stop granting."""
        if self._conductor is not None:
            self._conductor.cancel()
            with suppress(asyncio.CancelledError):
                await self._conductor

    async def _conduct(self) -> None:
        while True:
            if not any(self._lanes.values()):
                self._wake.clear()
                self._forget_old_chats()
                await self._wake.wait()
            now = self._now()
            opens = max(self._halted_until, self._next_slot())
            if opens > now:
                await asyncio.sleep(opens - now)
                continue
            waiter, ready_at = self._choose(now)
            if waiter is None:
                await self._wait_for_more(ready_at - now)
                continue
            self._record(waiter, now)

    async def _wait_for_more(self, seconds: float) -> None:
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.001, seconds)):
                await self._wake.wait()

    def _next_slot(self) -> float:
        full = len(self._ring) == self._ring.maxlen
        return max(self._slot + self._interval, self._ring[0] + 1.0 if full else float("-inf"))

    def _choose(self, now: float) -> tuple[_Waiter | None, float]:
        """Take the first waiter whose chat is ready, replies first; else when one will be."""
        soonest = float("inf")
        for lane in ("reply", "broadcast"):
            waiting = self._lanes[lane]
            for place, waiter in enumerate(waiting):
                if waiter.granted.cancelled():
                    continue
                ready = self._ready_at(waiter, now)
                if ready <= now:
                    del waiting[place]
                    return waiter, now
                soonest = min(soonest, ready)
            while waiting and waiting[0].granted.cancelled():
                waiting.popleft()
        return None, soonest if soonest < float("inf") else now

    def _ready_at(self, waiter: _Waiter, now: float) -> float:
        chat = self._chats.get(waiter.chat)
        if chat is None:
            return now
        if waiter.lane == "broadcast":
            return chat.last + CHAT_GAP
        credit = chat.credit + (now - chat.last) / CHAT_GAP
        return now if credit >= 1 else now + (1 - credit) * CHAT_GAP

    def _record(self, waiter: _Waiter, now: float) -> None:
        self._slot = max(self._slot + self._interval, now - CATCH_UP)
        self._ring.append(now)
        chat = self._chats.setdefault(waiter.chat, _Chat())
        if chat.last > float("-inf"):
            chat.credit = min(CHAT_BURST, chat.credit + (now - chat.last) / CHAT_GAP)
        chat.credit -= 1
        chat.last = now
        if not waiter.granted.done():
            waiter.granted.set_result(None)

    def _forget_old_chats(self) -> None:
        old = self._now() - FORGET_AFTER
        self._chats = {key: chat for key, chat in self._chats.items() if chat.last > old}
