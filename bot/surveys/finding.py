"""Room: which surveys there are, and who may answer them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.models import Entitlement, Response, Survey
from bot.models.many import among

FIND_ENTITLED = select(Entitlement.member_id).where(
    Entitlement.survey_id == bindparam("survey_id"),
    among(Entitlement.member_id, "member_ids"),
)


async def get_survey(session: AsyncSession, code: str) -> Survey:
    """Return the survey with a code, or raise NotFound."""
    survey = await session.scalar(select(Survey).where(Survey.code == code))
    if survey is None:
        raise NotFound("survey-unknown")
    return survey


async def find_surveys(session: AsyncSession) -> Sequence[Survey]:
    """Return every survey, the latest first."""
    return (await session.scalars(select(Survey).order_by(Survey.id.desc()))).all()


async def find_open_for(
    session: AsyncSession, member_ids: Collection[int], now: datetime
) -> Sequence[Survey]:
    """Return the open surveys that any of these members may answer, the first to close first."""
    theirs = select(Entitlement.survey_id).where(Entitlement.member_id.in_(member_ids))
    query = (
        select(Survey)
        .where(Survey.state == "open", Survey.closes_at > now, Survey.id.in_(theirs))
        .order_by(Survey.closes_at, Survey.id)
    )
    return (await session.scalars(query)).all()


async def find_entitled(
    session: AsyncSession, survey_id: int, member_ids: Collection[int]
) -> set[int]:
    """Return which of these members may answer a survey."""
    given = {"survey_id": survey_id, "member_ids": sorted(member_ids)}
    return set(await session.scalars(FIND_ENTITLED, given))


async def has_finished(session: AsyncSession, survey_id: int, member_id: int) -> bool:
    """Tell whether a member has handed a survey in."""
    query = select(Response.id).filter_by(
        survey_id=survey_id, member_id=member_id, state="finished"
    )
    return await session.scalar(query) is not None
