"""Room: failure is watched: when too many of the last messages failed for one and the same reason.

The watch is the sender's memory only: after a restart, or once an organizer has let the broadcast
go on, it counts anew.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from bot.broadcasts.fates import Fate
from bot.settings import Settings

MOST_WATCHED = 100  # broadcasts; the one that began to be watched first is forgotten


@dataclass(frozen=True, slots=True)
class Failing:
    """Say that so many of a broadcast's last messages failed for one reason."""

    broadcast_id: int
    reason: str
    failed: int
    last: int
    why: str = ""  # the platform's own words, where one message is enough
    account: str = ""  # whose month is spent


class Watch:
    """Keep how the last messages of each broadcast ended."""

    def __init__(self, settings: Settings) -> None:
        self._last = settings.failure_last
        self._allowed = self._last * settings.failure_percent / 100
        self._ends: dict[int, deque[str]] = {}

    def look(self, fate: Fate) -> Failing | None:
        """Note how a message ended; say so when too many have failed, and count anew."""
        if fate.state in ("queued", "skipped"):  # it has not left, or there was nothing to do
            return None
        number = fate.bundle.wording.broadcast_id
        ends = self._ends.setdefault(number, deque(maxlen=self._last))
        ends.append("" if fate.state == "sent" else fate.reason or fate.state)
        if len(self._ends) > MOST_WATCHED:
            del self._ends[next(iter(self._ends))]
        reason = ends[-1]
        failed = ends.count(reason) if reason else 0
        if failed <= self._allowed:
            return None
        del self._ends[number]
        return Failing(number, reason, failed, len(ends))
