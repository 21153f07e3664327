"""Door: "Gửi định kỳ": a draft made a series: weekly, monthly, or by a date of each person."""

from __future__ import annotations

import re
from typing import Any

from bot import broadcasts, members, segments, series
from bot.broadcasts.timing import read_moment
from bot.clock import to_local
from bot.errors import Refused
from bot.series.schedules import MOST_DAYS, MOST_MONTH_DAY
from bot.text import moment
from bot.turns import Turn
from bot.words import fold
from handlers.asking import YES
from handlers.organizing_asking import (
    Question,
    actor_of,
    always,
    answer,
    ask_step,
    attempt,
    refuse_press,
    refuse_typing,
)

WAYS = ("week", "month", "date")
WEEK = range(7)
BEFORE_WORDS = re.compile(r"\b(truoc|before)\b")
AFTER_WORDS = re.compile(r"\b(sau|after)\b")
SAME_WORDS = re.compile(r"\b(dung|vao|on)\b")


async def ask_repeat(turn: Turn, number: int) -> None:
    """Ask in which way a draft is sent again and again."""
    await _ask_way(turn)


async def _ask_way(turn: Turn) -> None:
    choices = [answer("repeat", way, turn.phrase(f"organizing-repeat-{way}")) for way in WAYS]
    ask_step(turn, "repeat", turn.phrase("organizing-repeat"), choices=choices)


async def press_way(turn: Turn, value: str) -> bool:
    """Ask for the weekday, the day of the month or the date."""
    if value not in WAYS:
        return await refuse_press(turn, value)
    asks = {"week": ask_weekday, "month": ask_day, "date": ask_kind}
    await asks[value](turn)
    return False


async def ask_weekday(turn: Turn) -> None:
    """Ask on which day of the week."""
    names = [turn.phrase("series-weekday", day=day) for day in WEEK]
    choices = [answer("weekday", str(day), name) for day, name in zip(WEEK, names, strict=True)]
    ask_step(turn, "weekday", turn.phrase("organizing-repeat-weekday"), choices=choices)


async def press_weekday(turn: Turn, value: str) -> bool:
    """Take the day of the week."""
    if value not in map(str, WEEK):
        return await refuse_press(turn, value)
    return await _ask_hour_of(turn, {"every": "week", "day": int(value)})


async def ask_day(turn: Turn) -> None:
    """Ask on which day of the month."""
    choices = [answer("day", series.LAST, turn.phrase("organizing-repeat-last"))]
    text = turn.phrase("organizing-repeat-day")
    ask_step(turn, "day", text, choices=choices, marks="none")


async def press_day(turn: Turn, value: str) -> bool:
    """Take the last day of each month."""
    if value != series.LAST:
        return await refuse_press(turn, value)
    return await _ask_hour_of(turn, {"every": "month", "day": series.LAST})


async def read_day(turn: Turn, text: str) -> bool:
    """Take the day of each month."""
    days = [int(number) for number in re.findall(r"\d+", text)]
    if len(days) != 1 or not 1 <= days[0] <= MOST_MONTH_DAY:
        turn.misunderstood("organizing-repeat-unclear")
        return False
    return await _ask_hour_of(turn, {"every": "month", "day": days[0]})


async def ask_kind(turn: Turn) -> None:
    """Ask which date of each person is followed."""
    choices = [
        answer("datekind", kind, turn.phrase("organizing-repeat-kind-of", kind=kind))
        for kind in members.DATES
    ]
    ask_step(turn, "datekind", turn.phrase("organizing-repeat-kind"), choices=choices)


async def press_kind(turn: Turn, value: str) -> bool:
    """Take the date that is followed."""
    if value not in members.DATES:
        return await refuse_press(turn, value)
    turn.note(schedule={"date": value})
    await ask_days(turn)
    return False


async def ask_days(turn: Turn) -> None:
    """Ask how many days before or after that date."""
    ask_step(turn, "days", turn.phrase("organizing-repeat-days"), marks="none")


