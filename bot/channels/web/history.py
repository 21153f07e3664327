"""Door, web: what the page shows, stored in the order in which it happened.

Within this process the lines of one chat are stored one after the other, so that a line's number
tells its place: a stream that has shown number 7 will not meet a 6 that was stored later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from bot import files, lines
from bot.channels.web.bodies import ACCOUNT, Posted
from bot.channels.web.stream import Bells
from bot.clock import Clock
from bot.db import Database
from bot.lines import Heard, Own, Standing
from bot.messages import Reply
from bot.models import KeptFile, WebMessage


@dataclass
class History:
    """Store and find the lines of every chat of this channel."""

    database: Database
    clock: Clock
    bells: Bells = field(default_factory=Bells)
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def store_reply(self, chat: str, reply: Reply) -> int:
        """Store a message of ours, wake its pages and return its number."""
        now = self.clock.now()
        async with self._in_order(chat):
            number: int = await self.database.together(
                lambda session: lines.record_reply(session, chat, reply, now=now)
            )
        self.bells.ring(chat)
        return number

    async def rewrite(self, chat: str, number: int, reply: Reply) -> bool:
        """Rewrite a message of ours and wake its pages; False when there is none."""
        async with self._in_order(chat):
            found: bool = await self.database.together(
                lambda session: lines.rewrite(session, chat, number, reply)
            )
        self.bells.ring(chat)
        return found

    async def recall(self, chat: str, number: int) -> bool:
        """Take a message of ours back and wake its pages; False when there is none."""
        async with self._in_order(chat):
            found: bool = await self.database.together(
                lambda session: lines.recall(session, ACCOUNT, chat, number)
            )
        self.bells.ring(chat)
        return found

    async def store_own(self, chat: str, posted: Posted) -> Heard:
        """Store what a person posted, once, wake the chat's pages and tell what it answers."""
        now = self.clock.now()
        is_photo = posted.photo is not None
        own = Own(posted.id, posted.text, posted.press, posted.ref, is_photo=is_photo)
        async with self._in_order(chat):
            heard: Heard = await self.database.together(
                lambda session: lines.record_own(session, ACCOUNT, chat, own, now=now)
            )
        self.bells.ring(chat)
        return heard

    async def wants_photo(self, chat: str, ref: int, update: str) -> bool:
        """Tell whether a line asks for a photo, or did before this same update came."""
        async with self.database.reading() as session:
            return await lines.wants_photo(session, chat, ref, update)

    async def find_latest(
        self, chat: str, *, most: int, before: int | None = None
    ) -> Sequence[WebMessage]:
        """Return a chat's last lines, or the last before one of them."""
        async with self.database.reading() as session:
            return await lines.find_latest(session, chat, most=most, before=before)

    async def find_standing(self, chat: str) -> Standing:
        """Return how a chat stands."""
        async with self.database.reading() as session:
            return await lines.find_standing(session, ACCOUNT, chat)

    async def find_file(self, number: int) -> KeptFile | None:
        """Return a kept file that may still be fetched."""
        async with self.database.reading() as session:
            return await files.find(session, number, now=self.clock.now())

    async def is_known(self, chat: str) -> bool:
        """Tell whether there is such a chat."""
        async with self.database.reading() as session:
            return await lines.is_known(session, ACCOUNT, chat)

    async def move(self, chat: str, fresh: str) -> bool:
        """Give a chat another id; pages that are open elsewhere lose it at once.

        False when there is no such chat any more.
        """
        async with self._in_order(chat):
            moved: bool = await self.database.together(
                lambda session: lines.move(session, ACCOUNT, chat, fresh)
            )
        self.bells.ring(chat)
        return moved

    def _in_order(self, chat: str) -> AbstractAsyncContextManager[None]:
        lock = self._locks.get(chat)
        if lock is None:
            lock = self._locks[chat] = asyncio.Lock()
        return lock
