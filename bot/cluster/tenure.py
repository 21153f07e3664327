"""Room: the right to send for one account: begun, perhaps lost, given up.

Law: whatever is sent for an account is sent under a tenure, and one account has one at a time.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from contextvars import ContextVar
from typing import Protocol

from bot.db import Database


class Lost(Exception):
    """Say that an account is no longer ours: nothing may be sent or written for it."""


class Tenure(Protocol):
    """Hold, or wait for, the right to send for one account."""

    @property
    def holds(self) -> bool:
        """Tell, without asking anybody, whether a request may leave at this instant."""
        ...

    def fence(self, database: Database) -> AbstractAsyncContextManager[Database]:
        """Give the database in which nothing can be written once the right is lost."""
        ...

    async def begin(self) -> None:
        """Wait until the account is ours."""
        ...

    async def end(self) -> None:
        """Wait until it is lost, or asked for by another."""
        ...

    def free(self) -> None:
        """Say that nothing of ours is under way any more."""
        ...


current: ContextVar[Tenure | None] = ContextVar("tenure", default=None)  # of what is being sent


def may_write() -> bool:
    """Tell whether the request of this task may be written to the wire, at this instant."""
    tenure = current.get()
    return tenure is None or tenure.holds


class Sole:
    """Hold an account for ever: one program has the database for itself."""

    holds = True

    def fence(self, database: Database) -> AbstractAsyncContextManager[Database]:
        """Give the database itself: there is nobody to be fenced off."""
        return nullcontext(database)

    async def begin(self) -> None:
        """Begin at once."""

    async def end(self) -> None:
        """Wait for what never comes."""
        await asyncio.Event().wait()

    def free(self) -> None:
        """Leave nothing: nobody waits for it."""
