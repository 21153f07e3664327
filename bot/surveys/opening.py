"""Room: a survey from its file to its opening, and its cancelling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, audit
from bot.access import Actor
from bot.clock import to_local
from bot.errors import Refused
from bot.models import SealedRow, Survey
from bot.segments import check_rule, check_sources
from bot.settings import APPROVE_OVER
from bot.surveys.approving import ask_or_pass, may_open_alone
from bot.surveys.ballots import HOUSEHOLD, check_ballot
from bot.surveys.bydate import KEPT as BY_DATE
from bot.surveys.bydate import by_date_of
from bot.surveys.entitling import admit_late, freeze_roll
from bot.surveys.forms import Form
from bot.surveys.inviting import Inviter, invite
from bot.surveys.keys import Keys
from bot.surveys.locking import allows, lock_survey, require, require_for
from bot.surveys.picturing import KEPT, Kept
from bot.surveys.types import POLL, Standing, check_standing


@dataclass(frozen=True, slots=True)
class Means:
    """Hold what an opening needs from outside: where keys lie, and who launches invitations."""

    keys: Keys
    inviter: Inviter
    approve_over: int = APPROVE_OVER  # to more people than that, a second person says yes


async def import_form(  # noqa: PLR0913 - what a survey is, and who brings it
    session: AsyncSession,
    actor: Actor,
    form: Form,
    *,
    organisation_id: int,
    rule: dict[str, Any],
    campaign_id: int | None,
    now: datetime,
    approve_over: int = APPROVE_OVER,
    standing: Standing | None = None,
    pictures: Kept | None = None,
    as_draft: bool = False,
) -> Survey:
    """Store a form as a survey that waits for its opening; a code is imported once.

    One that asks more than `approve_over` people waits for a second person's yes as well. Who may
    write but not run leaves a draft, which somebody with that right opens.
    """
    require(actor, "survey:write", organisation_id=organisation_id, rule=check_rule(rule))
    await check_sources(session, actor, rule)
    if await session.scalar(select(Survey.id).where(Survey.code == form.code)) is not None:
        raise Refused("survey-code-taken", name=form.code)
    if form.closes <= now:
        raise Refused("survey-closes-in-the-past", name=form.code)
    standing = standing or form.standing or POLL
    terms = _terms_of(form, standing)
    if standing.type == HOUSEHOLD:
        check_ballot(form)
    survey = _make_row(form, actor, now, pictures)
    survey.type, survey.terms = standing.type, terms
    survey.organisation_id, survey.campaign_id, survey.rule = organisation_id, campaign_id, rule
    session.add(survey)
    await session.flush()
    _note_import(session, actor, survey, standing, now)
    if as_draft or not allows(actor, "survey:run", organisation_id=organisation_id, rule=rule):
        survey.state = "draft"
        return survey
    await ask_or_pass(session, actor, survey, over=approve_over, now=now, at=survey.opens_at)
    return survey


def _terms_of(form: Form, standing: Standing) -> dict[str, Any]:
    """Return the terms of a survey, or raise Refused for what it cannot be."""
    day = to_local(form.opens).date()
    terms, _ = (check_standing(standing, title, day) for title in (form.title.vi, form.title.en))
    if form.by_date is None:
        return terms
    if standing.type == HOUSEHOLD:
        raise Refused("survey-by-date-not-here")
    return {**terms, BY_DATE: str(form.by_date)}


def _note_import(
    session: AsyncSession, actor: Actor, survey: Survey, standing: Standing, now: datetime
) -> None:
    facts = {"code": survey.code, "type": standing.type, "order": survey.terms["order"]}
    facts |= {"attested": True} if standing.attested else {}
    audit.record(session, actor, "survey:import", f"survey:{survey.id}", now=now, **facts)


async def find_due_openings(session: AsyncSession, now: datetime) -> list[int]:
    """Return the surveys whose opening is due."""
    query = select(Survey.id).where(
        Survey.state == "scheduled",
        Survey.opens_at <= now,
        may_open_alone(now) | (Survey.closes_at <= now),
    )
    return list(await session.scalars(query.order_by(Survey.id)))


async def find_joinable(session: AsyncSession, now: datetime) -> list[int]:
    """Return the open surveys that late comers may join."""
    query = select(Survey.id).where(
        Survey.state == "open", Survey.late == "join", Survey.closes_at > now
    )
    return list(await session.scalars(query.order_by(Survey.id)))


async def join_late(session: AsyncSession, survey_id: int) -> None:
    """Entitle everybody who came after a survey's opening, where it lets them."""
    await admit_late(session, await lock_survey(session, survey_id))


async def open_survey(
    session: AsyncSession, actor: Actor, survey_id: int, now: datetime, means: Means
) -> Survey:
    """Open a survey: freeze who may answer, make its key, invite; again, changes nothing.

    A survey whose whole time passed while the server was down is cancelled instead; one that
    needs a second person waits for them, unopened.
    """
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:run", survey)
    if survey.state == "open":
        return survey
    if survey.state not in ("draft", "scheduled"):
        raise Refused("survey-cannot-open", name=survey.code)
    if now >= survey.closes_at:
        await cancel_survey(session, actor, survey_id, now)
        return survey
    survey.state = "scheduled"
    if not await ask_or_pass(session, actor, survey, over=means.approve_over, now=now):
        return survey
    survey.state, survey.opened_at = "open", now
    audit.record(session, actor, "survey:open", f"survey:{survey.id}", now=now)
    if survey.anonymous:
        means.keys.create(survey.id)
    if by_date_of(survey.terms) is None:  # else each is put on the roll and asked on their day
        await freeze_roll(session, survey)
        await invite(session, actor, survey, now, means.inviter)
    return survey


async def cancel_survey(
    session: AsyncSession, actor: Actor, survey_id: int, now: datetime
) -> Survey:
    """Call a survey off for good; sealed answers go unread, the next tick destroys the key."""
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:run", survey)
    if survey.state in ("closed", "cancelled"):
        return survey
    survey.state, survey.closed_at = "cancelled", now
    await session.execute(delete(SealedRow).where(SealedRow.survey_id == survey.id))
    audit.record(session, actor, "survey:cancel", f"survey:{survey.id}", now=now)
    await approvals.void(session, "survey", survey.id, now=now)
    return survey


def _make_row(form: Form, actor: Actor, now: datetime, pictures: Kept | None) -> Survey:
    """Return a form as a row that is not stored, and nobody's yet."""
    shown = {KEPT: pictures} if pictures else {}
    return Survey(
        code=form.code,
        title=form.title.vi,
        form={**form.as_document(), **shown},
        anonymous=form.anonymous,
        late="refuse" if form.by_date else form.late,
        remind_times=form.remind_times,
        remind_every_days=form.remind_every_days,
        opens_at=form.opens,
        closes_at=form.closes,
        state="scheduled",
        reminded=0,
        created_by=actor.name,
        created_at=now,
    )
