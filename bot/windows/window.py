"""Room: windows: when an organisation's messages may leave: not at night, not on closed days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.clock import LOCAL, to_local
from bot.windows.dates import ONE_DAY, Days

EVENING_MARGIN = timedelta(seconds=1)  # what is claimed needs a moment to leave
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Window:
    """Hold an organisation's quiet hours, in local time, and its closed days, joined.

    Equal hours mean that no hour is quiet.
    """

    quiet_from: time
    quiet_until: time
    closed: tuple[Days, ...] = ()

    def is_open(self, moment: datetime) -> bool:
        """Tell whether a message may be begun now, with a moment left for its leaving."""
        return self._holds(moment) and self._holds(moment + EVENING_MARGIN)

    def next_open(self, moment: datetime) -> datetime:
        """Return the moment itself when it is open, else the start of the next open span."""
        if self.is_open(moment):
            return moment
        day = to_local(moment).date()
        while True:
            starts = (start for start, _ in self._spans(day) if start > moment)
            found = next(starts, None)
            if found is not None:
                return found.astimezone(moment.tzinfo)
            day = self._after(day)

    def capacity(self, start: datetime, end: datetime) -> float:
        """Return the seconds between two moments in which messages may leave."""
        seconds = 0.0
        day, last = to_local(start).date(), to_local(end).date()
        while day <= last:
            for opens, closes in self._spans(day):
                seconds += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
            day = self._after(day)
        return seconds

    def end_of(self, start: datetime, seconds: float) -> datetime:
        """Return when so many seconds in which messages may leave are over, from a moment on."""
        day, left = to_local(start).date(), seconds
        while True:
            for opens, closes in self._spans(day):
                begins = max(start, opens)
                room = (closes - begins).total_seconds()
                if 0 < room >= left:
                    return (begins + timedelta(seconds=left)).astimezone(start.tzinfo)
                left -= max(0.0, room)
            day = self._after(day)

    def reaches(self, moment: datetime) -> bool:
        """Tell whether messages may leave right until a moment: it is open, or closes then."""
        return self._holds(moment - timedelta(microseconds=1))

    def closed_on(self, moment: datetime) -> str:
        """Return what the closed days are called that a moment lies in, or an empty text."""
        found = self._closure(to_local(moment).date())
        return found.name if found else ""

    def of(self, *, urgent: bool) -> Window:
        """Return the window of a broadcast: closed days do not hold what is urgent, nights do."""
        return replace(self, closed=()) if urgent else self

    def _holds(self, moment: datetime) -> bool:
        return any(start <= moment < end for start, end in self._spans(to_local(moment).date()))

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open spans of a day, the earlier first; an end is no part of its span."""
        if self._closure(day):
            return
        midnight, following = _at(day, MIDNIGHT), _at(day + ONE_DAY, MIDNIGHT)
        falls, ends = _at(day, self.quiet_from), _at(day, self.quiet_until)
        if falls == ends:
            yield midnight, following
        elif falls > ends:
            yield ends, falls
        else:
            if midnight < falls:
                yield midnight, falls
            yield ends, following

    def _after(self, day: date) -> date:
        """Return the next day that may have open spans."""
        closure = self._closure(day + ONE_DAY)
        return closure.last + ONE_DAY if closure else day + ONE_DAY

    def _closure(self, day: date) -> Days | None:
        place = bisect_right(self.closed, day, key=lambda days: days.first) - 1
        found = self.closed[place] if place >= 0 else None
        return found if found and day <= found.last else None


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LOCAL)
