"""Room: which of a member's chats a line goes to: where they wrote last, or the next that is open.

Law: a line leaves its chat for another only when it has surely not arrived there, and keeps why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.broadcasts.priors import AMENDING
from bot.models import Broadcast, Chat, Delivery, Link, Member
from bot.models.tables import Moment

LONG_AGO = literal(datetime(1970, 1, 1, tzinfo=UTC), Moment())
BLOCKED = "blocked"  # the chat where they wrote last is closed to us
EXPIRED = "expired"  # it is too long ago for the platform to let us write there


def chosen_chat() -> ColumnElement[int]:
    """Return the chat that a member is reached in: an open one, where they last wrote."""
    chat, link = aliased(Chat), aliased(Link)
    return (
        select(chat.id)
        .join(link, link.chat_id == chat.id)
        .where(link.member_id == Member.id)
        .order_by(*(quality.desc() for quality in _rank(chat)))
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )


def has_better() -> ColumnElement[bool]:
    """Tell whether the member of Link has a chat that is to be chosen before Chat, the link's."""
    chat, link = aliased(Chat), aliased(Link)
    return exists().where(
        link.member_id == Link.member_id,
        link.chat_id != Link.chat_id,  # most members have one chat: no other is looked at
        chat.id == link.chat_id,
        tuple_(*_rank(chat)) > tuple_(*_rank(Chat)),
    )


def _rank(chat: Any) -> tuple[ColumnElement[Any], ...]:
    """Return what makes a chat the one to write to, the larger the better, first things first."""
    return chat.state == "open", func.coalesce(chat.last_in_at, LONG_AGO), -chat.id


def why_elsewhere() -> ColumnElement[str]:
    """Return why Chat is not where Member wrote last; empty where it is."""
    chat, link = aliased(Chat), aliased(Link)
    closed_since = (
        exists()
        .where(
            link.member_id == Member.id,
            link.chat_id != Chat.id,
            link.chat_id == chat.id,
            chat.state != "open",
            or_(chat.last_in_at > Chat.last_in_at, Chat.last_in_at.is_(None)),
            chat.last_in_at.is_not(None),
        )
        .correlate(Member, Chat)
    )
    return case((and_(Chat.state == "open", closed_since), literal(BLOCKED)), else_=literal(""))


async def move_on(session: AsyncSession, lines: Sequence[int], why: str, *, held: str) -> set[int]:
    """Queue lines that have not arrived in their members' next open chat; return which have one.

    `held` is the state in which we have them: what is in another is not ours to move.
    What amends a message belongs where that went, and stays.
    """
    if not lines:
        return set()
    ways = (await session.execute(_find_ways(lines, held))).all()
    moves: dict[int, Row[Any]] = {}
    for way in ways:
        moves.setdefault(way.line, way)
    if moves:
        given = [
            {"line": way.line, "chat": way.chat, "account": way.account} for way in moves.values()
        ]
        connection = await session.connection()
        await connection.execute(_MOVE.values(state="queued", detour=why, begun_at=None), given)
    return set(moves)


def _find_ways(lines: Sequence[int], held: str) -> Select[*tuple[Any, ...]]:
    """Return each line with every other open chat of its member, where they wrote last first."""
    return (
        select(Delivery.id.label("line"), Chat.id.label("chat"), Chat.account_id.label("account"))
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .join(Link, Link.member_id == Delivery.member_id)
        .join(Chat, Chat.id == Link.chat_id)
        .where(
            Delivery.id.in_(lines),
            Delivery.state == held,
            Broadcast.kind.not_in(AMENDING),
            Chat.state == "open",
            Chat.id != Delivery.chat_id,
        )
        .order_by(Delivery.id, Chat.last_in_at.desc().nulls_last(), Chat.id)
    )


_LINES: Table = Delivery.__table__  # type: ignore[assignment]
_MOVE = (
    update(_LINES)
    .where(_LINES.c.id == bindparam("line"))
    .values(chat_id=bindparam("chat"), account_id=bindparam("account"))
)
