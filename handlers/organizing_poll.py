"""Door: "Soạn thăm dò nhanh": a poll of one question composed in chat, or an old one copied."""

from __future__ import annotations

from collections.abc import Iterable

from bot.models import Survey
from bot.turns import Turn
from handlers.organizing_asking import (
    Flow,
    Question,
    admit,
    always,
    current_step,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_audience import ask_counted
from handlers.organizing_poll_asking import (
    ASKER,
    CHOICES,
    MANNER,
    PERMISSION,
    QUESTION,
    SECRECY,
    UNTIL,
)
from handlers.organizing_poll_showing import EDITABLE, LOOK, START, ask_look, ask_mend, show
from handlers.organizing_segment import BEFORE, QUESTIONS, go_back_within

ORDER = (ASKER, QUESTION, CHOICES, MANNER, QUESTIONS["whom"], UNTIL, SECRECY)
NAMES = tuple(question.name for question in ORDER)
AFTER_LOOK = ("mend", "start")
TOGETHER = {"choices": ("manner",)}  # what is corrected together
AT_STAKE = ("choices", "manner", "rule", "wish")  # what an abandoned correction would lose


async def begin(turn: Turn, *, copied: Survey | None = None) -> None:
    """Ask the first question that applies; of a copy, the first that the old one leaves open."""
    if not await admit(turn, PERMISSION):
        return
    turn.done()
    turn.note(flow=POLL.name, permission=PERMISSION)
    if copied is not None:
        turn.note(copy=copied.id)
        turn.say("poll-copied", title=copied.title)
    await _ask_next(turn, ORDER)


async def proceed(turn: Turn) -> None:
    """Go on after a question that is answered: to the next one, or to the preview."""
    step = _whole(current_step(turn))
    rest = list(ORDER[NAMES.index(step) + 1 :])
    if turn.noted("correcting"):
        rest = [question for question in rest if question.name in TOGETHER.get(step, ())]
    if not await _ask_next(turn, rest):
        turn.note(correcting=None)
        await show(turn)


async def go_back(turn: Turn) -> None:
    """Ask the question before; from a correction return to what there was."""
    step = current_step(turn)
    if await go_back_within(turn, step):
        return
    if step in AFTER_LOOK or turn.noted("correcting"):
        turn.note(**(turn.noted("before") or {}), correcting=None, before=None)
        await ask_look(turn)
    elif step == CHOICES.name and turn.noted("choices"):
        turn.note(choices=turn.noted("choices")[:-1])
        await CHOICES.ask(turn)
    else:
        place = NAMES.index(step) if step in NAMES else len(NAMES)
        await _ask_next(turn, reversed(ORDER[:place]))


async def press_mend(turn: Turn, value: str) -> bool:
    """Ask again the one question that is to be corrected."""
    if value not in EDITABLE:
        return await refuse_press(turn, value)
    turn.note(correcting=value, before={name: turn.noted(name) for name in AT_STAKE})
    if value == "whom":
        turn.note(wish=turn.noted("rule"))
        await ask_counted(turn)
    else:
        await _ask_next(turn, [STEPS[value]])
    return False


def say_where(turn: Turn) -> None:
    """Say which step of how many waits, and ask it again."""
    step = _whole(current_step(turn))
    place = NAMES.index(step) + 1 if step in NAMES else len(NAMES) + 1
    what = turn.phrase("poll-part", step=step)
    turn.say("poll-where", place=str(place), all=str(len(NAMES) + 1), what=what)
    turn.repeat_question()


async def _ask_next(turn: Turn, questions: Iterable[Question]) -> bool:
    """Ask the first that applies; choices are written anew. Return False where none does."""
    for question in questions:
        if await question.applies(turn):
            if question is CHOICES:
                turn.note(choices=[], manner=None)
            if not turn.noted("first"):
                turn.note(first=question.name)
            await question.ask(turn)
            return True
    return False


def _whole(step: str) -> str:
    return "whom" if step in BEFORE else step


MEND = Question("mend", ask_mend, refuse_typing, press_mend, always)
STEPS = {question.name: question for question in (*ORDER, *QUESTIONS.values(), LOOK, START, MEND)}
POLL = Flow("poll", (PERMISSION,), STEPS, proceed, go_back, say_where)
