"""Door: the way through the questions of a broadcast: on, back, correcting, "where am I"."""

from __future__ import annotations

from bot import broadcasts
from bot.turns import Turn
from handlers.organizing_asking import (
    Question,
    always,
    current_step,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_compose import (
    ANSWER,
    BUTTONS,
    CAMPAIGN,
    PURPOSE,
    SENDER,
    TEXT,
    TITLE,
)
from handlers.organizing_preview import (
    CONFIRM,
    EDITABLE,
    PREVIEW,
    TIME,
    ask_edit,
    ask_preview,
    load,
    show_preview,
    store,
)
from handlers.organizing_segment import BEFORE, QUESTIONS, ask_counted


async def press_edit(turn: Turn, value: str) -> bool:
    """Ask again the one question that is to be corrected."""
    if value not in EDITABLE:
        return await refuse_press(turn, value)
    turn.note(correcting=value)
    if value == "whom":
        turn.note(wish=turn.noted("rule"))
        await ask_counted(turn)
    else:
        await begin_at(turn, STEPS[value])
    return False


async def _ask_edit_again(turn: Turn) -> None:
    await ask_edit(turn, turn.noted("broadcast"))


EDIT = Question("edit", _ask_edit_again, refuse_typing, press_edit, always)
ORDER = (SENDER, CAMPAIGN, PURPOSE, QUESTIONS["whom"], TITLE, TEXT, BUTTONS)
NAMES = tuple(question.name for question in ORDER)
STEPS = {
    question.name: question
    for question in (*ORDER, *QUESTIONS.values(), ANSWER, PREVIEW, EDIT, TIME, CONFIRM)
}
# a question within another one -> the one that it belongs to
PART_OF = {**dict.fromkeys(BEFORE, "whom"), "answer": "buttons"}
AFTER_ALL = frozenset({"preview", "edit", "time", "confirm"})


async def begin(turn: Turn) -> None:
    """Ask the first question that applies."""
    turn.done()
    for question in ORDER:
        if await question.applies(turn):
            turn.note(first=question.name)
            await question.ask(turn)
            return


async def begin_at(turn: Turn, question: Question) -> None:
    """Ask a question afresh: buttons are written anew."""
    if question is BUTTONS:
        turn.note(buttons=[])
    await question.ask(turn)


async def proceed(turn: Turn) -> None:
    """Go on after a question that is answered: to the next one, or to the preview."""
    name = _whole(current_step(turn))
    if not turn.noted("correcting"):
        for question in ORDER[NAMES.index(name) + 1 :]:
            if await question.applies(turn):
                await begin_at(turn, question)
                return
    if await store(turn) is not None:
        await show_preview(turn)
    else:
        turn.repeat_question()


async def go_back(turn: Turn) -> None:
    """Ask the question before; from a correction return to the preview."""
    step = current_step(turn)
    if step == "whom" and turn.noted("joiner"):
        turn.note(joiner=None)
        await ask_counted(turn)
    elif step in BEFORE and not (step == "counted" and turn.noted("correcting")):
        turn.note(wish=turn.noted("wish") if turn.noted("joiner") else None)
        await STEPS[BEFORE[step]].ask(turn)
    elif step == "answer" or (step == "buttons" and turn.noted("buttons")):
        await begin_at(turn, BUTTONS)
    elif step in AFTER_ALL:
        await ask_preview(turn)
    elif turn.noted("correcting"):
        await leave_correction(turn)
    else:
        await _ask_before(turn, step)


async def leave_correction(turn: Turn) -> None:
    """Return to the preview of the draft as it is kept."""
    load(turn, await broadcasts.get(turn.session, turn.noted("broadcast")))
    await ask_preview(turn)


def say_where(turn: Turn) -> None:
    """Say which step of how many waits, and ask it again."""
    step = _whole(current_step(turn))
    place = NAMES.index(step) + 1 if step in NAMES else len(NAMES) + 1
    what = turn.phrase("organizing-step", step=step)
    turn.say("organizing-where", place=str(place), all=str(len(NAMES) + 1), what=what)
    turn.repeat_question()


async def _ask_before(turn: Turn, step: str) -> None:
    for question in reversed(ORDER[: NAMES.index(step)]):
        if await question.applies(turn):
            await question.ask(turn)
            return


def _whole(step: str) -> str:
    return PART_OF.get(step, step)
