"""Room: a channel that says nothing once its account is no longer ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from starlette.routing import BaseRoute

from bot.cluster.tenure import Tenure, current
from bot.messages import Capabilities, Channel, Outcome, Reply, Take, Unreachable

Count = Callable[[Callable[[], Awaitable[Outcome]]], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Guarded:
    """Carry messages for as long as the tenure holds, looking before each request."""

    channel: Channel
    tenure: Tenure
    count: Count | None = None  # counts each message that it carries out

    @property
    def account(self) -> str:
        """Name the channel account."""
        return self.channel.account

    @property
    def public_name(self) -> str:
        """Name the account as people find it."""
        return self.channel.public_name

    @property
    def capabilities(self) -> Capabilities:
        """Tell what the channel can carry."""
        return self.channel.capabilities

    @property
    def state(self) -> str:
        """Say how the channel is."""
        return self.channel.state

    async def send(self, chat: str, reply: Reply) -> Outcome:
        """Send one message; raise Unreachable when the account was lost meanwhile."""
        with self._guard():
            if self.count is None:
                return await self.channel.send(chat, reply)
            return await self.count(partial(self.channel.send, chat, reply))

    async def fetch(self, ref: str) -> bytes:
        """Return a file that a person sent: whoever asks changes nothing."""
        return await self.channel.fetch(ref)

    async def show_commands(self, chat: str, commands: Sequence[str]) -> None:
        """List commands in one chat; raise Unreachable when the account was lost meanwhile."""
        with self._guard():
            await self.channel.show_commands(chat, commands)

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Return the HTTP routes that the channel wants served."""
        return self.channel.routes(take)

    async def run(self, take: Take) -> None:
        """Receive updates until cancelled: whoever takes them, takes them once."""
        await self.channel.run(take)

    async def close(self) -> None:
        """End what is open."""
        await self.channel.close()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Look now; and let who writes to the wire look again, after waiting for a connection."""
        if not self.tenure.holds:
            raise Unreachable("the account is held elsewhere")
        token = current.set(self.tenure)
        try:
            yield
        finally:
            current.reset(token)
