"""Room: windows as they are kept: closed days, an organisation's own hours, and all of it read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor, require
from bot.errors import NotFound, Refused
from bot.models import BlockedDates, Organisation
from bot.settings import Settings
from bot.windows.dates import Days, join, read_tet
from bot.windows.window import Window

MOST_NAME = 120
MOST_DAYS = 366  # more is a mistake in the year


async def load(
    session: AsyncSession, organisation_ids: Collection[int], settings: Settings
) -> dict[int, Window]:
    """Return the window of each organisation: its own hours or the site's, and its closed days."""
    if not organisation_ids:
        return {}
    organisations = await session.execute(
        select(Organisation.id, Organisation.quiet_from, Organisation.quiet_until).where(
            Organisation.id.in_(organisation_ids)
        )
    )
    blocked = await _find_blocked(session, organisation_ids)
    everywhere = _closed_at_tet(settings)
    return {
        row.id: Window(
            row.quiet_from or settings.quiet_from,
            row.quiet_until or settings.quiet_until,
            join([*everywhere, *(_days_of(b) for b in blocked if _concerns(b, row.id))]),
        )
        for row in organisations
    }


async def load_one(session: AsyncSession, organisation_id: int, settings: Settings) -> Window:
    """Return the window of one organisation, or raise NotFound."""
    found = await load(session, [organisation_id], settings)
    if organisation_id not in found:
        raise NotFound("segment-organisation-unknown")
    return found[organisation_id]


async def block(
    session: AsyncSession, actor: Actor, days: Days, organisation_id: int | None, *, now: datetime
) -> BlockedDates:
    """Close days for an organisation, or for the whole site; raise Refused for what is no span."""
    require(actor, "calendar:write", organisation_id=organisation_id)
    if not 0 < len(days.name.strip()) <= MOST_NAME:
        raise Refused("calendar-name-length", most=MOST_NAME)
    if not 0 <= (days.last - days.first).days < MOST_DAYS:
        raise Refused("calendar-bad-span", most=MOST_DAYS)
    row = BlockedDates(
        organisation_id=organisation_id, first=days.first, last=days.last, name=days.name.strip()
    )
    session.add(row)
    await session.flush()
    span = {"first": days.first.isoformat(), "last": days.last.isoformat()}
    audit.record(session, actor, "calendar:block", f"blocked_dates:{row.id}", now=now, **span)
    return row


async def unblock(session: AsyncSession, actor: Actor, number: int, *, now: datetime) -> None:
    """Open closed days again, or raise NotFound."""
    require(actor, "calendar:write")
    row = await session.get(BlockedDates, number)
    if row is None:
        raise NotFound("calendar-unknown", number=number)
    await session.delete(row)
    audit.record(session, actor, "calendar:unblock", f"blocked_dates:{number}", now=now)


async def list_blocked(session: AsyncSession) -> Sequence[BlockedDates]:
    """Return the closed days that people have set, the earliest first."""
    query = select(BlockedDates).order_by(BlockedDates.first, BlockedDates.id)
    return (await session.scalars(query)).all()


async def set_hours(
    session: AsyncSession,
    actor: Actor,
    organisation: Organisation,
    hours: tuple[time, time] | None,
    *,
    now: datetime,
) -> None:
    """Give an organisation quiet hours of its own, from and until; None: the site's again."""
    require(actor, "calendar:write", organisation_id=organisation.id)
    organisation.quiet_from, organisation.quiet_until = hours or (None, None)
    said = [f"{hour:%H:%M}" for hour in hours or ()]
    subject = f"organisation:{organisation.id}"
    audit.record(session, actor, "calendar:hours", subject, now=now, quiet=said)


async def _find_blocked(
    session: AsyncSession, organisation_ids: Collection[int]
) -> Sequence[BlockedDates]:
    query = select(BlockedDates).where(
        or_(
            BlockedDates.organisation_id.is_(None),
            BlockedDates.organisation_id.in_(organisation_ids),
        )
    )
    return (await session.scalars(query)).all()


def _closed_at_tet(settings: Settings) -> list[Days]:
    return [tet.days for tet in read_tet()] if settings.closed_at_tet else []


def _concerns(blocked: BlockedDates, organisation_id: int) -> bool:
    return blocked.organisation_id in (None, organisation_id)


def _days_of(blocked: BlockedDates) -> Days:
    return Days(blocked.first, blocked.last, blocked.name)
