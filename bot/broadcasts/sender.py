"""Room: the sender of one channel account: claim and commit; send; record and commit."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable
from contextlib import suppress
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import launching, ledger
from bot.broadcasts.carrying import carry
from bot.broadcasts.ledger import Bundle, Claim
from bot.broadcasts.notebook import Notebook
from bot.broadcasts.recording import Fate
from bot.clock import monotonic
from bot.messages import Channel, Halted, Rejected, Throttled, Unreachable
from bot.pacing import Pacer
from bot.site import Site

log = structlog.get_logger(__name__)

CLAIM_SECONDS = 0.15  # of work a claim; with what is left of the one before it, 0.2
MOST_CLAIMED = 500
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
        self._site, self._channel = site, channel
        self._account_id, self._pacer = account_id, pacer
        rate = pacer.rate
        self._batch = MOST_CLAIMED if rate is None else math.ceil(rate * CLAIM_SECONDS)
        self._batch = min(self._batch, MOST_CLAIMED)
        wide = MOST_IN_FLIGHT if rate is None else math.ceil(rate * IN_FLIGHT_SECONDS)
        self._width = min(MOST_IN_FLIGHT, max(4, wide))
        self._notebook = Notebook(site, account_id)
        self.backoff, self.halted_rest, self.grace = BACKOFF, HALTED_REST, GRACE
        self._halted = False
        self._begin()

    @property
    def account(self) -> str:
        """Name the channel account that this sender sends for."""
        return self._channel.account

    async def recover(self, session: AsyncSession) -> int:
        """Call unknown what a killed process had in its hands; return how many lines."""
        return await ledger.recover(session, self._account_id)

    async def run(self) -> None:
        """Send whatever is due, until cancelled; then let what is in flight end."""
        self._begin()
        crew = [asyncio.create_task(self._work(), name="send") for _ in range(self._width)]
        recorder = asyncio.create_task(self._notebook.keep(), name="record")
        try:
            while True:
                await self._advance()
        finally:
            await self._end(crew, recorder)

    def _begin(self) -> None:
        self._queue: asyncio.Queue[Bundle] = asyncio.Queue()
        self._waiting: set[asyncio.Task[None]] = set()  # for their grant
        self._carrying: set[asyncio.Task[None]] = set()
        self._hungry = asyncio.Event()
        self._recalled = False  # lines came back: record before the next claim
        self._stopping = False
        self._setbacks = 0
        self._rest_until = 0.0

    async def _advance(self) -> None:
        rest = max(self._rest_until - monotonic(), self._pacer.halted)
        if rest > 0:
            await asyncio.sleep(min(rest, POLL_EVERY))
        elif self._unbegun() > self._batch // 3:
            self._hungry.clear()
            await self._hungry.wait()
        elif not await self._claim():
            await self._idle()

    async def _claim(self) -> bool:
        """Take more lines; False when there are none to take."""
        async with self._site.database.reading() as session:
            if not await ledger.has_work(session):
                return False
        if self._recalled:
            self._recalled = False
            await self._notebook.record()
        task = asyncio.ensure_future(self._site.database.together(self._claim_lines))
        try:
            taken: Claim = await asyncio.shield(task)
        except asyncio.CancelledError:
            self._give_back((await task).bundles)  # it may be committed already
            raise
        for bundle in taken.bundles:
            self._queue.put_nowait(bundle)
        return taken.lines > 0

    async def _claim_lines(self, session: AsyncSession) -> Claim:
        limit = 1 if self._setbacks else self._batch
        now, settings = self._site.now, self._site.settings
        return await ledger.claim(session, self._account_id, settings, now=now, limit=limit)

    async def _idle(self) -> None:
        """Nothing to claim: end what is done, then wait to be woken."""
        if not self._unbegun() and not self._carrying:
            await self._notebook.record()
            await self._finish()
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_EVERY):
                await self._site.bell.wait()
        self._site.bell.clear()

    async def _finish(self) -> None:
        async with self._site.database.reading() as session:
            if not await ledger.has_work(session):
                return
        now = self._site.now
        await self._site.database.together(partial(launching.finish_done, now=now))

    async def _work(self) -> None:
        """Send bundles one by one; as many of these run side by side as may be in flight."""
        task = asyncio.current_task()
        assert task is not None
        while not self._stopping:
            bundle = await self._queue.get()
            if await self._is_granted(bundle, task):
                self._carrying.add(task)
                try:
                    await self._carry(bundle)
                finally:
                    self._carrying.discard(task)

    async def _is_granted(self, bundle: Bundle, task: asyncio.Task[None]) -> bool:
        """Wait for the right to begin; False when the bundle was called back meanwhile."""
        self._waiting.add(task)
        try:
            await self._pacer.grant(bundle.chat, lane="broadcast")
        except asyncio.CancelledError:
            self._give_back([bundle])
            if self._stopping:
                raise
            task.uncancel()
            return False
        finally:
            self._waiting.discard(task)
            if self._unbegun() <= self._batch // 3:
                self._hungry.set()
        return True

    async def _carry(self, bundle: Bundle) -> None:
        try:
            fate = await carry(self._channel, self._pacer, bundle)
        except asyncio.CancelledError:
            self._notebook.add(Fate(bundle, "unknown", "stopped"))
            raise
        except Exception:
            log.exception("send-failed", account=self.account)
            fate = Fate(bundle, "unknown", "fault")
        self._notebook.add(fate)
        self._settle(fate)

    def _settle(self, fate: Fate) -> None:
        """Decide how the account goes on after one outcome."""
        match fate.error:
            case Throttled(wait):
                self._pacer.halt(wait.total_seconds())
                self._recall()
            case Halted(reason):
                self._halt(reason or "halted")
            case None if fate.state == "sent":
                self._thrive()
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
        while not self._queue.empty():
            self._give_back([self._queue.get_nowait()])
        for task in self._waiting:
            task.cancel()
        self._recalled = True
        self._hungry.set()

    def _give_back(self, bundles: Iterable[Bundle]) -> None:
        for bundle in bundles:
            self._notebook.add(Fate(bundle, "queued"))

    async def _end(self, crew: list[asyncio.Task[None]], recorder: asyncio.Task[None]) -> None:
        """Let messages in flight end, for a while; what has not begun goes back."""
        self._stopping = True
        recorder.cancel()
        for task in set(crew) - self._carrying:
            task.cancel()
        _, late = await asyncio.wait(crew, timeout=self.grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*crew, recorder, return_exceptions=True)
        while not self._queue.empty():
            self._give_back([self._queue.get_nowait()])
        await self._notebook.record()

    def _unbegun(self) -> int:
        return self._queue.qsize() + len(self._waiting)
