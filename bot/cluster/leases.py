"""Room: a tenure that several programs compete for: a row, a fence and a deadline.

Law: a request may leave before the deadline only, and what is written is written under the fence.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import boottime
from bot.cluster.tenure import Lost
from bot.db import Database
from bot.models import Lease

TTL = 5.0  # seconds; the row says until when, by the database's clock


class Leased:
    """Hold one account by a lease, which the wire takes, renews and gives back."""

    def __init__(self, account_id: int) -> None:
        self.account_id = account_id
        self.fence_number = 0  # 0: not ours
        self.wanted = False
        self.in_use = False
        self.free_since: float | None = None  # as this program saw it
        self._deadline = self.renewed_at = 0.0
        self._given, self._over = asyncio.Event(), asyncio.Event()

    @property
    def holds(self) -> bool:
        """Tell whether a request may leave: ours, and not by the word of a clock that slept."""
        return self.fence_number > 0 and boottime() < self._deadline

    @property
    def is_retiring(self) -> bool:
        """Tell whether it is ours still, and is to be given back."""
        return self.fence_number > 0 and self._over.is_set()

    def fence(self, database: Database) -> AbstractAsyncContextManager[Database]:
        """Give the database in which each transaction begins with a look at the lease."""
        return database.fenced(self.check)

    async def check(self, session: AsyncSession) -> None:
        """Raise Lost unless the lease is ours until this transaction ends.

        The row stays locked for as long, so that who takes the account over waits for what was
        begun here, and nothing begins here after.
        """
        query = (
            select(Lease.account_id)
            .where(Lease.account_id == self.account_id, Lease.fence == self.fence_number)
            .with_for_update(read=True, key_share=True)
        )
        if not self.holds or await session.scalar(query) is None:
            raise Lost(f"account {self.account_id}")

    async def begin(self) -> None:
        """Wait until the account is ours."""
        self.wanted = True
        await self._given.wait()
        self.in_use = True

    async def end(self) -> None:
        """Wait until it is lost, or asked for by another."""
        await self._over.wait()

    def free(self) -> None:
        """Say that nothing of ours is under way: the lease may go back."""
        self.in_use = self.wanted = False
        self._over.set()

    def give(self, fence: int, *, asked_at: float) -> None:
        """Let the tenure begin, for as long as the row said when it was asked for."""
        self.fence_number = fence
        self.renew(asked_at=asked_at)
        self._given, given = asyncio.Event(), self._given
        self._over.clear()
        given.set()

    def renew(self, *, asked_at: float) -> None:
        """Let it go on for as long as the row says now."""
        self._deadline, self.renewed_at = asked_at + TTL, asked_at

    def suspend(self) -> None:
        """Let nothing be sent or written until it is known whether it is ours still."""
        self._deadline = 0.0

    def retire(self) -> None:
        """Ask for its end: what is under way may still be written."""
        self._over.set()

    def lose(self) -> None:
        """End it at once."""
        self.fence_number, self._deadline = 0, 0.0
        self.free_since = None
        self._over.set()
