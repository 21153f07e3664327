"""Hallway: which handler answers what; the switchboard is a tuple of these routers, in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.messages import Kind
from bot.presses import OldPress, Press, tag_of
from bot.turns.choosing import find_by_letter, find_by_number, find_by_words
from bot.turns.turn import Turn
from bot.words import fold

P = TypeVar("P", bound=Press)
V = TypeVar("V")
Handler = Callable[[Turn], Awaitable[None]]
PressHandler = Callable[[Turn, P], Awaitable[None]]
Test = Callable[[Turn], bool]
Asking = Sequence[tuple[Turn, Press | None]]  # turns of one group, with what was pressed
Ahead = Callable[[Asking], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Found:
    """Hold who answers an incoming: what it was understood as, and who reads for a group."""

    handler: Callable[..., Awaitable[None]]
    press: Press | None = None
    ahead: Ahead | None = None

    async def answer(self, turn: Turn) -> None:
        """Let the handler answer."""
        await (self.handler(turn) if self.press is None else self.handler(turn, self.press))


@dataclass
class Router:
    """Collect the handlers of one conversation."""

    name: str
    commands: dict[str, Handler] = field(default_factory=dict)
    tests: list[tuple[Test, Handler]] = field(default_factory=list)
    presses: dict[str, tuple[type[Press], Any]] = field(default_factory=dict)
    steps: dict[str, Handler] = field(default_factory=dict)
    kinds: dict[Kind, Handler] = field(default_factory=dict)
    aheads: dict[str, tuple[Ahead, Test]] = field(default_factory=dict)

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

    def ahead(
        self, *presses: type[Press], steps: Sequence[str] = (), when: Test = lambda turn: True
    ) -> Callable[[Ahead], Ahead]:
        """Stand around the turns of a group with these presses, or at these steps.

        What they want is read at once before, into each `turn.ahead`, and may be written at once
        after. Their handlers change nothing that another chat's turn of this kind reads; turns for
        which `when` does not hold may, and are taken one by one.
        """

        def keep(ahead: Ahead) -> Ahead:
            keys = [*(press.TAG for press in presses), *steps]
            self.aheads.update(dict.fromkeys(keys, (ahead, when)))
            return ahead

        return keep


class Switchboard:
    """Find who answers what, in the order of the routers."""

    def __init__(self, routers: Iterable[Router], otherwise: Handler) -> None:
        self._routers, self._otherwise = tuple(routers), otherwise
        self._aheads = _first(router.aheads for router in self._routers)
        self._commands = _first(router.commands for router in self._routers)
        self._presses = _first(router.presses for router in self._routers)
        self._steps = _first(router.steps for router in self._routers)
        self._kinds = _first(router.kinds for router in self._routers)
        self._tests = [pair for router in self._routers for pair in router.tests]

    def find(self, turn: Turn) -> Found:
        """Return who answers an incoming."""
        match turn.incoming.kind:
            case Kind.TEXT:
                return self._find_by_text(turn)
            case Kind.PRESS:
                return self._find_by_press(turn, turn.incoming.press)
            case kind:
                return Found(self._kinds.get(kind, self._otherwise))

    def is_sealed(self, packed: str) -> bool:
        """Tell whether a press may carry an anonymous answer, which no log or queue may keep."""
        known = self._presses.get(tag_of(packed))
        return known is not None and known[0].SEALED

    def _find_by_text(self, turn: Turn) -> Found:
        handler = self._find_command(turn) or self._find_test(turn)
        if handler is not None:
            return Found(handler)
        press = _find_typed_press(turn)
        if press is not None:
            turn.typed = True
            return self._find_by_press(turn, press)
        if turn.chat.asked.get("unsure"):
            return Found(_ask_again)
        step = turn.chat.step or ""
        handler = self._steps.get(step, self._otherwise)
        return Found(handler, ahead=self._find_ahead(turn, step))

    def _find_command(self, turn: Turn) -> Handler | None:
        text = turn.text.strip()
        if not text.startswith("/"):
            return None
        word, _, turn.payload = text[1:].partition(" ")
        turn.payload = turn.payload.strip()
        return self._commands.get(fold(word.partition("@")[0]).replace(" ", ""))

    def _find_test(self, turn: Turn) -> Handler | None:
        return next((handler for test, handler in self._tests if test(turn)), None)

    def _find_by_press(self, turn: Turn, packed: str) -> Found:
        tag = tag_of(packed)
        known = self._presses.get(tag)
        if known is None:
            return Found(_say_old_button)
        press_type, handler = known
        try:
            return Found(handler, press_type.unpack(packed), self._find_ahead(turn, tag))
        except OldPress:
            return Found(_say_old_button)

    def _find_ahead(self, turn: Turn, key: str) -> Ahead | None:
        ahead, when = self._aheads.get(key, (None, None))
        return ahead if when is not None and when(turn) else None


def _first(tables: Iterable[dict[Any, V]]) -> dict[Any, V]:
    """Join tables; what an earlier one holds counts."""
    joined: dict[Any, V] = {}
    for table in tables:
        joined = {**table, **joined}
    return joined


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


async def _ask_again(turn: Turn) -> None:
    """Repeat a question of which nobody knows whether it arrived."""
    turn.repeat_question()
    turn.chat.asked = {k: v for k, v in turn.chat.asked.items() if k != "unsure"}


async def _say_old_button(turn: Turn) -> None:
    """Say that a button is of another time."""
    turn.say("old-button")
    turn.repeat_question()
