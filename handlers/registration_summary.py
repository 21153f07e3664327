"""Door: the last look at what was given, and which of it to correct."""

from __future__ import annotations

from collections.abc import Iterable

from bot import members
from bot.turns import Turn
from handlers.asking import NO, YES, Step, answer, ask_step, refuse_press, refuse_typing

CORRECTABLE = ("name", "phone", "ward", "group", "organisations", "birth", "form")


async def ask_summary(turn: Turn) -> None:
    """Show what was given, and ask whether it is right."""
    right = answer("summary", "right", turn.phrase("register-right"), "đúng rồi", *YES)
    wrong = answer("summary", "correct", turn.phrase("register-correct"), "sai", *NO)
    ask_step(turn, "summary", await summarise(turn), choices=(right, wrong))


async def press_summary(turn: Turn, value: str) -> bool:
    """Go on to store, or ask what to correct."""
    if value == "right":
        return True
    await ask_correction(turn)
    return False


async def ask_correction(turn: Turn) -> None:
    """Ask which of the given is to be corrected."""
    choices = [answer("correction", name, turn.phrase(f"field-{name}")) for name in CORRECTABLE]
    ask_step(turn, "correction", turn.phrase("register-which"), choices=choices)


async def press_correction(turn: Turn, value: str) -> bool:
    """Note which field is to be asked for again."""
    if value not in CORRECTABLE:
        return await refuse_press(turn, value)
    turn.note(correcting=value)
    return True


async def summarise(turn: Turn) -> str:
    """Return what was given, a line a field."""
    listed = await members.find_listed(turn.session)
    ticked = turn.noted("organisations", [])
    form = turn.noted("form")
    values = {
        "name": turn.noted("name"),
        "phone": turn.noted("phone"),
        "ward": members.name_of_keys(
            turn.settings, turn.locale, (turn.noted("ward_key"), turn.noted("old_ward_key"))
        ),
        "group": turn.noted("group"),
        "organisations": ", ".join(o.name for o in listed if o.id in ticked),
        "birth": turn.noted("birth"),
        "form": turn.phrase(f"form-{form}") if form else "",
    }
    return "\n".join([turn.phrase("register-summary"), *lines(turn, values.items())])


def lines(turn: Turn, values: Iterable[tuple[str, object]]) -> list[str]:
    """Return a line for each field: its name and its value, or that it was not given."""
    nothing = turn.phrase("field-none")
    return [f"{turn.phrase(f'field-{name}')}: {value or nothing}" for name, value in values]


SUMMARY = Step("summary", ask_summary, refuse_typing, press_summary)
CORRECTION = Step("correction", ask_correction, refuse_typing, press_correction)
