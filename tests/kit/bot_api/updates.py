"""The outbox: updates wait here until a poll's offset or a webhook's 2xx acknowledges them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tests.kit.bot_api.refusals import Json, Refusal
from tests.kit.journal import Bell

if TYPE_CHECKING:
    from collections.abc import Callable

ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL = 50
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Updates:
    """Number updates, keep them until acknowledged, and hand them out."""

    def __init__(self) -> None:
        self.pending: dict[int, Json] = {}
        self.sent: dict[int, Json] = {}
        self.conflicts = 0
        self.next_id = 1
        self.hooked = False
        self.on_new: Callable[[Json], None] | None = None
        self._allowed: frozenset[str] | None = None
        self._bell = Bell()
        self._repeats: list[Json] = []
        self._poller: asyncio.Event | None = None

    @property
    def allowed(self) -> list[str] | None:
        """List the kinds asked for, or None for the default."""
        return sorted(self._allowed) if self._allowed else None

    def allow(self, kinds: list[str] | None) -> None:
        """Keep which kinds are wanted: None leaves it as it was, an empty list resets it."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def push(self, kind: str, body: Json) -> Json | None:
        """Add an update; return it, or None where nobody asked for its kind."""
        wanted = kind in self._allowed if self._allowed else kind not in ONLY_WHEN_ASKED
        if not wanted:
            return None
        update: Json = {"update_id": self.next_id, kind: body}
        self.next_id += 1
        self.pending[update["update_id"]] = self.sent[update["update_id"]] = update
        self._announce(update)
        return update

    def repeat(self, update_id: int) -> None:
        """Deliver an update once more, acknowledged or not; raises KeyError for an unknown."""
        update = self.sent[update_id]
        if not self.hooked:
            self._repeats.append(update)
        self._announce(update)

    def _announce(self, update: Json) -> None:
        if self.on_new:
            self.on_new(update)
        self._bell.ring()

    def acknowledge(self, update_id: int) -> None:
        """Take one update as delivered."""
        self.pending.pop(update_id, None)

    def drop(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()

    async def poll(self, asked: Json) -> list[Json]:
        """Answer getUpdates; a later poll ends an earlier one with 409."""
        if self.hooked:
            raise Refusal(409, HOOKED)
        self.allow(asked.get("allowed_updates"))
        self._forget(asked.get("offset", 0))
        mine = await self._relieve()
        timeout = min(max(asked.get("timeout", 0), 0), LONGEST_POLL)
        try:
            await self._until_news(mine, timeout)
        finally:
            if self._poller is mine:
                self._poller = None
        if mine.is_set():
            self.conflicts += 1
            raise Refusal(409, HOOKED if self.hooked else OTHER_POLLER)
        return self._batch(asked.get("limit", 100))

    def hook(self, *, on: bool) -> None:
        """Switch polling off while a webhook is set, which ends a poll that waits."""
        self.hooked = on
        if on and self._poller:
            self._poller.set()
            self._bell.ring()

    async def _relieve(self) -> asyncio.Event:
        """Take the poller's place and let the one before be told."""
        before, self._poller = self._poller, asyncio.Event()
        mine = self._poller
        if before:
            before.set()
            self._bell.ring()
            await asyncio.sleep(0)
        return mine

    async def _until_news(self, mine: asyncio.Event, within: float) -> None:
        ends = asyncio.get_running_loop().time() + within
        while not self.pending and not self._repeats and not mine.is_set():
            left = ends - asyncio.get_running_loop().time()
            if left <= 0 or not await self._bell.wait(left):
                return

    def _forget(self, offset: int) -> None:
        """Acknowledge by offset; a negative one keeps that many of the newest."""
        known = list(self.pending)
        gone = known[:offset] if offset < 0 else [each for each in known if each < offset]
        for update_id in gone:
            del self.pending[update_id]

    def _batch(self, limit: int) -> list[Any]:
        repeats, self._repeats = self._repeats, []
        waiting: list[Json] = []
        for update in self.pending.values():
            if len(repeats) + len(waiting) >= limit:
                break
            waiting.append(update)
        return repeats + waiting
