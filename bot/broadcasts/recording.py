"""Room: what became of the messages, written to the ledger many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Text, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.detours import BLOCKED, EXPIRED, move_on
from bot.broadcasts.fares import load_fares
from bot.broadcasts.fates import Fate
from bot.broadcasts.pausing import find_rejected, pause_failing
from bot.broadcasts.paying import give_back
from bot.broadcasts.trying import try_again
from bot.broadcasts.waiting import drop_cancelled
from bot.messages import WINDOW, Blocked
from bot.models import ChannelAccount, Chat, Delivery

# what may come twice is queued when it is unknown, what failed where another chat is open
MAY_COME_BACK = ("queued", "unknown", "failed")


async def record(session: AsyncSession, fates: Sequence[Fate], *, now: datetime) -> None:
    """Write down what became of these messages; only lines in our hands are touched."""
    await _lock_chats(session, fates)
    sent = [fate for fate in fates if fate.state == "sent"]
    if sent:
        for reason in {fate.reason for fate in sent}:
            alike = [fate for fate in sent if fate.reason == reason]
            await _record_sent(session, alike, reason, now=now)
        await _offer(session, sent)
    await give_back(session, [fate.bundle for fate in fates if fate.state in ("queued", "failed")])
    await _close_chats(session, fates, now=now)
    groups: defaultdict[tuple[str, str], list[Fate]] = defaultdict(list)
    for fate in fates:
        if fate.state != "sent":
            groups[fate.state, fate.reason].append(fate)
    for (state, reason), group in groups.items():
        await _record_alike(session, group, state, reason)
    for failing in find_rejected(fates):
        await pause_failing(session, failing, now=now)
    back = {fate.bundle.wording.broadcast_id for fate in fates if fate.state in MAY_COME_BACK}
    await drop_cancelled(session, back)


async def note_halt(session: AsyncSession, account_id: int, reason: str) -> None:
    """Note why an account stands still; an empty reason: it goes on."""
    await session.execute(
        update(ChannelAccount)
        .where(ChannelAccount.id == account_id)
        .values(halted_reason=reason[:200])
    )


async def _lock_chats(session: AsyncSession, fates: Sequence[Fate]) -> None:
    """Lock the chats before their lines, as turns do: else the two could wait for each other."""
    if session.get_bind().dialect.name == "sqlite":
        return  # which has one writer
    chats = {fate.bundle.chat_id for fate in fates}
    query = select(Chat.id).where(Chat.id.in_(chats)).order_by(Chat.id)
    await session.execute(query.with_for_update(key_share=True))


async def _record_sent(
    session: AsyncSession, fates: Sequence[Fate], reason: str, *, now: datetime
) -> None:
    pairs = [[key, fate.ref] for fate in fates for key in fate.bundle.delivery_ids]
    unfolded = _unfold(session, pairs)
    await session.execute(
        update(Delivery)
        .where(Delivery.id == unfolded.key, Delivery.state == "sending")
        .values(state="sent", reason=reason, platform_ref=unfolded.text, sent_at=now)
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
    if state == "unknown":
        await try_again(session, Delivery.id.in_(ids))
    values: dict[str, Any] = {"state": state, "reason": reason}
    if state == "queued":
        del values["reason"]  # a second try stays one
    if state != "unknown":
        values["begun_at"] = None  # it reached nobody
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.state == "sending")
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def _close_chats(session: AsyncSession, fates: Sequence[Fate], *, now: datetime) -> None:
    """Note which chats are closed to us; lines that failed there go on in another, if any.

    Those are in nobody's hands any more, and what is written of failures does not touch them.
    """
    refused = [fate for fate in fates if isinstance(fate.error, Blocked)]
    late = [fate for fate in refused if fate.reason == WINDOW]
    closed = [fate for fate in refused if fate.reason != WINDOW]
    chats = [fate.bundle.chat_id for fate in closed]
    if not refused:
        return
    fares = await load_fares(session, now)
    if chats:
        await session.execute(update(Chat).where(Chat.id.in_(chats)).values(state="blocked"))
    for why, group in ((BLOCKED, closed), (EXPIRED, late)):
        failed = [fate for fate in group if fate.state == "failed"]
        lines = [key for fate in failed for key in fate.bundle.delivery_ids]
        await move_on(session, lines, why, held="sending", fares=fares)


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
    return _Pairs(cast(pair.op("->>")(0), BigInteger()), pair.op("->>")(1), pair.op("->")(1))
