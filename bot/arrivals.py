"""Ground: when messages that were begun have arrived, at the latest: what a server counts.

A server that stands still, or a wire that is slow, sees at once what was begun evenly. Answers
tell of it: what was answered later than the quickest of late may have arrived later by as much,
and what is not answered yet may be arriving now.
"""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

LEARN = 5.0  # seconds; the quickest answer is the one of the last two such spans
FORGET = 2.0  # seconds after which what was never answered is not waited for any more
LOOK = 0.005  # seconds until the next look where nobody can say when there will be room

Key = TypeVar("Key")


class Arrivals(Generic[Key]):
    """Hold the last messages, and tell when one more may begin."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._granted: dict[Key, float] = {}  # and not written: when, the oldest first
        self._flying: dict[Key, float] = {}  # written and not answered: when, the oldest first
        self._answered: deque[float] = deque(maxlen=most)  # older ones decide nothing
        self._quickest = self._before = float("inf")
        self._learnt_since = float("-inf")

    def grant(self, key: Key, now: float) -> None:
        """Count a message that may begin; where nobody tells of its wire it counts as of now."""
        self._granted.pop(key, None)
        self._granted[key] = now

    def write(self, key: Key, now: float) -> None:
        """Count a message as on its way."""
        self._granted.pop(key, None)
        self._flying.pop(key, None)
        self._flying[key] = now

    def answer(self, key: Key, now: float) -> None:
        """Count a message as answered, and learn how quick that is."""
        written = self._flying.pop(key, None)
        if written is not None:
            self._answered.append(now)
            self._learn(now - written, now)

    def opens(self, now: float, span: float) -> float:
        """Return when one more may begin, so that no more than may be arrive in any span."""
        least = min(self._quickest, self._before)
        _drop(self._granted, now - span)
        _drop(self._flying, now - (FORGET if least < span else span))  # far ones all take long
        while self._answered and self._answered[0] - least + span <= now:
            self._answered.popleft()
        over = len(self._granted) + len(self._flying) + len(self._answered) - self.most
        if over < 0:
            return float("-inf")
        if over < len(self._answered):
            return self._answered[over] - least + span
        return next(iter(self._granted.values()), now + LOOK - span) + span

    def _learn(self, took: float, now: float) -> None:
        if now - self._learnt_since > LEARN:
            self._before, self._quickest = self._quickest, took
            self._learnt_since = now
        self._quickest = min(self._quickest, took)


def _drop(times: dict[Key, float], until: float) -> None:
    """Forget what is as old as that; the oldest are first."""
    while times and next(iter(times.values())) <= until:
        del times[next(iter(times))]
