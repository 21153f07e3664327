"""Ground: one pacer a channel account: never more than its rate in any sliding second.

Messages are granted on an even grid at 97% of the rate. When each was really begun is noted where
it is written to the wire, and by its answer when it may have arrived at the latest: a busy event
loop, a slow handshake or a server that stands still must not turn grants that were even into
arrivals that are not. Time that was lost so is made up for slowly, and only a little.

Replies to people go before broadcasts: of five grants for which both wait, replies take four and
broadcasts one, so that replies have at least a fifth of the rate and broadcasts never stand still.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from bot.arrivals import Arrivals
from bot.clock import monotonic

Lane = Literal["reply", "broadcast"]

MARGIN = 0.97  # of the nominal rate
JITTER = 0.01  # seconds by which a message may be quicker to the server than the quickest of late
HASTE = 0.75  # of the even distance: how close messages follow while lost time is made up for
DEBT = 0.1  # seconds of lost time that are made up for
BURST = 0.005  # seconds of work that may leave at once: timers are no finer
TICK = 0.001  # seconds: the shortest sleep
REPLIES_IN_ROW = 4  # while a broadcast waits
CHAT_GAP = 1.05  # seconds between two broadcast messages of one chat: 1.0 at the server
CHAT_BURST = 3  # replies that may leave at once in one chat
FORGET_AFTER = 10.0  # seconds after which a chat's past no longer matters
GROUP = re.compile(r"-\d+")  # a chat of several people; only Telegram has them
GROUP_MOST, GROUP_SECONDS = 20, 60.5  # a minute at the server
EASE, SLOWEST = 0.8, 0.2  # of the speed after a 429; and its lower end
CLIMB, CLIMB_EVERY = 0.05, 10.0  # of the rate, so many seconds apart, until it is whole again


class Permit:
    """Stand for one message that may begin."""

    __slots__ = ("_pacer",)

    def __init__(self, pacer: Pacer) -> None:
        self._pacer = pacer

    def begin(self) -> None:
        """Note that the message begins now, and not when it was granted."""
        self._pacer.note_begun(self)

    def answered(self) -> None:
        """Note that the server has answered now."""
        self._pacer.note_answered(self)


_permit: ContextVar[Permit | None] = ContextVar("permit", default=None)


def note_wire() -> None:
    """Say that the message which was granted to this task is being written to the wire now."""
    permit = _permit.get()
    if permit is not None:
        permit.begin()


def note_answer() -> None:
    """Say that what this task has written to the wire was answered now."""
    permit = _permit.get()
    if permit is not None:
        permit.answered()


@dataclass(slots=True)
class _Waiter:
    chat: str
    lane: Lane
    permit: Permit
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
        self._arrivals: Arrivals[Permit] = Arrivals(max(1, int(rate or 1)))
        self._due = self._soon = float("-inf")  # the next place on the even grid; on the fast one
        self._lanes: dict[Lane, deque[_Waiter]] = {"reply": deque(), "broadcast": deque()}
        self._replies_in_row = 0
        self._chats: dict[str, _Chat] = {}
        self._groups: dict[str, deque[float]] = {}
        self._halted_until = float("-inf")
        self._eased = 1.0  # the share of the rate that is used from `_halted_until` on
        self._timer: asyncio.TimerHandle | None = None
        self._full = False  # the timer waits for a place, so that one more waiter changes nothing

    async def grant(self, chat: str, *, lane: Lane) -> None:
        """Wait until one message to this chat may begin."""
        if self.rate is None and not self.halted:
            return
        waiter = _Waiter(chat, lane, Permit(self), _new_future())
        self._lanes[lane].append(waiter)
        if self._timer is None or not self._full:
            self._look()
        await waiter.granted
        while self.halted:  # the platform complained after this was granted
            waiter.granted = _new_future()
            self._lanes[lane].appendleft(waiter)
            self._look()
            await waiter.granted
        self._arrivals.grant(waiter.permit, self._now())  # only now does its task go on
        _permit.set(waiter.permit)

    def note_begun(self, permit: Permit) -> None:
        """Note that a granted message begins only now."""
        self._arrivals.write(permit, self._now())

    def note_answered(self, permit: Permit) -> None:
        """Note that a message which had begun is answered."""
        self._arrivals.answer(permit, self._now())

    def halt(self, seconds: float) -> None:
        """Grant nothing for so many seconds: the platform said that we are too fast."""
        now = self._now()
        if now >= self._halted_until:  # what comes with the first complaint is the same one
            self._eased = max(SLOWEST, self.speed * EASE)
        self._halted_until = max(self._halted_until, now + seconds)

    @property
    def halted(self) -> float:
        """Return the seconds for which nothing will be granted."""
        return max(0.0, self._halted_until - self._now())

    @property
    def speed(self) -> float:
        """Return the share of the rate that is used: less for a while after a complaint."""
        if self._eased >= 1:
            return 1.0
        steps = max(0.0, self._now() - self._halted_until) // CLIMB_EVERY
        return min(1.0, self._eased + CLIMB * steps)

    async def close(self) -> None:
        """Stop granting."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        """Grant whatever may begin now, and come back when more may."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while any(self._lanes.values()):
            now = self._now()
            opens = max(self._halted_until, self._next_place())
            self._full = opens > now
            if self._full:
                return self._come_back(opens - now)
            waiter, ready_at = self._choose(now)
            if waiter is None:
                return self._come_back(ready_at - now)
            self._record(waiter, now)
        return None

    def _come_back(self, seconds: float) -> None:
        if any(self._lanes.values()):
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(TICK, seconds), self._look)

    def _next_place(self) -> float:
        if self.rate is None:
            return float("-inf")
        opens = self._arrivals.opens(self._now(), self._span / self.speed)
        return max(self._due, self._soon, opens)

    @property
    def _span(self) -> float:
        """Return the seconds in which no more may arrive than the rate allows in one."""
        return max(1.0, self._arrivals.most / (self.rate or 1)) + JITTER

    def _choose(self, now: float) -> tuple[_Waiter | None, float]:
        """Take the first waiter whose chat is ready, replies first; else when one will be."""
        soonest = float("inf")
        lanes: tuple[Lane, Lane] = ("reply", "broadcast")
        for lane in lanes if self._replies_in_row < REPLIES_IN_ROW else reversed(lanes):
            waiting = self._lanes[lane]
            while waiting and waiting[0].granted.cancelled():
                waiting.popleft()
            for place, waiter in enumerate(waiting):
                if waiter.granted.cancelled():
                    continue
                ready = self._ready_at(waiter, now)
                if ready <= now:
                    del waiting[place]
                    return waiter, now
                soonest = min(soonest, ready)
        return None, soonest if soonest < float("inf") else now

    def _ready_at(self, waiter: _Waiter, now: float) -> float:
        group = self._groups.get(waiter.chat)
        if group is not None and len(group) == GROUP_MOST and group[0] + GROUP_SECONDS > now:
            return group[0] + GROUP_SECONDS
        chat = self._chats.get(waiter.chat)
        if chat is None:
            return now
        if waiter.lane == "broadcast":
            return chat.last + CHAT_GAP
        credit = chat.credit + (now - chat.last) / CHAT_GAP
        return now if credit >= 1 else now + (1 - credit) * CHAT_GAP

    def _record(self, waiter: _Waiter, now: float) -> None:
        if self.rate is not None:
            even = 1 / (self.rate * MARGIN * self.speed)
            self._due = max(self._due, now - DEBT) + even
            self._soon = max(self._soon, now - BURST) + even * HASTE
            self._arrivals.grant(waiter.permit, now)
        if waiter.lane == "broadcast":
            self._replies_in_row = 0
        elif self._lanes["broadcast"]:
            self._replies_in_row += 1
        self._record_chat(waiter.chat, now)
        if not waiter.granted.done():
            waiter.granted.set_result(None)

    def _record_chat(self, key: str, now: float) -> None:
        chat = self._chats.pop(key, None) or _Chat()
        if chat.last > float("-inf"):
            chat.credit = min(CHAT_BURST, chat.credit + (now - chat.last) / CHAT_GAP)
        chat.credit -= 1
        chat.last = now
        self._chats[key] = chat  # the last is the newest
        if GROUP.fullmatch(key):
            self._groups.setdefault(key, deque(maxlen=GROUP_MOST)).append(now)
        while (oldest := next(iter(self._chats))) and (
            self._chats[oldest].last < now - FORGET_AFTER
        ):
            del self._chats[oldest]


def _new_future() -> asyncio.Future[None]:
    return asyncio.get_running_loop().create_future()
