"""Door: what a draft may cost: for whom, where, and by which template of the platform's."""

from __future__ import annotations

from bot import templates
from bot.broadcasts.costing import has_prices
from bot.errors import NotFound, Refused
from bot.messages import Choice
from bot.models import MessageTemplate
from bot.turns import Turn
from handlers.asking import NO
from handlers.organizing_asking import (
    Question,
    always,
    answer,
    ask_step,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_compose import is_sound

MAY_COST = "may_cost"
ONLY_PAID = ("where_last", "template")  # what makes sense only where money may be spent
NONE = "none"


async def find_edits(turn: Turn) -> list[Choice]:
    """Return what may be changed about money, where a message can cost any."""
    if not await has_prices(turn.session, now=turn.now):
        return []
    flags = [MAY_COST, "where_last"] if turn.noted(MAY_COST) else [MAY_COST]
    found = [_turn_choice(turn, flag) for flag in flags]
    if turn.noted(MAY_COST) and await find_templates(turn):
        found.append(answer("edit", "template", turn.phrase("organizing-by-template")))
    return found


def turn_flag(turn: Turn, flag: str) -> None:
    """Turn a flag on or off; without money what needs it is off too."""
    turn.note(**{flag: not turn.noted(flag)})
    if flag == MAY_COST and not turn.noted(MAY_COST):
        turn.note(where_last=False, template={})


async def find_templates(turn: Turn) -> list[MessageTemplate]:
    """Return the templates that may be used."""
    kept = await templates.list_all(turn.session)
    return [one for one in kept if one.status == templates.ENABLED]


async def ask_template(turn: Turn) -> None:
    """Ask by which template those are reached whom nothing else may reach."""
    found = await find_templates(turn)
    choices = [answer("template", one.number, one.name or one.number) for one in found]
    choices.append(answer("template", NONE, turn.phrase("organizing-template-none"), *NO))
    ask_step(turn, "template", turn.phrase("organizing-template"), choices=choices)


async def press_template(turn: Turn, value: str) -> bool:
    """Take a template, and ask what is written in its places."""
    if value == NONE:
        turn.note(template={})
        return True
    if value not in {one.number for one in await find_templates(turn)}:
        return await refuse_press(turn, value)
    turn.note(filling={"number": value, "texts": {}})
    return await _fill(turn)


async def ask_field(turn: Turn) -> None:
    """Ask what is written in the next place of the template."""
    for name, most in await _find_places(turn):
        if name not in turn.noted("filling")["texts"]:
            words = turn.phrase("organizing-template-field", field=name, most=most)
            ask_step(turn, "field", words, marks="none")
            return


async def read_field(turn: Turn, text: str) -> bool:
    """Take what is written in a place; after the last one the template is chosen."""
    filling = turn.noted("filling")
    places = [name for name, _ in await _find_places(turn)]
    open_places = [name for name in places if name not in filling["texts"]]
    if open_places:
        texts = {**filling["texts"], open_places[0]: text.strip()}
        turn.note(filling={**filling, "texts": texts})
    return await _fill(turn)


async def _fill(turn: Turn) -> bool:
    """Ask for the next place, or match the template when none is open."""
    number, texts = turn.noted("filling")["number"], turn.noted("filling")["texts"]
    if any(name not in texts for name, _ in await _find_places(turn)):
        await ask_field(turn)
        return False
    try:
        matched = await templates.match(turn.session, number, texts)
    except (NotFound, Refused) as error:
        turn.say(error.code, **error.values)
        await ask_template(turn)
        return False
    if not await is_sound(turn, template=matched):
        turn.note(filling={"number": number, "texts": {}})
        return False
    turn.note(template=matched, filling=None)
    return True


async def _find_places(turn: Turn) -> list[tuple[str, int]]:
    number = turn.noted("filling")["number"]
    found = [one for one in await find_templates(turn) if one.number == number]
    return [(str(name), int(most)) for one in found for name, most in one.parameters]


def _turn_choice(turn: Turn, flag: str) -> Choice:
    on = "yes" if turn.noted(flag) else "no"
    return answer("edit", flag, turn.phrase(f"organizing-turn-{flag}", on=on))


TEMPLATE = Question("template", ask_template, refuse_typing, press_template, always)
FIELD = Question("field", ask_field, read_field, refuse_press, always)
