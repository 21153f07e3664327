"""Room: surveys that wait for a second person; a yes covers the opening and its reminders."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals
from bot.access import Actor
from bot.errors import Refused
from bot.models import Approval, Survey
from bot.surveys.locking import lock_survey


async def ask_or_pass(  # noqa: PLR0913 - who asks whom, from when on, and how many need nobody
    session: AsyncSession,
    actor: Actor,
    survey: Survey,
    *,
    over: int,
    now: datetime,
    at: datetime | None = None,
) -> bool:
    """Tell whether a survey may open; if not, it waits for a second person from now on.

    `at` is when it is to open; what was approved for a later time is asked anew to open before.
    """
    if await is_covered(session, survey, at=at or now):
        return True
    matter = approvals.matter_of(survey, at=at)
    reasons = await approvals.find_reasons(session, actor, matter, over=over)
    if not reasons:
        return True
    pending = await approvals.find_pending(session, "survey", survey.id)
    if pending is not None and pending.digest == matter.digest:
        return False
    await approvals.ask(session, actor, matter, reasons, now=now, at=at)
    return False


async def is_covered(session: AsyncSession, survey: Survey, *, at: datetime) -> bool:
    """Tell whether a second person has approved a survey as it stands, to be open at a moment."""
    if at >= survey.closes_at:
        return False
    yeses = await approvals.list_approved(session, "survey", survey.id)
    return any(
        approvals.matter_of(survey, at=one.starts_at).digest == one.digest
        and (one.starts_at is None or one.starts_at <= at)
        for one in yeses
    )


async def may_remind(session: AsyncSession, survey: Survey, *, now: datetime) -> bool:
    """Tell whether reminders may leave: nobody had to approve the survey, or the yes holds."""
    latest = await approvals.find_latest(session, "survey", survey.id)
    if latest is None or latest.verdict == "void":
        return True
    return await is_covered(session, survey, at=now)


async def approve(
    session: AsyncSession, actor: Actor, approval_id: int, *, now: datetime
) -> Survey:
    """Say yes: the survey opens by itself, at once where that was asked, and may remind."""
    approval, matter = await approvals.decide(session, actor, approval_id, "approved", now=now)
    survey = await lock_survey(session, matter.number)
    if survey.closes_at <= now:
        raise Refused("approval-too-late")
    if approval.starts_at is None:
        survey.opens_at = min(survey.opens_at, now)
    await session.flush()
    return survey


async def refuse(
    session: AsyncSession, actor: Actor, approval_id: int, *, note: str, now: datetime
) -> Survey:
    """Say no, and why: the survey stays closed until somebody asks again."""
    _, matter = await approvals.decide(session, actor, approval_id, "refused", note=note, now=now)
    return await lock_survey(session, matter.number)


def may_open_alone(now: datetime) -> ColumnElement[bool]:
    """Return the condition on Survey that a yes holds by now, or that no question is open."""
    approved = exists().where(
        Approval.survey_id == Survey.id,
        Approval.verdict == "approved",
        or_(Approval.starts_at.is_(None), Approval.starts_at <= now),
    )
    undecided = exists().where(
        Approval.survey_id == Survey.id, Approval.verdict.in_(("", "refused"))
    )
    return or_(approved, ~undecided)
