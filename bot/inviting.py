"""Room: where surveys meet broadcasts: an invitation leaves as a broadcast like any other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import Actor
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
