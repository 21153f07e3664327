"""Kit: a person's phone, which types and presses what it was last shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.messages import Incoming, Kind
from bot.replies import Leaving
from bot.turns import Taker


@dataclass
class Phone:
    """A person's phone: says, presses, and remembers what was last answered."""

    taker: Taker
    buttons: bool = True
    account: str = "web"
    chat: str = "0"
    told: list[str] = field(default_factory=list)
    pressable: dict[str, str] = field(default_factory=dict)
    count: int = 0

    async def say(self, text: str) -> str:
        return self._hear(await self.taker.take(self._incoming(kind=Kind.TEXT, text=text)))

    async def press(self, label: str) -> str:
        if not self.buttons:
            return await self.say(label)
        packed = self.pressable[label]
        pressed = {
            "press": packed,
            "pressed_ref": "9",
            "pressed_text": "?",
            "pressed_label": label,
        }
        return self._hear(await self.taker.take(self._incoming(kind=Kind.PRESS, **pressed)))

    async def push(self, packed: str) -> str:
        return self._hear(await self.taker.take(self._incoming(kind=Kind.PRESS, press=packed)))

    def _incoming(self, **what: object) -> Incoming:
        self.count += 1
        return Incoming(account=self.account, update_id=str(self.count), chat=self.chat, **what)

    def _hear(self, leaving: Sequence[Leaving]) -> str:
        replies = [one.reply for one in leaving]
        for reply in replies:
            if reply.choices:
                self.pressable = {c.label: c.press for c in reply.choices}
        self.told = [reply.text for reply in replies]
        return "\n".join(self.told)
