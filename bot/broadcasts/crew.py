"""Room: the crew of a sender: so many messages side by side, each begun when the pacer grants it.

What has not begun can be called back: it waits in the ledger, where a kill cannot hurt it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import structlog

from bot.broadcasts.bundles import Bundle
from bot.broadcasts.carrying import carry
from bot.broadcasts.fates import Fate
from bot.broadcasts.hold import Hold
from bot.messages import Channel
from bot.pacing import Pacer

log = structlog.get_logger(__name__)

Tell = Callable[[Fate], None]
"""Take what became of one message; called at once, in the order in which they ended."""


class Crew:
    """Carry bundles, `width` at a time; whatever becomes of one is told."""

    def __init__(
        self, channel: Channel, pacer: Pacer, hold: Hold, *, width: int, tell: Tell
    ) -> None:
        self._channel, self._pacer, self._hold, self._tell = channel, pacer, hold, tell
        self._width = width
        self._tasks: list[asyncio.Task[None]] = []
        self.begin()

    def begin(self) -> None:
        """Get ready, with empty hands."""
        self._queue: asyncio.Queue[Bundle] = asyncio.Queue()
        self._waiting: set[asyncio.Task[None]] = set()  # for their grant
        self._carrying: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.unbegun = 0  # lines that were given to it and have not begun
        self.moved = asyncio.Event()  # set whenever something begins

    def start(self) -> None:
        """Carry what is put here from now on."""
        self._tasks = [asyncio.create_task(self._work(), name="send") for _ in range(self._width)]

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing waits and nothing is in flight."""
        return not self.unbegun and not self._carrying

    def put(self, bundles: Iterable[Bundle]) -> None:
        """Take more to carry."""
        for bundle in bundles:
            self.unbegun += len(bundle.delivery_ids)
            self._queue.put_nowait(bundle)

    def recall(self) -> None:
        """Give back whatever has not begun."""
        while not self._queue.empty():
            self._give_back(self._queue.get_nowait())
        for task in self._waiting:
            task.cancel()
        self.moved.set()

    async def stop(self, grace: float) -> None:
        """Let messages in flight end, for so many seconds; what has not begun is given back."""
        self._stopping = True
        for task in set(self._tasks) - self._carrying:
            task.cancel()
        _, late = await asyncio.wait(self._tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.recall()

    async def _work(self) -> None:
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
            self._give_back(bundle)
            if self._stopping:
                raise
            task.uncancel()
            return False
        finally:
            self._waiting.discard(task)
        self._let_go(bundle)
        return True

    async def _carry(self, bundle: Bundle) -> None:
        try:
            fate = await carry(self._channel, self._pacer, self._hold, bundle)
        except asyncio.CancelledError:
            self._tell(Fate(bundle, "unknown", "stopped"))
            raise
        except Exception:
            log.exception("send-failed", account=self._channel.account)
            fate = Fate(bundle, "unknown", "fault")
        self._tell(fate)

    def _give_back(self, bundle: Bundle) -> None:
        self._let_go(bundle)
        self._tell(Fate(bundle, "queued"))

    def _let_go(self, bundle: Bundle) -> None:
        self.unbegun -= len(bundle.delivery_ids)
        self.moved.set()
