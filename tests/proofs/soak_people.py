"""Soak: residents who press, answer a survey, opt out or block, and remember what they did."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.kit.broadcasting import YES_NO
from tests.kit.deeds import Act, Heard, Push, Say
from tests.kit.residents import NUDGE
from tests.kit.towns import TelegramTown

STOP = "DỪNG"
AT_ONCE = 2000  # people whom the platform is told of together
LABELS = tuple(button["label"] for button in YES_NO)
QUESTIONS = {  # how each question of the survey begins, and its choices
    "a": ("Bác đã có thẻ chưa", ("Có", "Chưa", "Hết hạn")),
    "b": ("Ai mua cho bác", ("Tự mua", "Con mua", "Khác")),
    "c": ("Bác cần tư vấn không", ("Có", "Không", "Để sau")),
}
SUBMIT = "Gửi"
NO_TALK = ("đã được gửi", "chưa hiểu tin này")  # a survey is sent, or nothing is asked any more
INVITED = "Mời tham gia khảo sát: Nhu cầu bảo hiểm y tế"


@dataclass(frozen=True)
class Temper:
    """Say what shares of the letters lead to what."""

    presses: float = 0.1
    answers: float = 0.05  # of invitations
    stops: float = 0.01
    blocks: float = 0.01


@dataclass
class Crowd:
    """Hold everybody who lives in the city, and the truth about what they did."""

    town: TelegramTown
    dice: random.Random
    temper: Temper = field(default_factory=Temper)
    pressed: dict[tuple[int, str], str] = field(default_factory=dict)  # (chat, letter): label
    answered: dict[tuple[int, str], str] = field(default_factory=dict)  # (chat, question): label
    stopped: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)

    async def settle_in(self, many: int) -> None:
        """Let people 1 to `many` live here, each with a chat of the same number."""
        for first in range(1, many + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, many + 1))
            acts = [{"user_id": n, "act": "add", "started": True} for n in numbers]
            await self.town.ask("acts", acts, verb="POST")
        neighbours = {n: Neighbour(n, self) for n in range(1, many + 1)}
        self.town.residents |= neighbours

    @property
    def unfinished(self) -> list[Neighbour]:
        """Return who began the survey and has not come to its end."""
        people: Iterator[Any] = iter(self.town.residents.values())
        return [one for one in people if one.busy and not one.left]

    def nudge(self) -> int:
        """Let everybody whose talk was cut off ask again; return how many they are."""
        waiting = self.unfinished
        for one in waiting:
            self.town.do(one, [Say(NUDGE)])
        return len(waiting)


@dataclass(eq=False, slots=True)
class Neighbour:
    """Be one resident: a chat that hears and does."""

    chat: int
    crowd: Crowd
    left: bool = False  # hears no more, or wants to
    busy: bool = False  # is in the survey
    blocked: bool = False

    def hear(self, heard: Heard) -> list[Act]:
        """Make something of a message; what is rewritten says nothing new."""
        if heard.again or self.left:
            return []
        if SUBMIT in heard.labels:
            return [Push(heard.ref, SUBMIT)]
        question = next((q for q, (words, _) in QUESTIONS.items() if words in heard.text), "")
        if question:
            return self._answer(question, heard)
        if any(words in heard.text for words in NO_TALK):
            self.busy = False
            return []
        if INVITED in heard.text and heard.labels:
            return self._begin(heard)
        return self._read(heard) if set(LABELS) <= set(heard.labels) else []

    def _answer(self, question: str, heard: Heard) -> list[Act]:
        chosen = self.crowd.dice.choice(QUESTIONS[question][1])
        if chosen not in heard.labels:
            return []
        self.busy = True
        self.crowd.answered[self.chat, question] = chosen
        return [Push(heard.ref, chosen)]

    def _begin(self, heard: Heard) -> list[Act]:
        if self.busy or self.crowd.dice.random() >= self.crowd.temper.answers:
            return []
        self.busy = True
        return [Push(heard.ref, heard.labels[0])]

    def _read(self, heard: Heard) -> list[Act]:
        """Press, opt out, block, or mostly do nothing, as most people do with most letters."""
        chance, temper = self.crowd.dice.random(), self.crowd.temper
        if (chance := chance - temper.stops) < 0:
            self.left = True
            self.crowd.stopped.add(self.chat)
            return [Say(STOP)]
        if (chance := chance - temper.blocks) < 0:
            self.left = True
            self.crowd.blocked.add(self.chat)
            self.crowd.town.block(self)
            return []
        if chance >= temper.presses:
            return []
        chosen = self.crowd.dice.choice(LABELS)
        self.crowd.pressed[self.chat, heard.text] = chosen
        return [Push(heard.ref, chosen)]
