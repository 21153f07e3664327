"""Room: what became of a series' runs: which left, which were missed, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.broadcasts.permissions import require
from bot.models import AuditEntry, Broadcast
from bot.series.keeping import get

SAID = ("series:missed", "series:failed", "series:nobody")


@dataclass(frozen=True, slots=True)
class Run:
    """Hold one run: `sent` with its broadcast, or `missed`, `failed`, `nobody`."""

    day: date
    fate: str
    broadcast: Broadcast | None = None


async def find_runs(
    session: AsyncSession, actor: Actor, series_id: int, *, most: int = 10
) -> list[Run]:
    """Return the latest runs of a series, the newest first."""
    series = await get(session, series_id)
    require(
        actor,
        "report:read",
        organisation_id=series.organisation_id,
        rule=series.draft["rule"],
    )
    sent = await session.scalars(
        select(Broadcast)
        .where(Broadcast.series_id == series_id, Broadcast.due_on.is_not(None))
        .order_by(Broadcast.due_on.desc())
        .limit(most)
    )
    said = await session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject == f"series:{series_id}", AuditEntry.action.in_(SAID))
        .order_by(AuditEntry.id.desc())
        .limit(most)
    )
    runs = [Run(one.due_on, "sent", one) for one in sent if one.due_on is not None]
    runs += [
        Run(date.fromisoformat(one.detail["day"]), one.action.partition(":")[2]) for one in said
    ]
    return sorted(runs, key=lambda one: one.day, reverse=True)[:most]
