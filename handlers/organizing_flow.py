"""Door: the way through the questions of a broadcast: on, back, correcting, "where am I"."""

from __future__ import annotations

from bot import broadcasts
from bot.turns import Turn
from handlers.organizing_asking import (
    Flow,
    Question,
    always,
    current_step,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_attaching import ATTACHMENTS
from handlers.organizing_audience import ask_counted
from handlers.organizing_compose import (
    ANSWER,
    BUTTONS,
    CAMPAIGN,
    PURPOSE,
    SENDER,
    TEXT,
    TITLE,
)
from handlers.organizing_costing import FIELD, TEMPLATE, turn_flag
from handlers.organizing_english import (
    QUESTIONS as ENGLISH,
)
from handlers.organizing_english import (
    ask_buttons,
    ask_text,
    has_english,
)
from handlers.organizing_launching import CONFIRM, TIME
from handlers.organizing_preview import (
    EDITABLE,
    FLAGS,
    PREVIEW,
    ask_edit,
    ask_preview,
    load,
    show_preview,
    store,
)
from handlers.organizing_repeat import BEFORE_REPEATING, REPEATING
from handlers.organizing_segment import BEFORE, QUESTIONS, go_back_within


async def press_edit(turn: Turn, value: str) -> bool:
    """Ask again the one question that is to be corrected."""
    if value not in (*EDITABLE, *FLAGS, TEMPLATE.name):
        return await refuse_press(turn, value)
    turn.note(correcting=value)
    if value in FLAGS:
        turn_flag(turn, value)
        return True
    if value == "whom":
        turn.note(wish=turn.noted("rule"))
        await ask_counted(turn)
    else:
        await begin_at(turn, STEPS[value])
    return False


async def _ask_edit_again(turn: Turn) -> None:
    await ask_edit(turn, turn.noted("broadcast"))


EDIT = Question("edit", _ask_edit_again, refuse_typing, press_edit, always)
PERMISSIONS = ("broadcast:write", "broadcast:send")
ORDER = (SENDER, CAMPAIGN, PURPOSE, QUESTIONS["whom"], TITLE, TEXT, BUTTONS)
NAMES = tuple(question.name for question in ORDER)
STEPS = {
    question.name: question
    for question in (
        *ORDER,
        *QUESTIONS.values(),
        *REPEATING.values(),
        *ENGLISH,
        *(TEMPLATE, FIELD, ANSWER, ATTACHMENTS, PREVIEW, EDIT, TIME, CONFIRM),
    )
}
# a question within another one -> the one that it belongs to
PART_OF = {
    **dict.fromkeys(BEFORE, "whom"),
    "answer": "buttons",
    "field": "template",
    "english_label": "english",
    "english_answer": "english",
}
AFTER_ALL = frozenset({"preview", "edit", "time", "confirm", "repeat"})


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
    elif has_english(turn) and not await _is_said_in_english(turn, name):
        return
    if await store(turn) is not None:
        await show_preview(turn)
    else:
        turn.repeat_question()


async def go_back(turn: Turn) -> None:
    """Ask the question before; from a correction return to the preview."""
    step = current_step(turn)
    if await go_back_within(turn, step):
        return
    if step in BEFORE_REPEATING:
        await STEPS[BEFORE_REPEATING[step]].ask(turn)
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


async def _is_said_in_english(turn: Turn, name: str) -> bool:
    """Tell whether the English text still goes with what was changed; ask for it where not."""
    if name == "buttons":
        return await ask_buttons(turn)
    if name == "text":
        await ask_text(turn)
    return name != "text"


async def _ask_before(turn: Turn, step: str) -> None:
    for question in reversed(ORDER[: NAMES.index(step)]):
        if await question.applies(turn):
            await question.ask(turn)
            return


def _whole(step: str) -> str:
    return PART_OF.get(step, step)


BROADCAST = Flow("broadcast", PERMISSIONS, STEPS, proceed, go_back, say_where)