async def read_days(turn: Turn, text: str) -> bool:
    """Take the days, as people write them."""
    days = find_days(text)
    if days is None or abs(days) > MOST_DAYS:
        turn.misunderstood("organizing-repeat-unclear")
        return False
    return await _ask_hour_of(turn, {**turn.noted("schedule"), "days": days})


def find_days(text: str) -> int | None:
    """Return how many days after a date a text means, negative for before it, or None."""
    plain = fold(text)
    numbers = [int(number) for number in re.findall(r"\d+", plain)]
    match numbers:
        case [number] if BEFORE_WORDS.search(plain):
            return -number
        case [number] if AFTER_WORDS.search(plain):
            return number
        case [] if SAME_WORDS.search(plain):
            return 0
        case _:
            return None


async def ask_hour(turn: Turn) -> None:
    """Ask at what hour."""
    ask_step(turn, "hour", turn.phrase("organizing-repeat-hour"), marks="none")


async def read_hour(turn: Turn, text: str) -> bool:
    """Take the hour, and ask for the confirmation."""
    try:
        hour = f"{to_local(read_moment(text, now=turn.now)):%H:%M}"
    except Refused as refused:
        turn.misunderstood(refused.code)
        return False
    turn.note(schedule={**turn.noted("schedule"), "at": hour})
    await ask_begin(turn)
    return False


async def ask_begin(turn: Turn) -> None:
    """Say when it is sent, first and then on, and to whom, and ask to confirm."""
    schedule = turn.noted("schedule")
    today = to_local(turn.now).date()
    first = series.next_after(schedule, turn.now, starts_on=today, ends_on=None)
    words = turn.phrase(
        "organizing-repeat-confirm",
        title=turn.noted("title"),
        when=series.describe(schedule, turn.locale),
        first=moment(turn.locale, first) if first else "—",
        rule=await segments.describe(turn.session, turn.noted("rule"), turn.locale),
    )
    if series.is_relative(schedule):
        words += "\n" + turn.phrase("organizing-repeat-reminders")
    choices = [answer("begin", "yes", turn.phrase("organizing-repeat-yes"), *YES)]
    ask_step(turn, "begin", words, choices=choices)


async def press_begin(turn: Turn, value: str) -> bool:
    """Begin the series; the draft lives on in it."""
    number, schedule = turn.noted("broadcast"), turn.noted("schedule")
    draft = await broadcasts.get(turn.session, number)
    verb = series.add_from(
        turn.session,
        await actor_of(turn),
        draft.id,
        schedule,
        settings=turn.settings,
        now=turn.now,
    )
    made = await attempt(turn, verb)
    if made is None:
        await ask_hour(turn)
        return False
    turn.done()
    if made.state == "awaiting_approval" or made.next_at is None:
        turn.say("organizing-repeat-awaits", number=str(made.id))
        return False
    when, first = series.describe(schedule, turn.locale), moment(turn.locale, made.next_at)
    turn.say("organizing-repeat-done", number=str(made.id), when=when, first=first)
    return False


async def _ask_hour_of(turn: Turn, schedule: dict[str, Any]) -> bool:
    turn.note(schedule=schedule)
    await ask_hour(turn)
    return False


# the questions of a series, and where "back" leads from each; from the first, to the preview
REPEATING: dict[str, Question] = {
    "repeat": Question("repeat", _ask_way, refuse_typing, press_way, always),
    "weekday": Question("weekday", ask_weekday, refuse_typing, press_weekday, always),
    "day": Question("day", ask_day, read_day, press_day, always),
    "datekind": Question("datekind", ask_kind, refuse_typing, press_kind, always),
    "days": Question("days", ask_days, read_days, refuse_press, always),
    "hour": Question("hour", ask_hour, read_hour, refuse_press, always),
    "begin": Question("begin", ask_begin, refuse_typing, press_begin, always),
}
BEFORE_REPEATING = {
    "weekday": "repeat",
    "day": "repeat",
    "datekind": "repeat",
    "days": "datekind",
    "hour": "repeat",
    "begin": "hour",
}
