"""The toll: who sent how much when, and the 429 of whoever was too fast."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict, deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.kit.bot_api.refusals import Json, Refusal, too_many

if TYPE_CHECKING:
    from collections.abc import Sequence

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
NOTHING = 1e-6  # what a sum of floats may miss
COUNTED = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendVenue", "sendPoll"})


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Set what is allowed; None switches one limit off.

    ``account`` is messages in any sliding second, ``chat`` messages a second in one private
    chat after a burst of ``chat_burst``, ``group`` messages in any sliding minute.
    """

    account: int | None = 30
    chat: float | None = 1.0
    chat_burst: int = 5
    group: int | None = 20


NO_LIMITS = Limits(account=None, chat=None, group=None)


@dataclass(frozen=True)
class Arrival:
    """Note one message request: when it came (monotonic ns), to which chat, and its fate."""

    at: int
    chat_id: int
    refused: bool
    since_429: int | None = None


@dataclass
class _Bucket:
    tokens: float
    at: int


@dataclass
class Rates:
    """Count arrivals, refuse what is too fast, and answer questions about the pace."""

    limits: Limits = field(default_factory=Limits)
    arrivals: list[Arrival] = field(default_factory=list)
    overshoots: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken: deque[int] = deque()
        self._groups: defaultdict[int, deque[int]] = defaultdict(deque)
        self._buckets: dict[int, _Bucket] = {}
        self._halts: dict[int | None, tuple[int, int]] = {}

    def admit(self, chat_id: int, *, at: int) -> Refusal | None:
        """Count one request that would send; return the 429 that it is owed, if any."""
        halt = self._halt_over(chat_id, at)
        wait, why = self._wait(chat_id, at)
        since = at - halt[0] if halt else None
        if halt and halt[1] - at > wait:
            wait, why = halt[1] - at, "halted"
        self.arrivals.append(Arrival(at, chat_id, wait > 0, since))
        if wait <= 0:
            self._take(chat_id, at)
            return None
        self.overshoots.append({"at": at, "chat_id": chat_id, "why": why})
        seconds = max(1, math.ceil(wait / SECOND))
        if why != "halted":
            self.halt(seconds, chat_id=None if why == "account" else chat_id, at=at)
        return too_many(seconds)

    def halt(self, seconds: float, *, chat_id: int | None, at: int) -> None:
        """Ask for quiet: in one chat, or of the whole account where no chat is named."""
        self._halts[chat_id] = (at, at + int(seconds * SECOND))

    def _halt_over(self, chat_id: int, at: int) -> tuple[int, int] | None:
        halts = [self._halts[key] for key in (None, chat_id) if key in self._halts]
        return max((h for h in halts if at < h[1]), key=lambda h: h[1], default=None)

    def _wait(self, chat_id: int, at: int) -> tuple[int, str]:
        waits = [(self._account_wait(at), "account")]
        if chat_id < 0:
            waits.append((self._group_wait(chat_id, at), "group"))
        else:
            waits.append((self._chat_wait(chat_id, at), "chat"))
        return max(waits, key=lambda each: each[0])

    def _account_wait(self, at: int) -> int:
        return _window_wait(self._taken, self.limits.account, at=at, window=SECOND)

    def _group_wait(self, chat_id: int, at: int) -> int:
        return _window_wait(self._groups[chat_id], self.limits.group, at=at, window=MINUTE)

    def _chat_wait(self, chat_id: int, at: int) -> int:
        if self.limits.chat is None:
            return 0
        missing = 1 - self._filled(chat_id, at).tokens
        return int(missing / self.limits.chat * SECOND) if missing > NOTHING else 0

    def _filled(self, chat_id: int, at: int) -> _Bucket:
        burst = float(self.limits.chat_burst)
        bucket = self._buckets.setdefault(chat_id, _Bucket(burst, at))
        gained = (at - bucket.at) / SECOND * (self.limits.chat or 0)
        bucket.tokens, bucket.at = min(burst, bucket.tokens + gained), at
        return bucket

    def _take(self, chat_id: int, at: int) -> None:
        if self.limits.account is not None:
            self._taken.append(at)
        if chat_id < 0 and self.limits.group is not None:
            self._groups[chat_id].append(at)
        if chat_id > 0 and self.limits.chat is not None:
            self._filled(chat_id, at).tokens -= 1

    def max_in(self, seconds: float) -> int:
        """Find the most requests that arrived in any sliding window of this length."""
        return max_in_window([each.at for each in self.arrivals], int(seconds * SECOND))

    def spacing(self, chat_id: int) -> list[float]:
        """List the seconds between one request to a chat and the next."""
        times = [each.at for each in self.arrivals if each.chat_id == chat_id]
        return [(b - a) / SECOND for a, b in pairwise(times)]

    def begun_in_halt(self, *, grace: float = 0.0) -> int:
        """Count requests that came in a time of asked quiet, ``grace`` s after its 429."""
        return sum(
            each.since_429 is not None and each.since_429 > grace * SECOND
            for each in self.arrivals
        )

    def summary(self) -> Json:
        """Tell the pace in figures, for a bench that asks over HTTP."""
        return {
            "arrivals": len(self.arrivals),
            "overshoots": len(self.overshoots),
            "max_in_1s": self.max_in(1.0),
            "max_in_100ms": self.max_in(0.1),
            "begun_in_halt": self.begun_in_halt(),
            "begun_in_halt_after_100ms": self.begun_in_halt(grace=0.1),
        }


def _window_wait(taken: deque[int], most: int | None, *, at: int, window: int) -> int:
    if most is None:
        return 0
    while taken and taken[0] <= at - window:
        taken.popleft()
    return taken[-most] + window - at if len(taken) >= most else 0


def max_in_window(times: Sequence[int], window: int) -> int:
    """Find the most of sorted times that fall into any half-open window of this length."""
    return max(
        (n + 1 - bisect_left(times, at - window + 1, hi=n) for n, at in enumerate(times)),
        default=0,
    )
