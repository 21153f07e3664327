"""Door: how organizers are asked: who may come in, their questions, refusals in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from bot.access import Actor, get_actor, may_somewhere
from bot.errors import NhipCauError, NotPermitted
from bot.messages import Choice, Marks
from bot.presses import Press
from bot.turns import Turn
from handlers.asking import BACK

T = TypeVar("T")
PREFIX = "organizing."
MOST_LABEL = 60
LISTED = 8  # more is no list that anybody reads on a phone


@dataclass(frozen=True)
class ComposePress(Press):
    """Answer one question about a broadcast with one value; `back` goes to the one before."""

    TAG: ClassVar[str] = "oc"
    step: str
    value: str


@dataclass(frozen=True)
class ActPress(Press):
    """Do something with a broadcast of this number."""

    TAG: ClassVar[str] = "ob"
    act: str
    number: int


@dataclass(frozen=True)
class ReportPress(Press):
    """Read the report of a `broadcast` or a `survey`."""

    TAG: ClassVar[str] = "or"
    what: str
    number: int


@dataclass(frozen=True)
class Question:
    """Hold one question about a broadcast: how it is asked, and how its answer is taken.

    `read` and `press` note what they understood and return True, or ask on and return False;
    a question that does not apply is passed over in both directions.
    """

    name: str
    ask: Callable[[Turn], Awaitable[None]]
    read: Callable[[Turn, str], Awaitable[bool]]
    press: Callable[[Turn, str], Awaitable[bool]]
    applies: Callable[[Turn], Awaitable[bool]]


@dataclass(frozen=True)
class Flow:
    """Hold what is composed question by question: who may, and the ways on, back and "where"."""

    name: str
    permissions: tuple[str, ...]
    steps: Mapping[str, Question]
    proceed: Callable[[Turn], Awaitable[None]]
    go_back: Callable[[Turn], Awaitable[None]]
    say_where: Callable[[Turn], None]


async def always(turn: Turn) -> bool:
    """Tell that a question is never passed over."""
    return True


async def refuse_typing(turn: Turn, text: str) -> bool:
    """Say that one of the choices is expected: the question takes nothing else."""
    turn.misunderstood()
    return False


async def refuse_press(turn: Turn, value: str) -> bool:
    """Say that the button is of another time."""
    turn.say("old-button")
    turn.repeat_question()
    return False


async def actor_of(turn: Turn) -> Actor:
    """Return the organizer whose chat this is; a stranger has no rights."""
    return await get_actor(turn.session, turn.chat.organizer_id)


async def admit(turn: Turn, *permissions: str) -> Actor | None:
    """Return the organizer who speaks, or refuse politely who has none of the permissions."""
    actor = await actor_of(turn)
    if any(may_somewhere(actor, permission) for permission in permissions):
        return actor
    turn.say("organizing-refused" if actor.scopes else "organizing-stranger")
    return None


async def attempt(turn: Turn, verb: Awaitable[T]) -> T | None:
    """Do a room's verb whole or not at all; say in words why it was refused, and return None."""
    try:
        async with turn.session.begin_nested():
            return await verb
    except NotPermitted:
        turn.say("organizing-refused")
    except NhipCauError as error:
        turn.say(error.code, **error.values)
    return None


def current_step(turn: Turn) -> str:
    """Return the name of the question that waits, or an empty text."""
    step = turn.chat.step or ""
    return step.removeprefix(PREFIX) if step.startswith(PREFIX) else ""


def ask_step(
    turn: Turn,
    step: str,
    text: str,
    *,
    choices: Sequence[Choice] = (),
    marks: Marks = "numbers",
) -> None:
    """Ask a question about a broadcast, with the way back to the one before."""
    back = [back_choice(turn, step)] if step != turn.noted("first") else []
    turn.ask(text, step=PREFIX + step, choices=(*choices, *back), marks=marks)


def back_choice(turn: Turn, step: str) -> Choice:
    """Return the choice that goes back to the question before."""
    return Choice(turn.phrase("organizing-back"), ComposePress(step, "back").pack(), BACK)


def answer(step: str, value: str, label: str, *also: str) -> Choice:
    """Return a choice that answers a question with a value."""
    return Choice(clipped(label), ComposePress(step, value).pack(), also)


def clipped(label: str) -> str:
    """Return a label that every platform can put on a button."""
    return label if len(label) <= MOST_LABEL else f"{label[: MOST_LABEL - 1].rstrip()}…"


def act(turn: Turn, name: str, number: int, *also: str) -> Choice:
    """Return a choice that does something with a broadcast."""
    return Choice(turn.phrase(f"organizing-act-{name}"), ActPress(name, number).pack(), also)
