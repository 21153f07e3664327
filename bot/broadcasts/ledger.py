"""Room: the ledger as a queue: lines are claimed in batches, marked, and only then sent.

Law: consent, opt-out, block and quiet hours are looked at again in the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Row,
    Select,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.rendering import Recipient, Wording, wording_of
from bot.broadcasts.verdicts import skip_reason
from bot.clock import to_local
from bot.models import Area, Broadcast, ChannelAccount, Chat, Delivery, Member, Organisation
from bot.settings import Settings

FAMILY_MOST = 20  # lines after the last one of a batch that may belong to its chat
EVENING_MARGIN = timedelta(seconds=1)  # what is claimed needs a moment to leave


@dataclass(frozen=True, slots=True)
class Bundle:
    """Hold the lines of one broadcast that one message to one chat carries."""

    delivery_ids: tuple[int, ...]
    chat_id: int
    chat: str  # the platform's id
    locale: str
    wording: Wording
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold what one claim took: messages to send, and how many lines it looked at."""

    bundles: tuple[Bundle, ...] = ()
    lines: int = 0


async def claim(
    session: AsyncSession, account_id: int, settings: Settings, *, now: datetime, limit: int
) -> Claim:
    """Take the next lines of an account, oldest broadcast first, and mark them as sending.

    A line that must not be sent any more is skipped with its reason; a chat in conversation waits.
    """
    if is_quiet(now, settings):
        return Claim()
    bundles: list[Bundle] = []
    lines = 0
    for broadcast, sender in await _find_running(session):
        query = _find_lines(account_id, broadcast, now=now, limit=limit - lines)
        rows = _cut((await session.execute(query)).all(), limit - lines)
        await _mark(session, rows)
        bundles += _bundle(rows, wording_of(broadcast, sender))
        lines += len(rows)
        if lines >= limit:
            break
    return Claim(tuple(bundles), lines)


async def has_work(session: AsyncSession) -> bool:
    """Tell whether any broadcast runs at all; cheap, for an idle sender."""
    query = select(Broadcast.id).where(Broadcast.state == "running").limit(1)
    return await session.scalar(query) is not None


async def recover(session: AsyncSession, account_id: int) -> int:
    """After a start: what was in the hands of a killed process is unknown; return how many."""
    cut = await session.execute(
        update(Delivery)
        .where(Delivery.account_id == account_id, Delivery.state == literal_column("'sending'"))
        .values(state="unknown", reason="killed")
    )
    await session.execute(
        update(ChannelAccount).where(ChannelAccount.id == account_id).values(halted_reason="")
    )
    return cast("CursorResult[Any]", cut).rowcount


def is_quiet(now: datetime, settings: Settings) -> bool:
    """Tell whether people are to be left in peace now, by the hours of Viet Nam."""
    start, end = settings.quiet_from, settings.quiet_until
    times = [to_local(moment).time() for moment in (now, now + EVENING_MARGIN)]
    if start <= end:
        return any(start <= one < end for one in times)
    return any(one >= start or one < end for one in times)


async def _find_running(session: AsyncSession) -> Sequence[Row[Broadcast, str]]:
    query = (
        select(Broadcast, Organisation.name)
        .join(Organisation, Organisation.id == Broadcast.organisation_id)
        .where(Broadcast.state == "running")
        .order_by(Broadcast.starts_at, Broadcast.id)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).all()


def _find_lines(
    account_id: int, broadcast: Broadcast, *, now: datetime, limit: int
) -> Select[*tuple[Any, ...]]:
    """Read the next queued lines with all that is needed to judge and to write to them.

    The state is no parameter: SQLite uses a partial index only for what it can read. Where
    several processes claim, each passes over the lines that another holds.
    """
    return (
        select(
            Delivery.id,
            Delivery.chat_id,
            Chat.external_id,
            Chat.locale,
            Member.id.label("member_id"),
            Member.full_name,
            Member.address_form,
            Area.kind,
            Area.name.label("ward"),
            skip_reason(broadcast).label("reason"),
        )
        .join(Chat, Chat.id == Delivery.chat_id)
        .join(Member, Member.id == Delivery.member_id)
        .outerjoin(Area, Area.key == Delivery.ward_key)
        .where(
            Delivery.account_id == account_id,
            Delivery.broadcast_id == broadcast.id,
            Delivery.state == literal_column("'queued'"),
            _is_past(Chat.busy_until, now),
            _is_past(Chat.hushed_until, now),
        )
        .order_by(Delivery.id)
        .limit(limit + FAMILY_MOST)
        .with_for_update(of=Delivery, skip_locked=True)
    )


def _is_past(column: Any, now: datetime) -> ColumnElement[bool]:
    return or_(column.is_(None), column <= now)


def _cut(rows: Sequence[Row[Any]], limit: int) -> list[Row[Any]]:
    """Keep the first rows, and those after them that share a chat with one of them."""
    chats = {row.chat_id for row in rows[:limit]}
    return [row for place, row in enumerate(rows) if place < limit or row.chat_id in chats]


async def _mark(session: AsyncSession, rows: Sequence[Row[Any]]) -> None:
    by_reason: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_reason[row.reason].append(row.id)
    for reason, ids in by_reason.items():
        await session.execute(
            update(Delivery)
            .where(Delivery.id.in_(ids))
            .values(state="skipped" if reason else "sending", reason=reason)
            .execution_options(synchronize_session=False)
        )


def _bundle(rows: Sequence[Row[Any]], wording: Wording) -> list[Bundle]:
    families: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if not row.reason:
            families[row.chat_id].append(row)
    return [
        Bundle(
            tuple(row.id for row in family),
            chat_id,
            family[0].external_id,
            family[0].locale,
            wording,
            tuple(_recipient(row) for row in family),
        )
        for chat_id, family in families.items()
    ]


def _recipient(row: Row[Any]) -> Recipient:
    ward = f"{row.kind.lower()} {row.ward}" if row.ward else ""
    return Recipient(row.member_id, row.full_name, row.address_form, ward)
