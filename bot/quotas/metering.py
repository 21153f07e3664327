"""Room: quotas: the meter of one account: counts each message before it leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.cluster import Lost
from bot.logs import name_error
from bot.messages import QUOTA, Halted, Outcome, SendError, Unknown, Unreachable
from bot.quotas.spending import month_of, note_refusal, spend_all
from bot.site import Site

log = structlog.get_logger(__name__)


@dataclass
class Meter:
    """Count an account's messages, replies and broadcasts alike; what did not go is taken back."""

    site: Site
    account_id: int

    async def __call__(self, send: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Count one message and send it; raise Unreachable when it cannot be counted."""
        month = month_of(self.site.now)
        was_refused = await self._count(month)
        try:
            outcome = await send()
        except SendError as error:
            await self._take_back(month)
            if isinstance(error, Halted) and error.reason == QUOTA and not was_refused:
                await self._note(month, refused=True)
            raise
        if was_refused and not isinstance(outcome, Unknown):
            await self._note(month, refused=False)
        return outcome

    async def _count(self, month: str) -> bool:
        """Count one; return whether the platform has said of this month that it is spent."""
        try:
            return await self._spend(month, 1)
        except (SQLAlchemyError, OSError, Lost) as error:
            raise Unreachable(f"cannot be counted: {name_error(error)}") from error

    async def _take_back(self, month: str) -> None:
        """Uncount what did not leave; where that fails, one too many stays counted."""
        try:
            await self._spend(month, -1)
        except (SQLAlchemyError, OSError, Lost) as error:
            log.warning("count-not-taken-back", account=self.account_id, why=name_error(error))

    async def _spend(self, month: str, count: int) -> bool:
        spent = self.account_id, month, count
        return await self.site.database.store_together(spend_all, spent)

    async def _note(self, month: str, *, refused: bool) -> None:
        try:
            async with self.site.database.transaction() as session:
                at = self.site.now if refused else None
                await note_refusal(session, self.account_id, month, at)
        except (SQLAlchemyError, OSError, Lost) as error:
            log.warning("quota-not-noted", account=self.account_id, why=name_error(error))
