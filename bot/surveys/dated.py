"""Room: asking those whose day it is, in a survey that goes by a date of each member.

Law: a person is put on the roll and invited on their day, once a date, and reminded so many days
after it; whose day that is, is asked of the date itself. A day on which nothing could be asked is
not made up for: nobody is asked of what is past. As with reminders by a date, only who has agreed
to reminders is asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.clock import to_local
from bot.models import Consent, Entitlement, Member, Response, Survey
from bot.segments import both, members_where
from bot.surveys.approving import may_remind
from bot.surveys.bydate import ASKED_ON, HOUR, ByDate, by_date_of
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

    Those of earlier days who have not handed in are reminded, where it is time for it. The row of
    the survey is locked, so that two servers cannot both find it due.
    """
    survey = await lock_survey(session, survey_id)
    going = by_date_of(survey.terms)
    if going is None or survey.state != "open" or not _is_due(survey, now):
        return 0
    if not await may_remind(session, survey, now=now):
        return 0
    today = to_local(now).date()
    rule = _rule_on(going, today)
    admitted = await admit(session, survey, members_where(rule) & _agrees())
    survey.terms = {**survey.terms, ASKED_ON: today.isoformat()}
    if admitted:
        invitation = make_invitation(survey, "invitation")
        await inviter(session, actor, replace(invitation, rule=dict(both(survey.rule, rule))), now)
        survey.asked_at = now
    await _remind(session, actor, survey, now, inviter)
    return admitted


async def _remind(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime, inviter: Inviter
) -> None:
    """Remind those who were asked so many days ago and have not handed in, a day at a time."""
    reminder, today = make_invitation(survey, "reminder"), to_local(now).date()
    going = by_date_of(survey.terms)
    assert going is not None
    for time in range(1, survey.remind_times + 1):
        rule = _rule_on(going, today - timedelta(days=time * survey.remind_every_days))
        waits = select(Entitlement.member_id).join(Member, Member.id == Entitlement.member_id)
        waits = waits.where(
            Entitlement.survey_id == survey.id,
            members_where(rule),
            ~exists().where(
                Response.survey_id == survey.id,
                Response.member_id == Member.id,
                Response.state.in_(("finished", "refused")),
            ),
        )
        if await session.scalar(waits.limit(1)) is not None:
            await inviter(
                session, actor, replace(reminder, rule=dict(both(survey.rule, rule))), now
            )


def _rule_on(going: ByDate, day: date) -> dict[str, Any]:
    """Return the rule of those who are asked on a day."""
    return {"date": [going.kind, going.day_meant(day).isoformat()]}


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
