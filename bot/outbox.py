"""Room: replies on their way out: in their chat's order, after the commit that made them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.messages import (
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
from bot.models import ChannelAccount, Chat, StoredReply
from bot.pacing import Pacer
from bot.rendering import parts

log = structlog.get_logger(__name__)
RETRY_SECONDS = (1, 2, 5, 15, 60)  # after the platform could not be reached; the last one repeats


@dataclass(frozen=True, slots=True)
class Leaving:
    """Name a stored reply that may leave now."""

    id: int
    chat_id: int
    account: str
    external_id: str
    reply: Reply


@dataclass
class Outbox:
    """Send stored replies; chats go side by side, one chat's replies one after another."""

    database: Database
    channels: Mapping[str, Channel]
    pacers: Mapping[str, Pacer]
    retry_seconds: Sequence[float] = RETRY_SECONDS
    _queues: dict[int, deque[Leaving]] = field(default_factory=dict)
    _tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _marks: list[dict[str, Any]] = field(default_factory=list)
    _marked: asyncio.Future[None] | None = None

    def push(self, leaving: Iterable[Leaving]) -> None:
        """Send these replies as soon as their chat and account allow."""
        for one in leaving:
            self._queues.setdefault(one.chat_id, deque()).append(one)
            if one.chat_id not in self._tasks:
                self._tasks[one.chat_id] = asyncio.create_task(
                    self._empty(one.chat_id), name="outbox"
                )

    async def recover(self) -> int:
        """After a start: what had begun is unknown, what had not leaves now; return how many."""
        async with self.database.transaction() as session:
            await mark_unknown(session)
            rows = await find_open(session)
        self.push(row for row in rows if row.account in self.channels)
        return len(rows)

    async def drain(self) -> None:
        """Wait until every reply has left or failed (for tests and a quiet end)."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values())

    async def close(self) -> None:
        """Stop sending; replies not begun stay stored for the next start."""
        for task in list(self._tasks.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _empty(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                await self._send(queue[0])
                queue.popleft()
        except Exception:
            log.exception("outbox-failed", chat=chat_id)
        finally:
            self._queues.pop(chat_id, None)
            self._tasks.pop(chat_id, None)

    async def _send(self, one: Leaving) -> None:
        channel, pacer = self.channels[one.account], self.pacers[one.account]
        ref = ""
        for place, part in enumerate(parts(one.reply, channel.capabilities)):
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
                log.warning("account-halted", account=one.account, reason=error.reason)
                tries = len(self.retry_seconds)
            if first:
                await self._mark(one, "queued")
            if tries:
                await asyncio.sleep(self.retry_seconds[min(tries, len(self.retry_seconds)) - 1])

    async def _fail(self, one: Leaving, error: SendError) -> None:
        match error:
            case Blocked():
                await self._mark(one, "failed", reason=error.reason)
                await self.database.together(lambda s: _block(s, one.chat_id))
            case Rejected():
                await self._mark(one, "failed", reason="rejected")
                log.error("reply-rejected", reply=one.id, why=error.why)
            case _:
                await self._mark(one, "failed", reason=type(error).__name__)

    async def _doubt(self, chat_id: int) -> None:
        await self.database.together(lambda s: _make_unsure(s, [chat_id]))

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


async def set_states(session: AsyncSession, marks: list[dict[str, Any]]) -> None:
    """Store the states of many replies."""
    table = StoredReply.__table__
    statement = (
        update(StoredReply)
        .where(table.c.id == bindparam("key"))
        .values(state=bindparam("to"), reason=bindparam("why"), platform_ref=bindparam("ref"))
    )
    connection = await session.connection()
    await connection.execute(statement, marks)


async def mark_unknown(session: AsyncSession) -> None:
    """Say of replies whose sending a crash cut off that nobody knows; their chats ask again."""
    cut = (
        await session.execute(
            update(StoredReply)
            .where(StoredReply.state == "sending")
            .values(state="unknown", reason="killed")
            .returning(StoredReply.chat_id)
        )
    ).scalars()
    await _make_unsure(session, sorted(set(cut)))


async def find_open(session: AsyncSession) -> list[Leaving]:
    """Return the replies that have not begun, oldest first."""
    rows = await session.execute(
        select(StoredReply, Chat.external_id, ChannelAccount.name)
        .join(Chat, Chat.id == StoredReply.chat_id)
        .join(ChannelAccount, ChannelAccount.id == Chat.account_id)
        .where(StoredReply.state == "queued")
        .order_by(StoredReply.id)
    )
    return [
        Leaving(row.id, row.chat_id, account, external_id, Reply.from_document(row.body))
        for row, external_id, account in rows
    ]


async def _make_unsure(session: AsyncSession, chat_ids: list[int]) -> None:
    for chat in await session.scalars(select(Chat).where(Chat.id.in_(chat_ids))):
        if chat.asked:
            chat.asked = {**chat.asked, "unsure": True}


async def _block(session: AsyncSession, chat_id: int) -> None:
    await session.execute(update(Chat).where(Chat.id == chat_id).values(state="blocked"))
