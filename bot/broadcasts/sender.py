"""Room: the sender of one channel account: claim and commit; send; record and commit."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import launching, ledger
from bot.broadcasts.bundles import Claim
from bot.broadcasts.crew import Crew
from bot.broadcasts.fates import Fate
from bot.broadcasts.hold import Hold
from bot.broadcasts.notebook import Notebook
from bot.broadcasts.watching import Watch
from bot.clock import monotonic
from bot.messages import Channel, Halted, Rejected, Throttled, Unreachable
from bot.pacing import Pacer
from bot.site import Site

log = structlog.get_logger(__name__)

HAND_SECONDS = 0.3  # of work that a kill may cost, beside what is in flight: claimed, not recorded
CLAIM_SECONDS = 0.15  # of work a claim; the next one comes when a third of it is left
MOST_IN_HAND = 1000
MOST_IN_FLIGHT = 128
IN_FLIGHT_SECONDS = 0.5  # the latency up to which the rate is used
POLL_EVERY = 1.0
GRACE = 2.0  # seconds that messages in flight get at the end
BACKOFF = (1.0, 2.0, 5.0, 15.0, 60.0)  # the last one repeats
HALTED_REST = 300.0  # then one message tries whether an operator has mended the account


class Sender:
    """Send an account's share of every running broadcast; one sender an account at a time.

    After a doubt or a refusal it rests, then probes with a single line before it goes on.
    """

    def __init__(self, site: Site, *, channel: Channel, account_id: int, pacer: Pacer) -> None:
        self._site, self._pacer = site, pacer
        self._account, self._account_id = channel.account, account_id
        self._edits = channel.capabilities.edits
        self._most = _lines(pacer.rate, HAND_SECONDS, most=MOST_IN_HAND)
        batch = _lines(pacer.rate, CLAIM_SECONDS, most=MOST_IN_HAND // 2)
        self._low = batch // 3  # lines left at which the next are claimed
        self._batch = min(batch, self._most - self._low)
        wide = _lines(pacer.rate, IN_FLIGHT_SECONDS, most=MOST_IN_FLIGHT, least=4)
        hold = Hold(site.database, channel.account)
        self._crew = Crew(channel, pacer, hold, width=wide, tell=self._settle)
        self._notebook = Notebook(site, account_id, many=max(1, self._most // 2))
        self._watch = Watch(site.settings)
        self.backoff, self.halted_rest, self.grace = BACKOFF, HALTED_REST, GRACE
        self._halted = False
        self._begin()

    @property
    def account(self) -> str:
        """Name the channel account that this sender sends for."""
        return self._account

    async def recover(self, session: AsyncSession) -> int:
        """Call unknown what a killed process had in its hands; return how many lines."""
        return await ledger.recover(session, self._account_id)

    async def run(self) -> None:
        """Send whatever is due, until cancelled; then let what is in flight end."""
        self._begin()
        await self._notebook.record()  # what could not be stored when this ended before
        async with self._site.database.transaction() as session:
            await ledger.release(session, self._account_id)
        self._crew.start()
        recorder = asyncio.create_task(self._notebook.keep(), name="record")
        try:
            while True:
                await self._advance()
        finally:
            recorder.cancel()
            await self._crew.stop(self.grace)
            await asyncio.gather(recorder, return_exceptions=True)
            await self._notebook.record()

    def _begin(self) -> None:
        self._crew.begin()
        self._busy = False  # the last claim found something
        self._recalled = False  # lines came back: record before the next claim
        self._setbacks = 0
        self._rest_until = 0.0

    async def _advance(self) -> None:
        rest = max(self._rest_until - monotonic(), self._pacer.halted)
        if rest > 0:
            await asyncio.sleep(min(rest, POLL_EVERY))
        elif self._crew.unbegun > self._low:
            self._crew.moved.clear()
            await self._crew.moved.wait()
        elif self._recalled or self._room() < self._batch:
            self._recalled = False
            await self._notebook.record()
        elif not await self._claim():
            await self._idle()

    def _room(self) -> int:
        """Return how many lines more may be in our hands."""
        return self._most - self._crew.unbegun - self._notebook.lines

    async def _claim(self) -> bool:
        """Take more lines; False when there are none to take."""
        if not self._busy and not await self._has_work():
            return False
        task = asyncio.ensure_future(self._site.database.together(self._claim_lines))
        try:
            taken: Claim = await asyncio.shield(task)
        except asyncio.CancelledError:
            self._crew.put((await task).bundles)  # it is committed already: to be given back
            raise
        self._crew.put(taken.bundles)
        if self._recalled:  # the account came to rest meanwhile
            self._crew.recall()
        self._busy = taken.lines > 0
        return self._busy

    async def _claim_lines(self, session: AsyncSession) -> Claim:
        limit = 1 if self._setbacks else self._batch
        now, settings = self._site.now, self._site.settings
        return await ledger.claim(
            session, self._account_id, settings, now=now, limit=limit, edits=self._edits
        )

    async def _idle(self) -> None:
        """Nothing to claim: end what is done, then wait to be woken."""
        if self._crew.is_idle:
            await self._notebook.record()
            await self._finish()
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_EVERY):
                await self._site.bell.wait()
        self._site.bell.clear()

    async def _finish(self) -> None:
        if await self._has_work():
            now = self._site.now
            await self._site.database.together(partial(launching.finish_done, now=now))

    async def _has_work(self) -> bool:
        async with self._site.database.reading() as session:
            return await ledger.has_work(session)

    def _settle(self, fate: Fate) -> None:
        """Note one outcome and decide how the account goes on."""
        self._notebook.add(fate)
        failing = self._watch.look(fate)
        if failing is not None:
            self._notebook.note_failing(failing)
            self._recall()
        match fate.error:
            case Throttled(wait):
                self._pacer.halt(wait.total_seconds())
                self._recall()
            case Halted(reason):
                self._halt(reason or "halted")
            case None if fate.state == "sent":
                self._thrive()
            case None if fate.state in ("queued", "skipped"):
                pass  # it was called back, or there was nothing to do
            case None | Unreachable():
                self._rest(self.backoff[min(self._setbacks, len(self.backoff) - 1)])
            case Rejected():  # the broadcast is paused: what waits belongs to it, mostly
                self._recall()

    def _halt(self, reason: str) -> None:
        if not self._halted:
            log.error("account-halted", account=self.account, reason=reason)
        self._halted = True
        self._notebook.note_halt(reason)
        self._rest(self.halted_rest)

    def _thrive(self) -> None:
        self._setbacks = 0
        if self._halted:
            self._halted = False
            self._notebook.note_halt("")

    def _rest(self, seconds: float) -> None:
        if self._rest_until <= monotonic():
            self._setbacks += 1
            self._rest_until = monotonic() + seconds
        self._recall()

    def _recall(self) -> None:
        """Call back what has not begun: it waits in the ledger, where a kill cannot hurt it."""
        if not self._recalled:
            self._recalled = True
            self._crew.recall()


def _lines(rate: float | None, seconds: float, *, most: int, least: int = 1) -> int:
    """Return how many lines are so many seconds of work."""
    return most if rate is None else min(most, max(least, int(rate * seconds)))
