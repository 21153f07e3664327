"""Door: whom a broadcast is for: wards, residential groups, organisations, joined step by step."""

from __future__ import annotations

import re

from bot import members, organisations, segments
from bot.areas import Place
from bot.segments import Rule
from bot.turns import Turn
from handlers.organizing_asking import (
    Question,
    always,
    answer,
    ask_step,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_audience import (
    KINDS,
    ask_counted,
    ask_name,
    ask_whom,
    press_counted,
    read_name,
    take_rule,
)
from handlers.organizing_people import BEFORE_MORE, MORE

MOST_NAMES = 30
MOST_PLACES = 8
BETWEEN = re.compile(r"[,;\n]|\s(?:và|va)\s", re.IGNORECASE)


async def read_whom(turn: Turn, text: str) -> bool:
    """Take wards that are named at once, without the way to choose being pressed first."""
    if any(_find(turn, name) for name in _split(text)):
        return await read_wards(turn, text)
    return await refuse_typing(turn, text)


async def press_whom(turn: Turn, value: str) -> bool:
    """Take everybody in scope, or ask for the wards, groups or organisations."""
    if value not in KINDS:
        return await refuse_press(turn, value)
    if value == "all":
        await take_rule(turn, segments.EVERYBODY)
    else:
        await QUESTIONS[value].ask(turn)
    return False


async def ask_wards(turn: Turn) -> None:
    """Ask for wards, of today or of before, several at once."""
    turn.note(names=[], wards=[])
    ask_step(turn, "wards", turn.phrase("organizing-wards"), marks="none")


async def read_wards(turn: Turn, text: str) -> bool:
    """Take wards by name, separated by commas; each must be known."""
    names = _split(text)[:MOST_NAMES]
    unknown = [name for name in names if not _find(turn, name)]
    if unknown or not names:
        turn.misunderstood("organizing-ward-unknown", name=", ".join(unknown) or text)
        return False
    turn.note(names=names, wards=[])
    await settle_wards(turn)
    return False


async def press_wards(turn: Turn, value: str) -> bool:
    """Take the one of several wards of a name that was meant."""
    names = turn.noted("names") or []
    found = {place.key for place in _find(turn, names[0])} if names else set()
    if value not in found:
        return await refuse_press(turn, value)
    turn.note(names=names[1:], wards=[*turn.noted("wards", []), value])
    await settle_wards(turn)
    return False


async def settle_wards(turn: Turn) -> None:
    """Go through the typed names; ask about the first that several wards bear."""
    names, wards = list(turn.noted("names") or []), list(turn.noted("wards") or [])
    while names:
        found = _find(turn, names[0])
        if len(found) > 1:
            turn.note(names=names, wards=wards)
            choices = [answer("wards", place.key, place.label) for place in found[:MOST_PLACES]]
            text = turn.phrase("organizing-ward-which", name=names[0])
            ask_step(turn, "wards", text, choices=choices)
            return
        wards.append(found[0].key)
        names.pop(0)
    turn.note(names=[], wards=[])
    await take_rule(turn, _any_of("ward", list(dict.fromkeys(wards))))


async def ask_groups(turn: Turn) -> None:
    """Ask for residential groups."""
    ask_step(turn, "groups", turn.phrase("organizing-groups"), marks="none")


async def read_groups(turn: Turn, text: str) -> bool:
    """Take residential groups by number or name, separated by commas."""
    groups = [members.read_group(part) for part in text.split(",") if part.strip()]
    if not groups or not all(groups) or len(groups) > MOST_NAMES:
        turn.misunderstood("organizing-groups")
        return False
    await take_rule(turn, _any_of("group", groups))
    return False


async def ask_organisations(turn: Turn) -> None:
    """Ask for the organisation whose members are meant."""
    choices = [
        answer("organisations", str(one.id), one.name)
        for one in await organisations.list_all(turn.session)
    ]
    ask_step(turn, "organisations", turn.phrase("organizing-organisations"), choices=choices)


async def press_organisations(turn: Turn, value: str) -> bool:
    """Take an organisation's members."""
    known = {str(one.id) for one in await organisations.list_all(turn.session)}
    if value not in known:
        return await refuse_press(turn, value)
    await take_rule(turn, {"organisation": int(value)})
    return False


def _split(text: str) -> list[str]:
    return [name.strip() for name in BETWEEN.split(text) if name.strip()]


def _find(turn: Turn, name: str) -> list[Place]:
    return members.places_for(turn.settings).find(name)


def _any_of(kind: str, values: list[str]) -> Rule:
    rules: list[Rule] = [{kind: value} for value in values]
    return rules[0] if len(rules) == 1 else {"or": rules}


# the questions within "whom?"
QUESTIONS: dict[str, Question] = {
    "whom": Question("whom", ask_whom, read_whom, press_whom, always),
    "wards": Question("wards", ask_wards, read_wards, press_wards, always),
    "groups": Question("groups", ask_groups, read_groups, refuse_press, always),
    "organisations": Question(
        "organisations", ask_organisations, refuse_typing, press_organisations, always
    ),
    "counted": Question("counted", ask_counted, refuse_typing, press_counted, always),
    "naming": Question("naming", ask_name, read_name, refuse_press, always),
    **MORE,
}
# where "back" leads, within "whom?"
BEFORE = {
    **dict.fromkeys(("wards", "groups", "organisations", "counted"), "whom"),
    "naming": "counted",
    **BEFORE_MORE,
}


async def go_back_within(turn: Turn, step: str) -> bool:
    """Ask the question before, within "whom?"; return False where that is over."""
    if step == "naming" or (step == "whom" and turn.noted("joiner")):
        turn.note(joiner=None)
        await ask_counted(turn)
        return True
    if step not in BEFORE or (step == "counted" and turn.noted("correcting")):
        return False
    turn.note(wish=turn.noted("wish") if turn.noted("joiner") else None)
    await QUESTIONS[BEFORE[step]].ask(turn)
    return True
