"""Ground: the one place that knows the time, so that tests, demo and proofs can drive it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Tell the time."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        ...


class SystemClock:
    """Tell the machine's time."""

    def now(self) -> datetime:
        """Return the machine's present moment, in UTC."""
        return datetime.now(UTC)


class FileClock:
    """Tell the machine's time moved by the seconds that a file holds, shared by processes.

    Demo and proofs rewrite the file to drive every process that reads it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = -1
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """Return the driven moment, in UTC."""
        stamp = self._path.stat().st_mtime_ns
        if stamp != self._stamp:
            self._offset = timedelta(seconds=float(self._path.read_text("utf-8")))
            self._stamp = stamp
        return datetime.now(UTC) + self._offset

    def set(self, moment: datetime) -> None:
        """Drive every clock that reads this file to a moment."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(str((moment - datetime.now(UTC)).total_seconds()), "utf-8")
        fresh.replace(self._path)


class StoppedClock:
    """Tell the moment that a test has set."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the set moment, in UTC."""
        return self.moment

    def advance(self, **step: float) -> None:
        """Move on by a timedelta's keywords: `advance(minutes=5)`."""
        self.moment += timedelta(**step)


def monotonic() -> float:
    """Return seconds that never step back, for pacing."""
    return time.monotonic()


def boottime() -> float:
    """Return seconds that go on while the program, or the whole machine, sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def to_local(moment: datetime) -> datetime:
    """Return a moment as people in Viet Nam read it."""
    return moment.astimezone(LOCAL)
