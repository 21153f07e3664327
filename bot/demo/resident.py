"""The demo: one made-up resident at a browser: registers, reads, presses, answers."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.demo.browser import Browser, Line
from bot.demo.people import ORGANISATIONS, Person
from bot.demo.recognising import find_phrases

Typed = Callable[["Resident"], str]

# what is typed when a message says this; what stands first is looked at first
TYPED: tuple[tuple[str, Typed], ...] = (
    ("register-phone", lambda one: one.person.phone),
    ("register-name", lambda one: one.person.name),
    ("register-ward", lambda one: one.person.ward),
    ("register-group", lambda one: f"Tổ {one.person.group}"),
    ("register-birth", lambda one: str(one.person.birth_year)),
)
# which button is pressed when it is there
PRESSED = ("Đăng ký", "Đồng ý", "Đúng", "Trả lời", "Gửi câu trả lời")
SLOW = (1.0, 4.0)  # seconds between reading and answering


@dataclass
class Resident:
    """Play one person; `dice` holds their moods and opinions."""

    person: Person
    browser: Browser
    dice: random.Random
    joined: bool = False
    opinions: dict[str, int] = field(default_factory=dict)

    async def live(self) -> None:
        """Answer whatever comes, until cancelled."""
        while True:
            line = await self.browser.next_line(within=24 * 3600)
            await asyncio.sleep(self.dice.uniform(*SLOW))
            await self.answer(line)

    async def answer(self, line: Line) -> None:
        """Answer one message as a person would, or leave it."""
        phrases = find_phrases(line.text)
        for key, typed in TYPED:
            if key in phrases and line.version == 0:  # a rewritten question is not a new one
                await self.browser.write(typed(self))
                return
        label = self._choose(line, phrases)
        if label is not None:
            await self.browser.press(line, label)

    def _choose(self, line: Line, phrases: set[str]) -> str | None:
        labels = [label for label, _ in line.choices]
        if "register-organisations" in phrases:
            return self._choose_organisation(labels)
        for wanted in PRESSED:
            if wanted in labels:
                return wanted
        return self.dice.choice(labels) if labels else None

    def _choose_organisation(self, labels: list[str]) -> str | None:
        name = ORGANISATIONS[self.person.organisation]
        mine = next((label for label in labels if name in label), None)
        if mine is None or self.joined:
            return next((label for label in labels if label == "Xong"), None)
        self.joined = True
        return mine
