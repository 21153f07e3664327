"""Kit: a channel in memory, whose outcomes a test writes beforehand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from starlette.routing import BaseRoute

from bot.messages import Capabilities, Outcome, Rejected, Reply, SendError, Sent, Take

PLAIN = Capabilities(most_text=2000, buttons=False, edits=False, contact_button=False)
EDITING = Capabilities(
    4096, buttons=True, edits=True, contact_button=True, recalls=timedelta(hours=48)
)


@dataclass
class MemoryChannel:
    """Keep what was sent; `script` holds a chat's next outcomes, else it is sent."""

    account: str = "web"
    capabilities: Capabilities = PLAIN
    state: str = "ready"
    latency: float = 0.0
    script: dict[str, list[Outcome | SendError]] = field(default_factory=dict)
    sent: list[tuple[str, Reply]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    in_flight: int = 0
    most_in_flight: int = 0
    opened: asyncio.Event | None = None  # when set, messages wait for it, half-way

    async def send(self, chat: str, reply: Reply) -> Outcome:
        """Take a message, or do what the script says."""
        self.tried.append(chat)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await asyncio.sleep(self.latency)
            if self.opened is not None:
                await self.opened.wait()
        finally:
            self.in_flight -= 1
        planned = self.script.get(chat)
        outcome = planned.pop(0) if planned else None
        if isinstance(outcome, SendError):
            raise outcome
        if outcome is None:
            self.sent.append((chat, reply))
            outcome = Sent(f"ref-{len(self.sent)}")
        return outcome

    async def fetch(self, ref: str) -> bytes:
        """Return what was put under a file's name."""
        if ref not in self.files:
            raise Rejected("no such file")
        return self.files[ref]

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Serve nothing."""
        return ()

    async def run(self, take: Take) -> None:
        """Receive nothing."""
        await asyncio.Event().wait()

    @property
    def chats(self) -> list[str]:
        """Return the chats that messages went to, in order."""
        return [chat for chat, _ in self.sent]
