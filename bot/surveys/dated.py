"""Room: asking those whose day it is, in a survey that goes by a date of each member.

Law: a person is put on the roll and invited on their day, once a date. A day on which nothing
could be asked is not made up for: nobody is asked of what is past. As with reminders by a date,
only who has agreed to reminders is asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.clock import to_local
from bot.models import Consent, Member, Survey
from bot.segments import both, members_where
from bot.surveys.approving import may_remind
from bot.surveys.bydate import ASKED_ON, HOUR, by_date_of
from bot.surveys.entitling import admit
from bot.surveys.inviting import Inviter, make_invitation
from bot.surveys.locking import lock_survey

PURPOSE = "reminders"  # what dates are kept for


async def find_due(session: AsyncSession, now: datetime) -> list[int]:
    """Return the open surveys that go by a date and have not asked today."""
    query = select(Survey).where(Survey.state == "open", Survey.closes_at > now)
    return [
        one.id for one in await session.scalars(query.order_by(Survey.id)) if _is_due(one, now)
    ]


async def ask_today(
    session: AsyncSession, actor: Actor, survey_id: int, now: datetime, inviter: Inviter
) -> int:
    """Put those on the roll whose date it is and invite them; return how many, 0 where it is done.

    The survey's row is locked, so that two servers cannot both find it due.
    """
    survey = await lock_survey(session, survey_id)
    going = by_date_of(survey.terms)
    if going is None or survey.state != "open" or not _is_due(survey, now):
        return 0
    if not await may_remind(session, survey, now=now):
        return 0
    today = to_local(now).date()
    rule = {"date": [going.kind, going.day_meant(today).isoformat()]}
    admitted = await admit(session, survey, members_where(rule) & _agrees())
    survey.terms = {**survey.terms, ASKED_ON: today.isoformat()}
    if admitted:
        invitation = make_invitation(survey, "invitation")
        await inviter(session, actor, replace(invitation, rule=dict(both(survey.rule, rule))), now)
        survey.asked_at = now
    return admitted


def _is_due(survey: Survey, now: datetime) -> bool:
    local = to_local(now)
    asked_on = (survey.terms or {}).get(ASKED_ON)
    goes = by_date_of(survey.terms) is not None and local.hour >= HOUR
    return goes and asked_on != local.date().isoformat()


def _agrees() -> ColumnElement[bool]:
    return exists().where(
        Consent.member_id == Member.id,
        Consent.purpose == PURPOSE,
        Consent.withdrawn_at.is_(None),
    )
