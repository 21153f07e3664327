"""Kit: the wire between residents and a Zalo bot: no buttons, so choices are read and typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.clock import monotonic
from tests.kit.deeds import Act, Heard, Push, Say, ShareContact
from tests.kit.gates import Gate
from tests.kit.residents import Resident
from tests.kit.towns import hear

LINE = re.compile(r"(\d{1,2}|[A-Z])\. (.+)")
WORDS = re.compile(r"\((.+)\)")
REFS = count(1)


@dataclass
class ZaloTown:
    """Let residents read and write through the control of the Bot Platform's server."""

    url: str  # of the server
    bot: str  # its number
    residents: dict[int, Resident] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    last_word: float = 0.0
    _chats: dict[str, int] = field(default_factory=dict)  # by the platform's id of a person

    def __post_init__(self) -> None:
        self._gate = Gate(self.url, f"/kit/{self.bot}", self._tell, self.failures)

    async def open(self) -> None:
        """Begin to read and write."""
        self.last_word = monotonic()
        self._gate.open()

    async def close(self) -> None:
        """Stop."""
        await self._gate.close()

    async def ask(self, path: str, told: object = None, *, verb: str = "GET") -> Any:
        """Ask the server's control; raise Failed with what it says."""
        return await self._gate.ask(path, told, verb=verb)

    async def settle_in(self, residents: Iterable[Resident]) -> None:
        """Let residents exist on the platform; they have not written yet."""
        for one in residents:
            self.residents[one.chat] = one
            person = await self.ask("people", {"who": one.chat}, verb="POST")
            self._chats[person["id"]] = one.chat

    def name_of(self, one: Resident) -> str:
        """Return what the platform calls a resident's chat; nothing where it is another's."""
        return next((name for name, chat in self._chats.items() if chat == one.chat), "")

    def do(self, one: Resident, acts: Iterable[Act]) -> None:
        """Let a resident write something soon."""
        self._gate.hand_in(*({"who": one.chat, "text": write(act)} for act in acts))

    def _tell(self, event: dict[str, Any]) -> None:
        self.last_word = monotonic()
        one = self.residents.get(self._chats.get(event["chat_id"], 0))
        if one is not None:
            message = event["message"]
            heard = read_choices(message.get("text", message.get("caption", "")))
            self.do(one, hear(one, heard, self.failures))


def write(act: Act) -> str:
    """Return what is typed for a deed; there is nothing to press."""
    match act:
        case Say(text) | ShareContact(text):
            return text
        case Push(_, label):
            return label


def read_choices(text: str) -> Heard:
    """Read a message whose choices are its last lines: numbered, lettered, or in brackets."""
    lines = text.split("\n")
    found: list[tuple[str, str]] = []
    while len(found) < len(lines) and (hit := LINE.fullmatch(lines[-1 - len(found)])):
        found.insert(0, (hit[1], hit[2]))
    if found and found[0][0] in ("1", "A"):
        labels = tuple(label for _, label in found)
        return Heard(next(REFS), "\n".join(lines[: -len(found)]), labels, marks=found[0][0])
    if words := WORDS.fullmatch(lines[-1]):
        return Heard(next(REFS), "\n".join(lines[:-1]), tuple(words[1].split(" · ")))
    return Heard(next(REFS), text)
