"""Room: what a correction or a recall goes back to: the messages that each of its readers has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.models import Broadcast, Delivery, Member

AMENDING = ("correction", "recall")
REACHED = ("sent", "unknown")
_LINE = aliased(Delivery)


@dataclass(frozen=True, slots=True)
class Prior:
    """Hold a message of ours that a member has: its parts' ids at the platform, and its moment."""

    chat_id: int
    refs: tuple[str, ...]
    sent_at: datetime


def has_prior(parent_id: int) -> ColumnElement[bool]:
    """Tell whether Member got a broadcast, or may have."""
    return exists().where(_is_line_of(Delivery, parent_id))


def prior_chat(parent_id: int) -> ScalarSelect[int]:
    """Return the chat in which Member got a broadcast."""
    return (
        select(_LINE.chat_id)
        .where(_is_line_of(_LINE, parent_id))
        .correlate(Member)
        .scalar_subquery()
    )


async def find_priors(
    session: AsyncSession, broadcast: Broadcast, members: Sequence[int]
) -> Mapping[int, Sequence[Prior]]:
    """Return what these members have of what a broadcast amends, the newest first."""
    if broadcast.kind not in AMENDING or broadcast.parent_id is None or not members:
        return {}
    amended = select(Broadcast.id).where(
        or_(
            Broadcast.id == broadcast.parent_id,
            (Broadcast.parent_id == broadcast.parent_id) & (Broadcast.kind == "correction"),
        ),
        Broadcast.id < broadcast.id,
    )
    query = (
        select(Delivery)
        .where(
            Delivery.broadcast_id.in_(list(await session.scalars(amended))),
            Delivery.member_id.in_(members),
            Delivery.state == "sent",
            Delivery.platform_ref != "",
        )
        .order_by(Delivery.broadcast_id.desc())
    )
    found: defaultdict[int, list[Prior]] = defaultdict(list)
    for line in await session.scalars(query):
        if line.chat_id is not None and line.sent_at is not None:
            refs = tuple(line.platform_ref.split(","))
            found[line.member_id].append(Prior(line.chat_id, refs, line.sent_at))
    return found


def _is_line_of(line: type[Delivery], broadcast_id: int) -> ColumnElement[bool]:
    return (
        (line.broadcast_id == broadcast_id)
        & (line.member_id == Member.id)
        & line.state.in_(REACHED)
    )
