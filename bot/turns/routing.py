"""Hallway: which handler answers what; the switchboard is a tuple of these routers, in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.messages import Kind
from bot.presses import OldPress, Press, tag_of
from bot.turns.choosing import find_by_letter, find_by_number, find_by_words
from bot.turns.turn import Turn
from bot.words import fold

P = TypeVar("P", bound=Press)
Handler = Callable[[Turn], Awaitable[None]]
PressHandler = Callable[[Turn, P], Awaitable[None]]
Test = Callable[[Turn], bool]


@dataclass
class Router:
    """Collect the handlers of one conversation."""

    name: str
    commands: dict[str, Handler] = field(default_factory=dict)
    tests: list[tuple[Test, Handler]] = field(default_factory=list)
    presses: dict[str, tuple[type[Press], Any]] = field(default_factory=dict)
    steps: dict[str, Handler] = field(default_factory=dict)
    kinds: dict[Kind, Handler] = field(default_factory=dict)

    def command(self, *names: str) -> Callable[[Handler], Handler]:
        """Answer `/name`, typed with or without marks."""

        def keep(handler: Handler) -> Handler:
            self.commands.update(dict.fromkeys(names, handler))
            return handler

        return keep

    def when(self, test: Test) -> Callable[[Handler], Handler]:
        """Answer any text for which a test holds, before choices and steps are looked at."""

        def keep(handler: Handler) -> Handler:
            self.tests.append((test, handler))
            return handler

        return keep

    def on(self, press: type[P]) -> Callable[[PressHandler[P]], PressHandler[P]]:
        """Answer a press of this type."""

        def keep(handler: PressHandler[P]) -> PressHandler[P]:
            self.presses[press.TAG] = (press, handler)
            return handler

        return keep

    def at(self, *steps: str) -> Callable[[Handler], Handler]:
        """Answer what is typed at these steps of a conversation."""

        def keep(handler: Handler) -> Handler:
            self.steps.update(dict.fromkeys(steps, handler))
            return handler

        return keep

    def of(self, *kinds: Kind) -> Callable[[Handler], Handler]:
        """Answer these kinds of incoming."""

        def keep(handler: Handler) -> Handler:
            self.kinds.update(dict.fromkeys(kinds, handler))
            return handler

        return keep


async def dispatch(turn: Turn, switchboard: Iterable[Router], otherwise: Handler) -> None:
    """Find who answers an incoming, and let them."""
    routers = tuple(switchboard)
    match turn.incoming.kind:
        case Kind.TEXT:
            await _dispatch_text(turn, routers, otherwise)
        case Kind.PRESS:
            await _dispatch_press(turn, routers, turn.incoming.press)
        case kind:
            found = next((r.kinds[kind] for r in routers if kind in r.kinds), otherwise)
            await found(turn)


async def _dispatch_text(turn: Turn, routers: tuple[Router, ...], otherwise: Handler) -> None:
    found = _find_command(turn, routers) or _find_test(turn, routers)
    if found is not None:
        await found(turn)
        return
    press = _find_typed_press(turn)
    if press is not None:
        turn.typed = True
        await _dispatch_press(turn, routers, press)
        return
    if turn.chat.asked.get("unsure") and turn.repeat_question():
        turn.chat.asked = {k: v for k, v in turn.chat.asked.items() if k != "unsure"}
        return
    step = turn.chat.step or ""
    await next((r.steps[step] for r in routers if step in r.steps), otherwise)(turn)


def _find_command(turn: Turn, routers: tuple[Router, ...]) -> Handler | None:
    text = turn.text.strip()
    if not text.startswith("/"):
        return None
    word, _, turn.payload = text[1:].partition(" ")
    turn.payload = turn.payload.strip()
    name = fold(word.partition("@")[0]).replace(" ", "")
    return next((r.commands[name] for r in routers if name in r.commands), None)


def _find_test(turn: Turn, routers: tuple[Router, ...]) -> Handler | None:
    pairs = (pair for router in routers for pair in router.tests)
    return next((handler for test, handler in pairs if test(turn)), None)


def _find_typed_press(turn: Turn) -> str | None:
    """Understand a text as a choice: the question's number or words, then a broadcast's letter."""
    asked, text = turn.chat.asked, turn.text
    choices = asked.get("choices") or []
    return (
        find_by_number(text, asked)
        or find_by_words(text, choices)
        or (find_by_letter(text, turn.chat.offered) if turn.chat.offered else None)
        or (find_by_letter(text, choices) if asked.get("marks") != "none" else None)
        or (find_by_words(text, turn.chat.offered) if not turn.chat.step else None)
    )


async def _dispatch_press(turn: Turn, routers: tuple[Router, ...], packed: str) -> None:
    try:
        press, handler = _read_press(routers, packed)
    except OldPress:
        turn.say("old-button")
        turn.repeat_question()
        return
    await handler(turn, press)


def is_sealed(packed: str, switchboard: Iterable[Router]) -> bool:
    """Tell whether a press may carry an anonymous answer, which no log or queue may keep."""
    kinds = (router.presses.get(tag_of(packed)) for router in switchboard)
    return any(kind is not None and kind[0].SEALED for kind in kinds)


def _read_press(routers: tuple[Router, ...], packed: str) -> tuple[Press, Any]:
    tag = tag_of(packed)
    known = next((r.presses[tag] for r in routers if tag in r.presses), None)
    if known is None:
        raise OldPress(packed)
    press_type, handler = known
    return press_type.unpack(packed), handler
