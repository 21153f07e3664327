"""Room: what became of the messages, written to the ledger many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Integer, Text, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import job_actor
from bot.broadcasts.ledger import Bundle
from bot.messages import Blocked, Rejected, Reply, SendError
from bot.models import Broadcast, ChannelAccount, Chat, Delivery

SENDER = job_actor("send")


@dataclass(frozen=True, slots=True)
class Fate:
    """Say what became of one message; `queued` means that it has not left and will be tried."""

    bundle: Bundle
    state: str  # sent | unknown | failed | queued
    reason: str = ""
    ref: str = ""
    reply: Reply | None = None  # as it was sent
    error: SendError | None = None


async def record(session: AsyncSession, fates: Sequence[Fate], *, now: datetime) -> None:
    """Write down what became of these messages; only lines in our hands are touched."""
    sent = [fate for fate in fates if fate.state == "sent"]
    if sent:
        await _record_sent(session, sent, now=now)
        await _offer(session, sent)
    groups: defaultdict[tuple[str, str], list[Fate]] = defaultdict(list)
    for fate in fates:
        if fate.state != "sent":
            groups[fate.state, fate.reason].append(fate)
    for (state, reason), group in groups.items():
        await _record_alike(session, group, state, reason)
    await _close_chats(session, [fate for fate in fates if fate.state == "failed"])
    await _pause_rejected(session, fates, now=now)
    await _drop_cancelled(session, [fate for fate in fates if fate.state == "queued"])


async def note_halt(session: AsyncSession, account_id: int, reason: str) -> None:
    """Note why an account stands still; an empty reason: it goes on."""
    await session.execute(
        update(ChannelAccount)
        .where(ChannelAccount.id == account_id)
        .values(halted_reason=reason[:200])
    )


async def _record_sent(session: AsyncSession, fates: Sequence[Fate], *, now: datetime) -> None:
    pairs = [[key, fate.ref] for fate in fates for key in fate.bundle.delivery_ids]
    unfolded = _unfold(session, pairs)
    await session.execute(
        update(Delivery)
        .where(Delivery.id == unfolded.key, Delivery.state == "sending")
        .values(state="sent", reason="", platform_ref=unfolded.text, sent_at=now)
        .execution_options(synchronize_session=False)
    )


async def _offer(session: AsyncSession, fates: Sequence[Fate]) -> None:
    """Let a typed letter mean the choices of the broadcast that a chat got last."""
    pairs = [
        [fate.bundle.chat_id, [[c.label, c.press, list(c.also)] for c in fate.reply.choices]]
        for fate in fates
        if fate.reply and fate.reply.choices
    ]
    if not pairs:
        return
    unfolded = _unfold(session, pairs)
    await session.execute(
        update(Chat)
        .where(Chat.id == unfolded.key)
        .values(offered=unfolded.document)
        .execution_options(synchronize_session=False)
    )


async def _record_alike(
    session: AsyncSession, fates: Sequence[Fate], state: str, reason: str
) -> None:
    ids = [key for fate in fates for key in fate.bundle.delivery_ids]
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.state == "sending")
        .values(state=state, reason=reason)
        .execution_options(synchronize_session=False)
    )


async def _close_chats(session: AsyncSession, fates: Sequence[Fate]) -> None:
    closed = [fate.bundle.chat_id for fate in fates if isinstance(fate.error, Blocked)]
    if closed:
        await session.execute(update(Chat).where(Chat.id.in_(closed)).values(state="blocked"))


async def _pause_rejected(session: AsyncSession, fates: Sequence[Fate], *, now: datetime) -> None:
    """Stop a broadcast at the first message that is called wrong, before thousands are."""
    wrong = {
        fate.bundle.wording.broadcast_id: fate.error.why
        for fate in fates
        if isinstance(fate.error, Rejected)
    }
    for broadcast_id, why in wrong.items():
        paused = await session.scalar(
            update(Broadcast)
            .where(Broadcast.id == broadcast_id, Broadcast.state == "running")
            .values(state="paused")
            .returning(Broadcast.id)
        )
        if paused is not None:
            subject = f"broadcast:{broadcast_id}"
            audit.record(session, SENDER, "broadcast:pause", subject, now=now, why=why[:200])


async def _drop_cancelled(session: AsyncSession, fates: Sequence[Fate]) -> None:
    """Skip lines that came back to a broadcast which was cancelled meanwhile.

    The lock lets a cancellation that is under way end first, or see these lines itself.
    """
    ids = {fate.bundle.wording.broadcast_id for fate in fates}
    if not ids:
        return
    states = await session.execute(
        select(Broadcast.id, Broadcast.state)
        .where(Broadcast.id.in_(ids))
        .with_for_update(read=True)
    )
    cancelled = [row.id for row in states if row.state == "cancelled"]
    if cancelled:
        await session.execute(
            update(Delivery)
            .where(Delivery.broadcast_id.in_(cancelled), Delivery.state == "queued")
            .values(state="skipped", reason="cancelled")
            .execution_options(synchronize_session=False)
        )


@dataclass(frozen=True, slots=True)
class _Pairs:
    key: ColumnElement[int]
    text: ColumnElement[str]
    document: ColumnElement[Any]


def _unfold(session: AsyncSession, pairs: list[list[Any]]) -> _Pairs:
    """Return pairs as a table that an UPDATE can read: one statement for all of them."""
    packed = literal(orjson.dumps(pairs).decode(), Text())
    if session.get_bind().dialect.name == "sqlite":
        pair = func.json_each(packed).table_valued("value", name="pairs").c.value
        second = func.json_extract(pair, "$[1]")
        return _Pairs(func.json_extract(pair, "$[0]"), second, second)
    pair = (
        func.jsonb_array_elements(cast(packed, JSONB)).table_valued("value", name="pairs").c.value
    )
    return _Pairs(cast(pair.op("->>")(0), Integer()), pair.op("->>")(1), pair.op("->")(1))
