"""Room: what became of a broadcast: counted from its lines, and explained for one member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, segments
from bot.access import Actor
from bot.broadcasts.permissions import require
from bot.broadcasts.rendering import LETTERS
from bot.broadcasts.writing import get
from bot.models import Broadcast, Chat, Delivery


@dataclass(frozen=True, slots=True)
class Report:
    """Hold a broadcast's figures; a line is one member, so nothing is counted twice."""

    broadcast: Broadcast
    by_state: dict[tuple[str, str], int]  # (state, reason)
    by_ward: list[tuple[str, dict[str, int]]]  # ward's name, empty where unknown: by state
    presses: list[tuple[str, str, int]]  # letter, label, members

    @property
    def total(self) -> int:
        """Return the audience."""
        return sum(self.by_state.values())

    def count(self, *states: str) -> int:
        """Return how many lines are in one of these states."""
        return sum(n for (state, _), n in self.by_state.items() if state in states)


async def report(session: AsyncSession, actor: Actor, broadcast_id: int) -> Report:
    """Count a broadcast's lines by state and reason, by ward and by what was answered."""
    broadcast = await get(session, broadcast_id)
    require(
        actor,
        "report:read",
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    query = (
        select(
            Delivery.state,
            Delivery.reason,
            Delivery.ward_key,
            Delivery.pressed,
            func.count().label("n"),
        )
        .where(Delivery.broadcast_id == broadcast_id)
        .group_by(Delivery.state, Delivery.reason, Delivery.ward_key, Delivery.pressed)
    )
    rows = (await session.execute(query)).all()
    by_state: dict[tuple[str, str], int] = {}
    for row in rows:
        by_state[row.state, row.reason] = by_state.get((row.state, row.reason), 0) + row.n
    return Report(broadcast, by_state, await _by_ward(session, rows), _presses(broadcast, rows))


async def explain(
    session: AsyncSession, actor: Actor, broadcast_id: int, member_id: int, *, now: datetime
) -> str:
    """Return the phrase that tells why a member did or did not get a broadcast."""
    broadcast = await get(session, broadcast_id)
    require(
        actor,
        "report:read",
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    query = (
        select(Delivery.state, Delivery.reason, Chat.busy_until)
        .outerjoin(Chat, Chat.id == Delivery.chat_id)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.member_id == member_id)
    )
    line = (await session.execute(query)).first()
    if line is None:
        return "broadcast-why-outside"
    if line.state == "queued" and line.busy_until is not None and line.busy_until > now:
        return "broadcast-why-busy"
    if line.state == "skipped":
        return f"broadcast-why-{line.reason.replace('_', '-')}"
    return f"broadcast-why-{line.state}"


async def list_broadcasts(
    session: AsyncSession, actor: Actor, *, states: Sequence[str] = (), limit: int = 20
) -> list[Broadcast]:
    """Return the broadcasts that an actor may read of, the newest first."""
    query = select(Broadcast).order_by(Broadcast.id.desc())
    if states:
        query = query.where(Broadcast.state.in_(states))
    found: list[Broadcast] = []
    for broadcast in await session.scalars(query):
        if len(found) < limit and _may_read(actor, broadcast):
            found.append(broadcast)
    return found


def _may_read(actor: Actor, broadcast: Broadcast) -> bool:
    areas = segments.areas_of(broadcast.rule)
    sends = access.allows(
        actor, "report:read", organisation_id=broadcast.organisation_id, area_keys=areas
    )
    return sends and access.allows(actor, "report:read", **segments.scope_of(broadcast.rule))


async def _by_ward(
    session: AsyncSession, rows: Sequence[Row[str, str, str | None, str, int]]
) -> list[tuple[str, dict[str, int]]]:
    names = await segments.name_wards(session, [row.ward_key for row in rows if row.ward_key])
    counts: dict[str | None, dict[str, int]] = {}
    for row in rows:
        states = counts.setdefault(row.ward_key, {})
        states[row.state] = states.get(row.state, 0) + row.n
    ordered = sorted(counts.items(), key=lambda pair: (pair[0] is None, -sum(pair[1].values())))
    return [(names.get(key or "", ""), states) for key, states in ordered]


def _presses(
    broadcast: Broadcast, rows: Sequence[Row[str, str, str | None, str, int]]
) -> list[tuple[str, str, int]]:
    """Count each answer; a button that opens a survey is none: the survey counts those."""
    return [
        (letter, button["label"], sum(row.n for row in rows if row.pressed == letter))
        for letter, button in zip(LETTERS, broadcast.buttons, strict=False)
        if not button.get("press")
    ]
