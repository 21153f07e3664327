"""Room: a pulse begun, its waves made surveys when they are due, and its end."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, segments
from bot.access import Actor, job_actor
from bot.clock import to_local
from bot.errors import NotFound, Refused
from bot.models import Pulse, Survey
from bot.series.schedules import check_schedule, is_relative, next_after
from bot.surveys.locking import require
from bot.surveys.opening import import_form
from bot.surveys.picturing import names_in
from bot.surveys.reading import read_form

MOST_DAYS, MOST_CODE, MOST_SEED = 60, 24, 64
SEED_BYTES = 8
ACTOR = job_actor("pulses")


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what is asked again and again, of how many, drawn from whom, and when."""

    source: str  # a survey's file; its days are those of each wave
    organisation_id: int
    rule: dict[str, Any]
    schedule: dict[str, Any]
    size: int
    days: int
    seed: str = ""  # empty: of chance, and kept


async def add(session: AsyncSession, actor: Actor, plan: Plan, *, now: datetime) -> Pulse:
    """Begin a pulse; raise FormError for a bad file and Refused for what cannot run."""
    rule = segments.check_rule(plan.rule)
    require(actor, "survey:run", organisation_id=plan.organisation_id, rule=rule)
    await segments.check_sources(session, actor, rule)
    form, schedule = read_form(plan.source), check_schedule(plan.schedule)
    if is_relative(schedule):
        raise Refused("series-bad-schedule")
    if plan.size < segments.FEWEST or not 1 <= plan.days <= MOST_DAYS:
        raise Refused("pulse-bad-size", fewest=segments.FEWEST, most=MOST_DAYS)
    if form.shares or form.by_date or any(names_in(form)):
        raise Refused("pulse-not-here")
    if len(form.code) > MOST_CODE or len(plan.seed) > MOST_SEED:
        raise Refused("pulse-long-code", most=MOST_CODE)
    if await session.scalar(select(Pulse.id).filter_by(code=form.code)) is not None:
        raise Refused("survey-code-taken", name=form.code)
    pulse = Pulse(
        code=form.code,
        organisation_id=plan.organisation_id,
        source=plan.source,
        rule=dict(rule),
        schedule=dict(schedule),
        size=plan.size,
        days=plan.days,
        seed=plan.seed or secrets.token_hex(SEED_BYTES),
        wave=0,
        rotation=1,
        state="running",
        next_at=next_after(schedule, now, starts_on=to_local(now).date(), ends_on=None),
        created_by=actor.name,
        created_at=now,
    )
    session.add(pulse)
    await session.flush()
    facts = {"size": plan.size, "seed": pulse.seed}
    audit.record(session, actor, "pulse:add", f"pulse:{pulse.id}", now=now, **facts)
    return pulse


async def find_due(session: AsyncSession, now: datetime) -> list[int]:
    """Return the pulses whose next wave is due."""
    query = select(Pulse.id).where(Pulse.state == "running", Pulse.next_at <= now)
    return list(await session.scalars(query.order_by(Pulse.id)))


async def run(
    session: AsyncSession, pulse_id: int, *, now: datetime, approve_over: int
) -> Survey | None:
    """Make the wave that is due a survey, which opens by itself; several missed ones are one."""
    pulse = await _lock(session, pulse_id)
    if pulse.state != "running" or pulse.next_at is None or pulse.next_at > now:
        return None
    pulse.next_at = next_after(pulse.schedule, now, starts_on=to_local(now).date(), ends_on=None)
    pulse.wave += 1
    form = replace(
        read_form(pulse.source),
        code=f"{pulse.code}-{pulse.wave}",
        opens=now,
        closes=now + timedelta(days=pulse.days),
        late="refuse",  # who is not in the sample does not join it
    )
    survey = await import_form(
        session,
        ACTOR,
        form,
        organisation_id=pulse.organisation_id,
        rule=pulse.rule,
        campaign_id=None,
        now=now,
        approve_over=approve_over,
    )
    survey.terms = {**survey.terms, "pulse": pulse.id, "wave": pulse.wave}
    await session.flush()
    return survey


async def stop(session: AsyncSession, actor: Actor, code: str, *, now: datetime) -> Pulse:
    """End a pulse for good; a wave that is open goes on."""
    found = await session.scalar(select(Pulse.id).filter_by(code=code))
    if found is None:
        raise NotFound("pulse-unknown")
    pulse = await _lock(session, found)
    require(actor, "survey:run", organisation_id=pulse.organisation_id, rule=pulse.rule)
    pulse.state, pulse.next_at = "stopped", None
    audit.record(session, actor, "pulse:stop", f"pulse:{pulse.id}", now=now)
    await session.flush()
    return pulse


async def list_pulses(session: AsyncSession) -> Sequence[Pulse]:
    """Return every pulse, the newest first."""
    return (await session.scalars(select(Pulse).order_by(Pulse.id.desc()))).all()


async def _lock(session: AsyncSession, pulse_id: int) -> Pulse:
    return await session.get_one(Pulse, pulse_id, with_for_update=True, populate_existing=True)
