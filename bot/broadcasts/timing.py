"""Room: when a broadcast leaves, and until when: a time as people type it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from bot.clock import LOCAL, to_local
from bot.errors import Refused
from bot.words import fold, nfc

NOON = 12
WEEK = timedelta(days=7)
LETTERS = re.compile(r"[^\W\d_]+")
NUMBERED_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?!\d)")
ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d))?")
HOUR = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:(?::|gio|h|g)\s*(?:(\d{2})(?!\d)|(ruoi))?|(?=\s*(?:am|pm)\b))"
)
LATER = re.compile(
    r"(\d{1,3})\s*(phut|tieng|gio)\s*nua\b(?:\s*nhe|\s*a)?|in (\d{1,3})\s*(minutes?|hours?)"
)
# what stands between the time of a broadcast and its deadline
DEADLINE = re.compile(r"\b(?:trước|truoc|hạn|han|chậm nhất|cham nhat|before|by)\b", re.IGNORECASE)
# words for a day -> how many days from today
NAMED_DAYS = {
    "ngay mai": 1,
    "mai": 1,
    "tomorrow": 1,
    "ngay mot": 2,
    "ngay kia": 2,
    "mot": 2,
    "hom nay": 0,
    "nay": 0,
    "today": 0,
}
# words for a day of the week -> Monday is 0
WEEKDAYS = {
    **{f"thu {number}": number - 2 for number in range(2, 8)},
    **{name: place for place, name in enumerate(("thu hai", "thu ba", "thu tu", "thu nam"))},
    "thu sau": 4,
    "thu bay": 5,
    "chu nhat": 6,
    **{
        name: place
        for place, name in enumerate(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        )
    },
}
# words for a part of the day -> the first hour, of twelve, that is moved past noon by it
AFTERNOONS = {"chieu": 1, "toi": 1, "dem": 5, "pm": 1, "trua": 1, "sang": NOON, "am": NOON}
LAST_OF_LUNCH = 3  # "11h trưa" is before noon, "1h trưa" after
FILLERS = frozenset(
    ["luc", "vao", "ngay", "hom", "a", "nhe", "nha", "di", "at", "on", "the", "buoi", "gui", "hen"]
)


def read_moment(text: str, *, now: datetime) -> datetime:
    """Return the moment that a text names ("19:30", "7h tối", "mai 8h", "05/12 8:00"), in UTC.

    A time without a day is today's, or tomorrow's once it has passed. Raises Refused for what
    names no time, or a day that is over.
    """
    plain = LETTERS.sub(lambda run: fold(run.group()), nfc(text).lower()).strip()
    later = LATER.fullmatch(plain)
    if later:
        return now + _step(later[1] or later[3], later[2] or later[4])
    day, rest = _take_day(plain, to_local(now).date())
    hour, rest = _take_hour(rest)
    if re.search(r"\d", rest) or set(LETTERS.findall(rest)) - FILLERS:
        raise Refused("broadcast-time-unclear")
    moment = _join(day or to_local(now).date(), hour)
    if moment <= now and day is None:
        moment = _join(to_local(now).date() + timedelta(days=1), hour)
    if moment <= now:
        raise Refused("broadcast-time-past")
    return moment


def read_deadline(text: str, *, now: datetime, start: datetime) -> datetime:
    """Return until when a text says that a broadcast is to leave that begins at a start, in UTC.

    A time without a day is the first such one after the start. Raises Refused for one before it.
    """
    moment = read_moment(text, now=now)
    if moment > start:
        return moment
    try:
        moment = read_moment(text, now=start)
    except Refused as refused:
        raise Refused("broadcast-send-by-before-start") from refused
    if moment - start > WEEK:  # the next year's day: it was meant before the start
        raise Refused("broadcast-send-by-before-start")
    return moment


def read_times(text: str, *, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return when a broadcast leaves (None: at once) and until when, of "mai 8h, trước 17h".

    Raises Refused for what names no time.
    """
    first, *rest = DEADLINE.split(nfc(text), maxsplit=1)
    at = read_moment(first, now=now) if first.strip(" ,;.") or not rest else None
    by = read_deadline(rest[0], now=now, start=at or now) if rest else None
    return at, by


def _step(number: str, unit: str) -> timedelta:
    minutes = unit.startswith(("phut", "minute"))
    return timedelta(minutes=int(number)) if minutes else timedelta(hours=int(number))


def _take_day(plain: str, today: date) -> tuple[date | None, str]:
    """Return the day that a text names, if any, and the text without it."""
    if found := ISO_DAY.search(plain):
        return _day(int(found[1]), int(found[2]), int(found[3])), _without(plain, found)
    if found := NUMBERED_DAY.search(plain):
        return _numbered(found, today), _without(plain, found)
    for words, step in NAMED_DAYS.items():
        if found := re.search(rf"\b{words}\b", plain):
            return today + timedelta(days=step), _without(plain, found)
    for words, place in WEEKDAYS.items():
        if found := re.search(rf"\b{words}\b(?!\s*[h:])", plain):
            ahead = (place - today.weekday()) % 7 or 7
            return today + timedelta(days=ahead), _without(plain, found)
    return None, plain


def _numbered(found: re.Match[str], today: date) -> date:
    """Read 5/12 or 5/12/2026; without a year the next such day is meant."""
    day, month = int(found[1]), int(found[2])
    if found[3]:
        return _day(int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, day)  # noqa: PLR2004
    this_year = _day(today.year, month, day)
    return this_year if this_year >= today else _day(today.year + 1, month, day)


def _take_hour(plain: str) -> tuple[time, str]:
    """Return the hour that a text names and the text without it, or raise Refused."""
    found = HOUR.search(plain)
    if found is None:
        raise Refused("broadcast-time-unclear")
    rest = _without(plain, found)
    part = re.search(rf"\b({'|'.join(AFTERNOONS)})\b", rest)
    hour, minute = int(found[1]), int(found[2] or (30 if found[3] else 0))
    if part:
        rest = _without(rest, part)
        hour = _moved(hour, part[1])
    try:
        return time(hour, minute), rest
    except ValueError as error:
        raise Refused("broadcast-time-unclear") from error


def _moved(hour: int, part: str) -> int:
    """Return an hour by its part of the day: 7h tối is 19, 11h trưa stays 11, 12 am is 0."""
    if hour == NOON:
        return 0 if part in ("am", "dem") else hour
    if part == "trua":
        return hour + NOON if hour <= LAST_OF_LUNCH else hour
    return hour + NOON if AFTERNOONS[part] <= hour < NOON else hour


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refused("broadcast-time-unclear") from error


def _join(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=LOCAL)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
