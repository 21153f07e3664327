"""DOOR · people in chat: the surveys that are open, offered to who has just registered."""

from __future__ import annotations

from bot.messages import Choice
from bot.surveys import finding
from bot.surveys.presses import BeginPress
from bot.turns import Turn


async def offer_surveys(turn: Turn, member_id: int) -> None:
    """Offer what this member may answer now; it is a reply, so nobody is written to unasked."""
    for survey in await finding.find_open_for(turn.session, [member_id], turn.now):
        choice = Choice(turn.phrase("survey-begin"), BeginPress(survey.id).pack())
        turn.quote(turn.phrase("survey-offer", title=survey.title), choices=[choice])
