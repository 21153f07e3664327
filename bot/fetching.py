"""Room: what organizers sent to be sent on, fetched after the turn that took it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot import files
from bot.db import Database
from bot.messages import Blocked, Channel, Rejected, SendError

log = structlog.get_logger(__name__)
EVERY = 2.0  # seconds; whoever attached a file is still looking at the preview


@dataclass
class Fetching:
    """Fetch the content of one account's files; it is looked for again and again."""

    database: Database
    channel: Channel
    every: float = EVERY

    async def run(self) -> None:
        """Look and fetch, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self.every)

    async def look(self) -> None:
        """Fetch what is missing; what fails for now is tried again at the next look."""
        async with self.database.reading() as session:
            wanted = await files.find_unfetched(session, self.channel.account)
        for number, ref in wanted:
            try:
                data: bytes | None = await self.channel.fetch(ref)
            except (Blocked, Rejected) as error:  # would be refused again
                log.warning("file-not-fetched", file=number, why=str(error))
                data = None
            except SendError as error:
                log.info("file-not-fetched-yet", file=number, why=type(error).__name__)
                return
            async with self.database.transaction() as session:
                await files.fill(session, number, data)
