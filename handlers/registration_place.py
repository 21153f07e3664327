"""Door: the steps that ask where somebody belongs: ward, residential group, organisations."""

from __future__ import annotations

import re

from bot import members
from bot.areas import Place, Places
from bot.messages import Choice
from bot.turns import Turn
from bot.words import fold
from handlers.asking import Step, answer, ask_step, refuse_press

MOST_PLACES = 8  # more hits than a person can read in a chat
GROUP_MOST = 60
UNSURE = "unsure"
MANNERS_BEFORE = re.compile(
    r"^(?:dạ[ ,]*)?(?:(?:tôi|toi|em|cháu|chau|con|mình|minh|bác|nhà|nha)\s+)*"
    r"(?:(?:ở|tại|tai)\s+)?",
    re.IGNORECASE,
)
MANNERS_AFTER = re.compile(r"\s+(?:ạ|nhé|nhe)$|[.,!]+$", re.IGNORECASE)
AGE = re.compile(r"\s+\(?(cũ|cu|mới|moi)\)?$", re.IGNORECASE)


async def ask_ward(turn: Turn) -> None:
    """Ask for the ward, by its name of today or of before."""
    ask_step(turn, "ward", turn.phrase("register-ward"), marks="none")


async def read_ward(turn: Turn, text: str) -> bool:
    """Take a ward by name; several of that name are offered, none is chosen for the person."""
    found = find_places(members.places_for(turn.settings), text)
    if not found:
        turn.misunderstood("register-ward-unknown")
        return False
    if len(found) > 1:
        choices = [answer("ward", place.key, place.label) for place in found[:MOST_PLACES]]
        turn.note(narrowing=True)
        ask_step(turn, "ward", turn.phrase("register-ward-which"), choices=choices)
        return False
    return _take_place(turn, found[0])


def find_places(places: Places, text: str) -> list[Place]:
    """Find what a person means by `Ba Đình`, `Dạ tôi ở phường Ba Đình ạ` or `Đông Sơn cũ`."""
    bare = MANNERS_AFTER.sub("", MANNERS_BEFORE.sub("", text.strip()))
    found = places.find(text) or places.find(bare)
    aged = AGE.search(bare)
    if not found and aged:
        today = fold(aged[1]) == "moi"
        found = [p for p in places.find(AGE.sub("", bare)) if p.is_current is today]
    return found or places.locate(bare)


async def press_ward(turn: Turn, value: str) -> bool:
    """Take a chosen ward, or the part of a divided one."""
    divided = turn.noted("divided")
    if value == UNSURE and divided:
        turn.note(ward_key=None, old_ward_key=divided, divided=None)
        return True
    try:
        place = members.places_for(turn.settings).get(value)
    except KeyError:
        return await refuse_press(turn, value)
    if divided and place.is_current:
        turn.note(ward_key=place.key, old_ward_key=divided, divided=None)
        return True
    return _take_place(turn, place)


def _take_place(turn: Turn, place: Place) -> bool:
    """Note a ward of today, or an old one with what it became; ask where it was divided."""
    if place.is_current:
        turn.note(ward_key=place.key, old_ward_key=None, divided=None)
        return True
    onward = members.places_for(turn.settings).successors(place.key)
    if len(onward) == 1 and onward[0][1] == "whole":
        turn.note(ward_key=onward[0][0].key, old_ward_key=place.key, divided=None)
        return True
    turn.note(divided=place.key, narrowing=True)
    choices = [answer("ward", new.key, f"{new.kind.lower()} {new.name}") for new, _ in onward]
    choices.append(answer("ward", UNSURE, turn.phrase("register-ward-unsure"), "không biết"))
    words = turn.phrase("register-ward-divided", ward=place.name)
    ask_step(turn, "ward", words, choices=choices)
    return False


async def ask_group(turn: Turn) -> None:
    """Ask for the residential group."""
    ask_step(turn, "group", turn.phrase("register-group"), marks="none", optional=True)


async def read_group(turn: Turn, text: str) -> bool:
    """Take a residential group's number or name."""
    name = members.read_group(text)
    if not fold(name) or len(text) > GROUP_MOST:
        turn.misunderstood("register-group-wrong")
        return False
    turn.note(group=name)
    return True


async def ask_organisations(turn: Turn) -> None:
    """Ask for organisations; each press sets or takes off a tick."""
    ask_step(
        turn,
        "organisations",
        turn.phrase("register-organisations"),
        choices=await _organisation_choices(turn),
        edits=turn.incoming.pressed_ref if turn.noted("ticking") else "",
    )
    turn.note(ticking=True)


async def read_organisations(turn: Turn, text: str) -> bool:
    """Take several numbers typed at once: `1, 3`."""
    listed = await members.find_listed(turn.session)
    wanted = [int(number) for number in re.findall(r"\d+", text)]
    if not wanted or not all(1 <= number <= len(listed) for number in wanted):
        turn.misunderstood("register-organisations-wrong")
        return False
    ticked = {*turn.noted("organisations", []), *(listed[number - 1].id for number in wanted)}
    turn.note(organisations=sorted(ticked))
    await ask_organisations(turn)
    return False


async def press_organisations(turn: Turn, value: str) -> bool:
    """Tick or untick an organisation, or go on with those ticked."""
    if value == "done":
        turn.note(ticking=False)
        return True
    known = {str(listed.id) for listed in await members.find_listed(turn.session)}
    if value not in known:
        return await refuse_press(turn, value)
    ticked = {*turn.noted("organisations", [])} ^ {int(value)}
    turn.note(organisations=sorted(ticked))
    await ask_organisations(turn)
    return False


async def _organisation_choices(turn: Turn) -> list[Choice]:
    ticked = turn.noted("organisations", [])
    choices = [
        answer(
            "organisations",
            str(listed.id),
            f"✓ {listed.name}" if listed.id in ticked else listed.name,
            listed.name,
        )
        for listed in await members.find_listed(turn.session)
    ]
    key = "register-organisations-done" if ticked else "register-organisations-none"
    also = ("xong", "done", "không", "không có", "no", "none")
    return [*choices, answer("organisations", "done", turn.phrase(key), *also)]


WARD = Step("ward", ask_ward, read_ward, press_ward)
GROUP = Step("group", ask_group, read_group, refuse_press, clear=("group",), optional=True)
ORGANISATIONS = Step("organisations", ask_organisations, read_organisations, press_organisations)
