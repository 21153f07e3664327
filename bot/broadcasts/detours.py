"""Room: which of a member's chats a line goes to: where they wrote last, or the next that is open.

Law: a line leaves its chat for another only when it has surely not arrived there, and keeps why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
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

from bot.broadcasts.fares import FREE, PAID, Fares
from bot.broadcasts.priors import AMENDING
from bot.models import Broadcast, Chat, Delivery, Link, Member
from bot.models.tables import Moment

LONG_AGO = literal(datetime(1970, 1, 1, tzinfo=UTC), Moment())
BLOCKED = "blocked"  # the chat where they wrote last is closed to us
EXPIRED = "expired"  # it is too long ago for the platform to let us write there
# made once: what SQLAlchemy knows of an alias costs more than the statement that it is in
_CHAT, _LINK, _OWN = aliased(Chat), aliased(Link), aliased(Chat)


def chosen_chat(fares: Fares) -> ColumnElement[int]:
    """Return the chat that a member is reached in: open, free of charge, where they last wrote.

    Where a broadcast asks for it, only open and where they last wrote.
    """
    return (
        select(_CHAT.id)
        .join(_LINK, _LINK.chat_id == _CHAT.id)
        .where(_LINK.member_id == Member.id)
        .order_by(*(quality.desc() for quality in _rank(_CHAT, fares)))
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )


def has_several() -> ColumnElement[bool]:
    """Tell whether the member of Link has another chat: most have not, and no more is asked."""
    return exists().where(_LINK.member_id == Link.member_id, _LINK.chat_id != Link.chat_id)


def has_better(fares: Fares) -> ColumnElement[bool]:
    """Tell whether Member has a chat that is to be chosen before Chat."""
    return (
        exists()
        .where(
            _LINK.member_id == Member.id,
            _CHAT.id == _LINK.chat_id,
            tuple_(*_rank(_CHAT, fares)) > tuple_(*_rank(Chat, fares)),
        )
        .correlate(Member, Chat)
    )


def _rank(chat: Any, fares: Fares) -> tuple[ColumnElement[Any], ...]:
    """Return what makes a chat the one to write to, the larger the better, first things first."""
    cheap = (-fares.standing(chat),) if fares.terms and not fares.where_last else ()
    return chat.state == "open", *cheap, func.coalesce(chat.last_in_at, LONG_AGO), -chat.id


def why_elsewhere(fares: Fares) -> ColumnElement[str]:
    """Return why Chat is not where Member wrote last; empty where it is."""
    whens = [(and_(Chat.state == "open", _wrote_later("blocked")), literal(BLOCKED))]
    if fares.terms:
        whens.append((and_(Chat.state == "open", _wrote_later("open")), literal(EXPIRED)))
    return case(*whens, else_=literal(""))


@cache
def _wrote_later(state: str) -> ColumnElement[bool]:
    """Tell whether Member wrote later than in Chat, in a chat that stands so."""
    return (
        exists()
        .where(
            _LINK.member_id == Member.id,
            _LINK.chat_id != Chat.id,
            _LINK.chat_id == _CHAT.id,
            _CHAT.state == state,
            or_(_CHAT.last_in_at > Chat.last_in_at, Chat.last_in_at.is_(None)),
            _CHAT.last_in_at.is_not(None),
        )
        .correlate(Member, Chat)
    )


async def move_on(
    session: AsyncSession, lines: Sequence[int], why: str, *, held: str, fares: Fares
) -> set[int]:
    """Queue lines that have not arrived in their members' next open chat; return which have one.

    `held` is the state in which we have them: what is in another is not ours to move. What was
    to go for free goes for free; what amends a message belongs where that went, and stays.
    """
    if not lines:
        return set()
    ways = (await session.execute(_find_ways(lines, held, fares))).all()
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


def _find_ways(lines: Sequence[int], held: str, fares: Fares) -> Select[*tuple[Any, ...]]:
    """Return each line with every other open chat of its member, free ones and the latest first.

    One for money only where nothing that is free was left for it: a chat closed to us.
    """
    standing = fares.standing()
    return (
        select(Delivery.id.label("line"), Chat.id.label("chat"), Chat.account_id.label("account"))
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .join(_OWN, _OWN.id == Delivery.chat_id)
        .join(Link, Link.member_id == Delivery.member_id)
        .join(Chat, Chat.id == Link.chat_id)
        .where(
            Delivery.id.in_(lines),
            Delivery.state == held,
            Broadcast.kind.not_in(AMENDING),
            Chat.state == "open",
            Chat.id != Delivery.chat_id,
            or_(
                standing == FREE,
                and_(Broadcast.may_cost, standing == PAID, _OWN.state != "open"),
            ),
        )
        .order_by(Delivery.id, standing, Chat.last_in_at.desc().nulls_last(), Chat.id)
    )


_LINES: Table = Delivery.__table__  # type: ignore[assignment]
_MOVE = (
    update(_LINES)
    .where(_LINES.c.id == bindparam("line"))
    .values(chat_id=bindparam("chat"), account_id=bindparam("account"))
)
