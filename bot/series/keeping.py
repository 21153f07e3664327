"""Room: series begun, looked up and stopped; a long one's yes covers all of its runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, approvals, audit, broadcasts, segments, windows
from bot.access import Actor
from bot.broadcasts import Draft
from bot.broadcasts.approving import ask_or_pass_series
from bot.broadcasts.permissions import require
from bot.broadcasts.writing import check_draft
from bot.clock import to_local
from bot.errors import NotFound, Refused
from bot.models import Series
from bot.series.schedules import Schedule, check_schedule, hour_of, is_relative, next_after
from bot.series.terms import terms_of
from bot.settings import Settings

REMINDERS = "reminders"
GOING_ON = ("awaiting_approval", "running")


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what is sent again and again, when, and from which day to which."""

    draft: Draft
    schedule: Schedule
    starts_on: date | None = None  # None: today
    ends_on: date | None = None  # None: until it is stopped
    attachments: Sequence[Any] = ()


async def add(
    session: AsyncSession, actor: Actor, plan: Plan, *, settings: Settings, now: datetime
) -> Series:
    """Begin a series, or let it wait for a second person; raise Refused for what cannot run.

    What follows members' dates is sent under the purpose `reminders` alone.
    """
    schedule = check_schedule(plan.schedule)
    draft = replace(plan.draft, purpose=REMINDERS) if is_relative(schedule) else plan.draft
    organisation_id = draft.organisation_id
    require(actor, "broadcast:send", organisation_id=organisation_id, rule=draft.rule)
    await segments.check_sources(session, actor, draft.rule)
    await check_draft(session, draft)
    starts_on = plan.starts_on or to_local(now).date()
    next_at = next_after(schedule, now, starts_on=starts_on, ends_on=plan.ends_on)
    if next_at is None:
        raise Refused("series-never")
    await _check_hour(session, organisation_id, hour_of(schedule, starts_on), settings)
    series = Series(
        organisation_id=organisation_id,
        campaign_id=draft.campaign_id,
        title=draft.title.strip(),
        draft=_document_of(draft, plan.attachments),
        schedule=dict(schedule),
        starts_on=starts_on,
        ends_on=plan.ends_on,
        next_at=next_at,
        state="running",
        created_by=actor.name,
        created_at=now,
    )
    session.add(series)
    await session.flush()
    audit.record(session, actor, "series:add", f"series:{series.id}", now=now, **series.schedule)
    await ask_or_pass_series(session, actor, series, over=settings.approve_over, now=now)
    await session.flush()
    return series


async def add_from(  # noqa: PLR0913 - a draft, a schedule, and what every verb is given
    session: AsyncSession,
    actor: Actor,
    broadcast_id: int,
    schedule: Schedule,
    *,
    settings: Settings,
    now: datetime,
) -> Series:
    """Make a series of a draft, which is never sent itself."""
    broadcast = await broadcasts.get(session, broadcast_id, locked=True)
    if broadcast.state != "draft":
        raise Refused("broadcast-not-draft")
    draft = Draft(
        broadcast.organisation_id,
        broadcast.title,
        broadcast.text,
        broadcast.rule,
        broadcast.purpose,
        tuple(broadcast.buttons),
        broadcast.campaign_id,
        send_by=broadcast.send_by,
        urgent=broadcast.urgent,
        twice_ok=broadcast.twice_ok,
        translations=broadcast.translations,
    )
    plan = Plan(draft, schedule, attachments=tuple(broadcast.attachments))
    series = await add(session, actor, plan, settings=settings, now=now)
    subject = f"series:{series.id}"
    audit.record(session, actor, approvals.MADE_OF, subject, now=now, draft=broadcast_id)
    await broadcasts.cancel(session, actor, broadcast_id, now=now)
    return series


async def stop(session: AsyncSession, actor: Actor, series_id: int, *, now: datetime) -> Series:
    """End a series for good; what has been launched goes on."""
    series = await get(session, series_id, locked=True)
    require(
        actor,
        "broadcast:send",
        organisation_id=series.organisation_id,
        rule=series.draft["rule"],
    )
    if series.state not in GOING_ON:
        raise Refused("series-stopped-before")
    series.state, series.next_at = "stopped", None
    await approvals.void(session, "series", series_id, now=now)
    audit.record(session, actor, "series:stop", f"series:{series_id}", now=now)
    await session.flush()
    return series


async def get(session: AsyncSession, series_id: int, *, locked: bool = False) -> Series:
    """Return a series as it stands in the database, or raise NotFound."""
    found = await session.get(
        Series, series_id, populate_existing=True, with_for_update=locked or None
    )
    if found is None:
        raise NotFound("series-unknown", number=str(series_id))
    return found


async def list_series(
    session: AsyncSession, actor: Actor, *, states: Sequence[str] = GOING_ON
) -> list[Series]:
    """Return the series that an actor may read of, the newest first."""
    query = select(Series).where(Series.state.in_(states)).order_by(Series.id.desc())
    return [series for series in await session.scalars(query) if may(actor, "report:read", series)]


def may(actor: Actor, permission: str, series: Series) -> bool:
    """Tell whether an actor has a permission for a series and all whom it reaches."""
    scope = segments.scope_of(series.draft["rule"])
    sends = access.allows(
        actor, permission, organisation_id=series.organisation_id, area_keys=scope["area_keys"]
    )
    return sends and access.allows(actor, permission, **scope)


def _document_of(draft: Draft, attachments: Sequence[Any]) -> dict[str, Any]:
    more = {"translations": dict(draft.translations)} if draft.translations else {}
    return {
        "text": draft.text.strip(),
        **more,
        "buttons": [dict(button) for button in draft.buttons],
        "attachments": list(attachments),
        "rule": dict(draft.rule),
        "purpose": draft.purpose,
        **terms_of(draft),
    }


async def _check_hour(
    session: AsyncSession, organisation_id: int, hour: datetime, settings: Settings
) -> None:
    """Raise Refused for an hour at which people are left in peace every day."""
    window = replace(await windows.load_one(session, organisation_id, settings), closed=())
    if not window.is_open(hour):
        start, end = f"{window.quiet_until:%H:%M}", f"{window.quiet_from:%H:%M}"
        raise Refused("series-quiet", start=start, end=end)
