"""Room: a desk: all that is done for one channel account by the one program that may.

Law: whoever sits down first says of what was begun here that nobody knows how it ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import structlog

from bot.broadcasts import Sender
from bot.clock import monotonic
from bot.cluster import Guarded, Lost, Sole, Tenure
from bot.fetching import Fetching
from bot.health import find_rate
from bot.messages import Channel, Take
from bot.outbox import Outbox
from bot.pacing import Pacer
from bot.quotas import Meter
from bot.replies import Leaving
from bot.signs import Signs
from bot.site import Site

log = structlog.get_logger(__name__)
LONGEST_WAIT = 60.0  # seconds until a part that failed is started again
Part = Callable[[], Coroutine[Any, Any, None]]


@dataclass
class Desk:
    """Send for one account, and fetch what comes in where nobody brings it, while it is ours."""

    site: Site
    channel: Channel
    account_id: int
    rate: float | None  # messages a second, unless the account has a rate of its own
    take: Take
    tenure: Tenure = field(default_factory=Sole)
    fetches: bool = True  # False: its updates are brought to the web, and taken there
    is_counted: bool = False  # its platform allows so many messages a month, of whatever kind
    here: dict[str, Channel] = field(default_factory=dict)  # where it is noted that we fetch
    outbox_of: Callable[..., Outbox] = Outbox
    outbox: Outbox | None = None  # while somebody sits here

    @property
    def is_ours(self) -> bool:
        """Tell whether this program sends for the account now."""
        return self.outbox is not None

    def push(self, leaving: Iterable[Leaving]) -> None:
        """Let replies leave that were stored just now; elsewhere their rows are found.

        Where other programs store replies too, what they stored before is looked for first.
        """
        if self.outbox is None:
            return
        if isinstance(self.tenure, Sole):
            self.outbox.push(leaving)
        else:
            self.outbox.expect(leaving)

    def wake(self) -> None:
        """Look for replies that others have stored."""
        if self.outbox is not None:
            self.outbox.wake.set()

    async def run(self) -> None:
        """Sit down whenever the account is ours, until cancelled."""
        while True:
            await self.tenure.begin()
            try:
                async with self.tenure.fence(self.site.database) as database:
                    await self._sit(replace(self.site, database=database))
            except Lost:
                log.info("desk-lost", account=self.channel.account)
            finally:
                self.tenure.free()

    async def _sit(self, site: Site) -> None:
        """Do everything of this account until it is ours no more."""
        name = self.channel.account
        if self.fetches:
            self.here[name] = self.channel
        meter = Meter(site, self.account_id) if self.is_counted else None
        channel = Guarded(self.channel, self.tenure, meter)
        pacer = Pacer(await find_rate(site, self.account_id) or self.rate)
        outbox = self.outbox_of(site.database, {name: channel}, {name: pacer})
        try:
            async with running(await self._prepare(site, channel, pacer, outbox)):
                self.outbox = outbox
                await self.tenure.end()
        finally:
            self.outbox = None
            if self.fetches:
                del self.here[name]
            await outbox.close()
            await pacer.close()

    async def _prepare(
        self, site: Site, channel: Channel, pacer: Pacer, outbox: Outbox
    ) -> dict[str, Part]:
        """Say what nobody knows any more, and return what is to run now."""
        name = channel.account
        sender = Sender(site, channel=channel, account_id=self.account_id, pacer=pacer)
        async with site.database.transaction() as session:
            await sender.recover(session)
        await outbox.recover()
        parts: dict[str, Part] = {f"sender:{name}": sender.run, f"outbox:{name}": outbox.watch}
        if self.fetches:
            signs = Signs(site.database, {name: channel})
            parts |= {
                f"channel:{name}": partial(channel.run, self.take),
                f"signs:{name}": signs.run,
            }
        return parts | {f"files:{name}": Fetching(site.database, channel).run}


@asynccontextmanager
async def running(parts: dict[str, Part]) -> AsyncIterator[None]:
    """Keep parts running for a while, each started again whenever it fails."""
    tasks = [
        asyncio.create_task(keep_running(name, run), name=name) for name, run in parts.items()
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def keep_running(name: str, run: Part) -> None:
    """Start a part again whenever it fails, later each time it fails soon, up to a minute."""
    wait = 1.0
    while True:
        began = monotonic()
        try:
            await run()
        except Lost:
            log.info("part-fenced-off", part=name)
        except Exception:
            log.exception("part-failed", part=name, again_in=wait)
        if is_ending():
            return
        if monotonic() - began > LONGEST_WAIT:  # it had recovered from whatever was before
            wait = 1.0
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def is_ending() -> bool:
    """Tell whether this task was cancelled, though what failed while it ended hides that."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
