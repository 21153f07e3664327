"""Room: what became of a broadcast, counted from its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, segments
from bot.access import Actor
from bot.broadcasts.counting import Count, count_lines
from bot.broadcasts.paying import find_spent
from bot.broadcasts.permissions import require
from bot.broadcasts.priors import AMENDING
from bot.broadcasts.recalling import Amended, count_amended
from bot.broadcasts.rendering import LETTERS
from bot.broadcasts.writing import get
from bot.models import Broadcast


@dataclass(frozen=True, slots=True)
class Report:
    """Hold a broadcast's figures; a line is one member, so nothing is counted twice."""

    broadcast: Broadcast
    by_state: dict[tuple[str, str], int]  # (state, reason)
    # ward's name, empty where unknown: by state; none where it would tell what single ones said
    by_ward: list[tuple[str, dict[str, int]]]
    presses: list[tuple[str, str, int]]  # letter, label, members
    leaving: Mapping[int, int] = field(default_factory=dict)  # by account: lines not begun yet
    amended: Sequence[Amended] = ()  # what its corrections and its recall came to
    spent: int = 0  # dong, what may have cost included

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
    rows = await count_lines(session, broadcast_id)
    by_state: dict[tuple[str, str], int] = {}
    for row in rows:
        by_state[row.state, row.reason] = by_state.get((row.state, row.reason), 0) + row.n
    leaving: Counter[int] = Counter()
    for row in rows:
        if row.state == "queued":
            leaving[row.account_id] += row.n
    hidden = await segments.tells_answers(session, broadcast.rule)
    by_ward = [] if hidden else await _by_ward(session, rows)
    amended = await count_amended(session, broadcast)
    spent = await find_spent(session, broadcast_id) if broadcast.may_cost else 0
    presses = _presses(broadcast, rows)
    return Report(broadcast, by_state, by_ward, presses, leaving, amended, spent)


async def list_broadcasts(
    session: AsyncSession,
    actor: Actor,
    *,
    states: Sequence[str] = (),
    limit: int = 20,
    since: datetime | None = None,
) -> list[Broadcast]:
    """Return the broadcasts that an actor may read of, the newest first.

    With `since` only those that were launched or ended after that moment.
    """
    query = select(Broadcast).order_by(Broadcast.id.desc())
    if since is not None:
        moved = (Broadcast.launched_at > since) | (Broadcast.ended_at > since)
        query = query.where(Broadcast.launched_at.is_not(None), moved)
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
    session: AsyncSession, rows: Sequence[Count]
) -> list[tuple[str, dict[str, int]]]:
    names = await segments.name_wards(session, [row.ward_key for row in rows if row.ward_key])
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        states = counts.setdefault(row.ward_key, {})
        states[row.state] = states.get(row.state, 0) + row.n
    ordered = sorted(counts.items(), key=lambda pair: (not pair[0], -sum(pair[1].values())))
    return [(names.get(key, ""), states) for key, states in ordered]


def _presses(broadcast: Broadcast, rows: Sequence[Count]) -> list[tuple[str, str, int]]:
    """Count each answer; a button that opens a survey is none: the survey counts those."""
    if broadcast.kind in AMENDING:  # its buttons are those of what it corrects
        return []
    return [
        (letter, button["label"], sum(row.n for row in rows if row.pressed == letter))
        for letter, button in zip(LETTERS, broadcast.buttons, strict=False)
        if not button.get("press")
    ]
