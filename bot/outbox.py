"""Room: replies on their way out: in their chat's order, after the commit that made them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import files
from bot.cluster import Lost
from bot.db import Database
from bot.logs import name_error
from bot.messages import (
    QUOTA,
    WINDOW,
    Blocked,
    Channel,
    Halted,
    Outcome,
    Rejected,
    Reply,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.pacing import Pacer
from bot.rendering import parts
from bot.replies import (
    Leaving,
    block,
    find_open,
    find_open_ids,
    forget_words,
    make_unsure,
    mark_unknown,
    set_states,
)

log = structlog.get_logger(__name__)
RETRY_SECONDS = (1, 2, 5, 15, 60)  # after the platform could not be reached; the last one repeats
GRACE = 2.0  # seconds that what is on its way gets at the end
LOOK_EVERY = 1.0  # seconds between two looks for replies that nobody handed to us
MOST_AT_ONCE = 500  # of them
MOST_KNOWN = (
    20_000  # numbers kept of replies handed to us: stored ones may be found before or after
)


@dataclass
class Outbox:
    """Send stored replies; chats go side by side, one chat's replies one after another.

    What a turn of this program says is handed over when it is stored. What others store, jobs and
    other programs, is found by looking: at a call of `wake`, and now and then.
    """

    database: Database
    channels: Mapping[str, Channel]
    pacers: Mapping[str, Pacer]
    retry_seconds: Sequence[float] = RETRY_SECONDS
    grace: float = GRACE
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _queues: dict[int, deque[Leaving]] = field(default_factory=dict)
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _known: dict[int, None] = field(default_factory=dict)  # numbers, oldest first
    _in_hand: set[int] = field(default_factory=set)
    _expected: dict[int, Leaving] = field(default_factory=dict)  # stored here, not collected yet
    _marks: list[dict[str, Any]] = field(default_factory=list)
    _marked: asyncio.Future[None] | None = None
    _closing: bool = False

    def push(self, leaving: Iterable[Leaving]) -> None:
        """Send these replies as soon as their chat and account allow."""
        for one in leaving:
            if one.id in self._known:
                continue
            self._known[one.id] = None
            self._in_hand.add(one.id)
            self._queues.setdefault(one.chat_id, deque()).append(one)
            if one.chat_id not in self._tasks:
                self._tasks[one.chat_id] = asyncio.create_task(
                    self._empty(one.chat_id), name="outbox"
                )

    def expect(self, leaving: Iterable[Leaving]) -> None:
        """Send these replies too, but each after whatever others have stored before it."""
        self._expected.update((one.id, one) for one in leaving)
        self.wake.set()

    async def recover(self) -> int:
        """After a start: what had begun is unknown, what had not leaves now; return how many."""
        async with self.database.transaction() as session:
            await mark_unknown(session, list(self.channels))
        return await self.collect()

    async def watch(self) -> None:
        """Send what others store, until cancelled."""
        while True:
            await self.collect()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self.wake.wait()
            self.wake.clear()

    async def collect(self) -> int:
        """Find replies that nobody handed to us and send them; return how many."""
        self._forget_old()
        expected, self._expected = self._expected, {}
        newest = next(reversed(self._known), 0)
        async with self.database.reading() as session:
            ids = await find_open_ids(session, list(self.channels), after=newest - MOST_KNOWN)
            fresh = [one for one in ids if one not in self._known]
            found = {one: expected[one] for one in fresh if one in expected}
            strange = [one for one in fresh if one not in expected]
            for first in range(0, len(strange), MOST_AT_ONCE):
                read = await find_open(session, strange[first : first + MOST_AT_ONCE])
                found.update((one.id, one) for one in read)
        ours = [
            found[one] for one in fresh if one in found and found[one].account in self.channels
        ]
        self.push(ours)
        return len(ours)

    def _forget_old(self) -> None:
        while len(self._known) > MOST_KNOWN:
            oldest = next(iter(self._known))
            if oldest in self._in_hand:
                return
            del self._known[oldest]

    async def drain(self) -> None:
        """Wait until every reply has left or failed (for tests and a quiet end)."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values())

    async def close(self) -> None:
        """Stop: what is on its way gets a moment, what has not begun stays stored."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=self.grace)
        for task in list(self._tasks.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _empty(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue and not self._closing:
                await self._send_or_doubt(queue[0])
                if queue[0].reply.fleeting:
                    await self.database.together(partial(forget_words, reply_id=queue[0].id))
                self._in_hand.discard(queue.popleft().id)
        except (Lost, SQLAlchemyError, OSError) as error:
            log.warning("outbox-failed", chat=chat_id, error=name_error(error))
        finally:
            for one in queue:  # still stored as they were: looked for again
                self._in_hand.discard(one.id)
                self._known.pop(one.id, None)
            self._queues.pop(chat_id, None)
            self._tasks.pop(chat_id, None)

    async def _send_or_doubt(self, one: Leaving) -> None:
        """Send one; a fault of ours, unlike one of the database, must not stop the chat."""
        try:
            await self._send(one)
        except (Lost, SQLAlchemyError, OSError):
            raise
        except Exception:
            log.exception("reply-failed", reply=one.id)
            await self._mark(one, "unknown", reason="fault")
            await self._doubt(one.chat_id)

    async def _send(self, one: Leaving) -> None:
        channel, pacer = self.channels[one.account], self.pacers[one.account]
        ref = ""
        reply = await files.complete(self.database, one.reply, one.account)
        if reply is None:
            await self._mark(one, "failed", reason="file_gone")
            return
        for place, part in enumerate(parts(reply, channel.capabilities)):
            try:
                outcome = await self._send_part(channel, pacer, one, part, first=place == 0)
            except SendError as error:
                await self._fail(one, error)
                return
            if isinstance(outcome, Unknown):
                await self._mark(one, "unknown", reason=outcome.why)
                await self._doubt(one.chat_id)
                return
            ref = outcome.ref
            await files.note_sent(self.database, part, one.account, outcome)
        await self._mark(one, "sent", ref=ref)

    async def _send_part(
        self, channel: Channel, pacer: Pacer, one: Leaving, part: Reply, *, first: bool
    ) -> Outcome:
        """Send one part, again and again while the platform says that it did not take it."""
        tries = 0
        while True:
            await pacer.grant(one.external_id, lane="reply")
            if first:
                await self._mark(one, "sending")
            try:
                return await channel.send(one.external_id, part)
            except Throttled as error:
                pacer.halt(error.wait.total_seconds())
            except Unreachable:
                tries += 1
            except Halted as error:
                tries = self._wait_for_operator(one, error)
            if first:
                await self._mark(one, "queued")
            if tries:
                await asyncio.sleep(self.retry_seconds[min(tries, len(self.retry_seconds)) - 1])

    def _wait_for_operator(self, one: Leaving, error: Halted) -> int:
        """Return which wait is next; a spent month is not waited for: who writes is answered."""
        log.warning("account-halted", account=one.account, reason=error.reason)
        if error.reason == QUOTA:
            raise error
        return len(self.retry_seconds)

    async def _fail(self, one: Leaving, error: SendError) -> None:
        match error:
            case Blocked():
                await self._mark(one, "failed", reason=error.reason)
                if error.reason != WINDOW:  # that one opens again by itself
                    await self.database.together(lambda s: block(s, one.chat_id))
            case Rejected():
                await self._mark(one, "failed", reason="rejected")
                log.error("reply-rejected", reply=one.id, why=error.why)
            case Halted(reason):
                await self._mark(one, "failed", reason=reason)
                await self._doubt(one.chat_id)
            case _:
                await self._mark(one, "failed", reason=type(error).__name__)

    async def _doubt(self, chat_id: int) -> None:
        await self.database.together(lambda s: make_unsure(s, [chat_id]))

    async def _mark(self, one: Leaving, state: str, *, reason: str = "", ref: str = "") -> None:
        """Note a reply's state; marks that come together are stored together."""
        self._marks.append({"key": one.id, "to": state, "why": reason[:40], "ref": ref})
        if self._marked is None or self._marked.done():
            self._marked = asyncio.ensure_future(self._store_marks())
        await asyncio.shield(self._marked)

    async def _store_marks(self) -> None:
        await asyncio.sleep(0)  # let the others of this round add theirs
        taken: list[dict[str, Any]] = []

        async def store(session: AsyncSession) -> None:
            if not taken:
                taken.extend(self._marks)
                self._marks.clear()
                self._marked = None
            await set_states(session, taken)

        await self.database.together(store)
