"""Room: what organizers sent to be sent on, fetched after the turn that took it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from bot import files, pictures
from bot.clock import monotonic
from bot.db import Database
from bot.errors import Refused
from bot.messages import Blocked, Channel, Halted, Rejected, SendError, Throttled

log = structlog.get_logger(__name__)
EVERY = 2.0  # seconds; whoever attached a file is still looking at the preview
PATIENCE = (5.0, 30.0, 120.0, 600.0)  # seconds until a file is tried anew; the last one repeats


@dataclass
class Fetching:
    """Fetch the content of one account's files; it is looked for again and again."""

    database: Database
    channel: Channel
    every: float = EVERY
    patience: Sequence[float] = PATIENCE
    _tries: dict[int, int] = field(default_factory=dict)  # files that did not come, how often
    _rests: dict[int, float] = field(default_factory=dict)  # and when each is tried anew

    async def run(self) -> None:
        """Look and fetch, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self.every)

    async def look(self) -> None:
        """Fetch what is missing; a file that does not come holds up no other, and rests longer."""
        resting = [number for number, ends in self._rests.items() if ends > monotonic()]
        async with self.database.reading() as session:
            account = self.channel.account
            wanted = await files.find_unfetched(session, account, passing_over=resting)
        for one in wanted:
            number = one.number
            try:
                data: bytes | None = await self.channel.fetch(one.ref)
            except (Blocked, Rejected) as error:  # would be refused again
                log.warning("file-not-fetched", file=number, why=str(error))
                data = None
            except SendError as error:
                log.info("file-not-fetched-yet", file=number, why=type(error).__name__)
                if isinstance(error, Throttled | Halted):  # it is not the file's fault
                    return
                self._let_rest(number)
                continue
            if one.is_photo and data is not None:
                data = await _clean(data)
            async with self.database.transaction() as session:
                await files.fill(session, number, data)
            self._tries.pop(number, None)
            self._rests.pop(number, None)

    def _let_rest(self, number: int) -> None:
        tries = self._tries.get(number, 0)
        self._tries[number] = tries + 1
        rest = self.patience[min(tries, len(self.patience) - 1)]
        self._rests[number] = monotonic() + rest


async def _clean(data: bytes) -> bytes | None:
    """Return a photo made anew from its points, apart from what else goes on; None: it is none."""
    try:
        return (await asyncio.to_thread(pictures.clean, data)).data
    except Refused as refused:
        log.warning("photo-not-kept", why=refused.code)
        return None
