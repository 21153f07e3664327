"""Room: a survey held still while it is changed, and who may change it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access
from bot.access import Actor
from bot.errors import NotPermitted, Refused
from bot.models import Survey
from bot.segments import Rule, areas_of, scope_of


async def lock_survey(session: AsyncSession, survey_id: int) -> Survey:
    """Return a survey, held against every other change until this transaction ends."""
    query = (
        select(Survey)
        .where(Survey.id == survey_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    survey = await session.scalar(query)
    if survey is None:
        raise Refused("survey-unknown")
    return survey


def require(actor: Actor, permission: str, *, organisation_id: int, rule: Rule) -> None:
    """Raise NotPermitted unless the actor may act for the organisation, on all whom it asks."""
    if not allows(actor, permission, organisation_id=organisation_id, rule=rule):
        raise NotPermitted(permission)


def allows(actor: Actor, permission: str, *, organisation_id: int, rule: Rule) -> bool:
    """Tell whether the actor may act for the organisation, on all whom a rule selects."""
    areas = areas_of(rule)
    speaks = access.allows(actor, permission, organisation_id=organisation_id, area_keys=areas)
    return speaks and access.allows(actor, permission, **scope_of(rule))


def require_for(actor: Actor, permission: str, survey: Survey) -> None:
    """Raise NotPermitted unless the actor has the permission for a survey."""
    require(actor, permission, organisation_id=survey.organisation_id, rule=survey.rule)
