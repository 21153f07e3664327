"""Room: where surveys meet broadcasts: an invitation leaves as a broadcast like any other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import Actor
from bot.broadcasts.allowing import say_needs
from bot.models import Survey
from bot.segments import Rule
from bot.surveys.bydate import by_date_of
from bot.surveys.inviting import Invitation


async def launch_invitation(
    session: AsyncSession, actor: Actor, invitation: Invitation, now: datetime
) -> None:
    """Launch an invitation or a reminder; surveys are handed this as their Inviter."""
    await broadcasts.invite(
        session,
        actor,
        survey_id=invitation.survey_id,
        organisation_id=invitation.organisation_id,
        campaign_id=invitation.campaign_id,
        kind=invitation.kind,
        rule=invitation.rule,
        title=invitation.title,
        text=invitation.text,
        buttons=invitation.buttons,
        translations=invitation.translations,
        now=now,
    )


async def foretell_invitation(  # noqa: PLR0913 - who asks whom, when, and who reads it
    session: AsyncSession,
    organisation_id: int,
    rule: Rule,
    *,
    start: datetime,
    now: datetime,
    locale: str,
) -> list[str]:
    """Say what an invitation that leaves then needs of the month's messages, where they count."""
    needs = await broadcasts.foresee(session, organisation_id, rule, start=start, now=now)
    return say_needs(needs, locale, phrase="survey-quota")


async def foretell_opening(
    session: AsyncSession, survey: Survey, *, start: datetime, now: datetime, locale: str
) -> list[str]:
    """Say the same of a survey that opens then.

    Nothing of a survey by date (it invites day by day), and of a pulse's wave (whom it asks is
    drawn at its opening).
    """
    if by_date_of(survey.terms) or "pulse" in (survey.terms or {}):
        return []
    asked = survey.organisation_id, survey.rule
    return await foretell_invitation(session, *asked, start=start, now=now, locale=locale)
