"""Door: how a step of registration or profile asks, and what its buttons carry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.messages import Choice, Marks
from bot.presses import Press
from bot.turns import Turn

PREFIX = "register."
YES = ("có", "co", "ok", "đồng ý", "vâng", "ừ", "yes", "y")
NO = ("không", "ko", "k", "no", "hông")
SKIP = ("bỏ qua", "skip", "không", "không có", "không nhớ", "không muốn nói", "no", "next")
BACK = ("quay lại", "trở lại", "lùi lại", "back")


@dataclass(frozen=True)
class StepPress(Press):
    """Answer one step with one value."""

    TAG: ClassVar[str] = "rv"
    step: str
    value: str


@dataclass(frozen=True)
class MovePress(Press):
    """Go somewhere else than on: `skip` or `back`, from a step."""

    TAG: ClassVar[str] = "rn"
    step: str
    move: str


@dataclass(frozen=True)
class Step:
    """Hold one question: how it is asked, and how what is typed or chosen is taken.

    `read` and `press` note what they understood and return True, or say what they expected
    and return False.
    """

    name: str
    ask: Callable[[Turn], Awaitable[None]]
    read: Callable[[Turn, str], Awaitable[bool]]
    press: Callable[[Turn, str], Awaitable[bool]]
    clear: tuple[str, ...] = ()  # the notes that skipping empties
    optional: bool = False


def current_step(turn: Turn) -> str:
    """Return the name of the step that waits, or an empty text."""
    step = turn.chat.step or ""
    return step.removeprefix(PREFIX) if step.startswith(PREFIX) else ""


def ask_step(  # noqa: PLR0913 - a question
    turn: Turn,
    step: str,
    text: str,
    *,
    choices: Sequence[Choice] = (),
    marks: Marks = "numbers",
    optional: bool = False,
    ask_contact: str = "",
    edits: str = "",
    columns: int = 1,
) -> None:
    """Ask a step's question, with the ways to skip it and to go back."""
    moves = []
    if optional:
        skip = MovePress(step, "skip").pack()
        moves.append(Choice(turn.phrase("register-skip"), skip, SKIP))
    if step != turn.noted("first"):
        back = MovePress(step, "back").pack()
        moves.append(Choice(turn.phrase("register-back"), back, BACK))
    turn.ask(
        text,
        step=PREFIX + step,
        choices=(*choices, *moves),
        columns=columns,
        marks=marks,
        ask_contact=ask_contact,
        edits=edits,
    )


def answer(step: str, value: str, label: str, *also: str) -> Choice:
    """Return a choice that answers a step with a value."""
    return Choice(label, StepPress(step, value).pack(), also)


async def refuse_typing(turn: Turn, text: str) -> bool:
    """Say that one of the choices is expected: the step takes nothing else."""
    turn.misunderstood()
    return False


async def refuse_press(turn: Turn, value: str) -> bool:
    """Say that the button is of another time: the step has none."""
    turn.say("old-button")
    turn.repeat_question()
    return False
