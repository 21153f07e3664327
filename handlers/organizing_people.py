"""Door: further ways to choose people: by age, tag, channel, since when; and those kept before."""

from __future__ import annotations

import re
from datetime import date

from bot import members, segments
from bot.accounts import title_of
from bot.clock import to_local
from bot.errors import NotPermitted
from bot.segments import MOST_AGE, Rule
from bot.surveys.dates import read_date
from bot.turns import Turn
from bot.words import fold
from handlers.organizing_asking import (
    LISTED,
    Question,
    actor_of,
    always,
    answer,
    ask_step,
    attempt,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_audience import take_rule
from handlers.organizing_events import BEFORE_EVENTS, EVENTS
from handlers.organizing_scope import narrow

WAYS = ("ages", "tags", "channels", "since", "surveys", "messages", "saved")
UP = re.compile(r"\b(tu|tro len|or more|and over|from|up)\b")
OVER = re.compile(r"\b(tren|over|above)\b")
DOWN = re.compile(r"\b(den|tro xuong|toi da|up to|or less|to)\b")
UNDER = re.compile(r"\b(duoi|under|below)\b")


async def ask_more(turn: Turn) -> None:
    """Ask by which further way people are chosen."""
    choices = [answer("more", way, turn.phrase(f"organizing-more-{way}")) for way in WAYS]
    ask_step(turn, "more", turn.phrase("organizing-more"), choices=choices)


async def press_more(turn: Turn, value: str) -> bool:
    """Ask for the ages, tags and so on."""
    if value not in WAYS:
        return await refuse_press(turn, value)
    await MORE[value].ask(turn)
    return False


async def ask_ages(turn: Turn) -> None:
    """Ask for ages."""
    ask_step(turn, "ages", turn.phrase("organizing-ages"), marks="none")


async def read_ages(turn: Turn, text: str) -> bool:
    """Take ages as people write them: 18-35, from 60, under 16."""
    found = find_ages(text)
    if found is None:
        turn.misunderstood("organizing-ages-unclear")
        return False
    await take_rule(turn, {"age": [*found, to_local(turn.now).year]})
    return False


def find_ages(text: str) -> tuple[int, int] | None:
    """Return the ages, both included, that a text means, or None."""
    plain = fold(text)
    ages = [int(number) for number in re.findall(r"\d+", plain)]
    match ages:
        case [least, most]:
            found = (least, most)
        case [age] if UNDER.search(plain):
            found = (0, age - 1)
        case [age] if OVER.search(plain):
            found = (age + 1, MOST_AGE)
        case [age] if UP.search(plain):
            found = (age, MOST_AGE)
        case [age] if DOWN.search(plain):
            found = (0, age)
        case _:
            return None
    return found if 0 <= found[0] <= found[1] <= MOST_AGE else None


async def ask_tags(turn: Turn) -> None:
    """Ask for a tag, offering those that somebody in scope has."""
    choices = [answer("tags", fold(tag), tag) for tag in await _find_tags(turn)]
    key = "organizing-tags" if choices else "organizing-tags-none"
    ask_step(turn, "tags", turn.phrase(key), choices=choices)


async def press_tags(turn: Turn, value: str) -> bool:
    """Take a tag."""
    tag = await members.find_tag(turn.session, await actor_of(turn), value)
    if tag is None:
        return await refuse_press(turn, value)
    await take_rule(turn, {"tag": tag})
    return False


async def read_tags(turn: Turn, text: str) -> bool:
    """Take a tag by its words; marks may lack."""
    if await members.find_tag(turn.session, await actor_of(turn), text) is None:
        return await refuse_typing(turn, text)
    return await press_tags(turn, text)


async def ask_channels(turn: Turn) -> None:
    """Ask for the channel that people are on."""
    names = await segments.list_channels(turn.session)
    choices = [answer("channels", name, title_of(name)) for name in names]
    ask_step(turn, "channels", turn.phrase("organizing-channels"), choices=choices)


async def press_channels(turn: Turn, value: str) -> bool:
    """Take a channel."""
    if value not in await segments.list_channels(turn.session):
        return await refuse_press(turn, value)
    await take_rule(turn, {"channel": value})
    return False


async def ask_since(turn: Turn) -> None:
    """Ask since which day people have registered."""
    ask_step(turn, "since", turn.phrase("organizing-since"), marks="none")


async def read_since(turn: Turn, text: str) -> bool:
    """Take a day."""
    day = read_date(text, to_local(turn.now).date())
    if not isinstance(day, date):
        turn.misunderstood("date-unclear")
        return False
    await take_rule(turn, {"registered_since": day.isoformat()})
    return False


async def ask_saved(turn: Turn) -> None:
    """Ask for people who were kept under a name."""
    found = await segments.list_segments(turn.session, await actor_of(turn))
    choices = [answer("saved", str(one.id), one.name, one.name) for one in found[:LISTED]]
    key = "organizing-saved" if choices else "organizing-saved-none"
    ask_step(turn, "saved", turn.phrase(key), choices=choices)


async def press_saved(turn: Turn, value: str) -> bool:
    """Take people who were kept under a name."""
    found = await segments.list_segments(turn.session, await actor_of(turn))
    name = next((one.name for one in found if str(one.id) == value), None)
    if name is None:
        return await refuse_press(turn, value)
    return await _take_saved(turn, name)


async def read_saved(turn: Turn, text: str) -> bool:
    """Take people by the name that they were kept under, when it is none of those offered."""
    return await _take_saved(turn, text)


async def _take_saved(turn: Turn, name: str) -> bool:
    verb = segments.get_rule(turn.session, name, now=turn.now)
    rule = await attempt(turn, verb)
    if rule is None:
        turn.repeat_question()
    else:
        await take_rule(turn, rule)
    return False


async def _find_tags(turn: Turn) -> list[str]:
    """Return the tags of people whom the organizer may reach."""
    actor, organisation = await actor_of(turn), turn.noted("organisation")
    found: list[str] = []
    for tag, _ in await members.list_tags(turn.session, actor):
        rule: Rule = {"tag": tag}
        try:
            rule = narrow(actor, rule, organisation)
        except NotPermitted:
            continue
        if len(found) < LISTED and await segments.count(turn.session, rule):
            found.append(tag)
    return found


# the questions behind "another way"
MORE: dict[str, Question] = {
    "more": Question("more", ask_more, refuse_typing, press_more, always),
    "ages": Question("ages", ask_ages, read_ages, refuse_press, always),
    "tags": Question("tags", ask_tags, read_tags, press_tags, always),
    "channels": Question("channels", ask_channels, refuse_typing, press_channels, always),
    "since": Question("since", ask_since, read_since, refuse_press, always),
    "saved": Question("saved", ask_saved, read_saved, press_saved, always),
    **EVENTS,
}
BEFORE_MORE = {"more": "whom", **dict.fromkeys(WAYS, "more"), **BEFORE_EVENTS}
