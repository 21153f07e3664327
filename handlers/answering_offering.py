"""DOOR · people in chat: the surveys that are open, offered to who has just registered."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import Choice
from bot.models import Survey
from bot.surveys import finding
from bot.surveys.presses import BeginPress
from bot.turns import Turn

PREFIX = "k-"  # of a deep link that leads to a survey


def find_number(payload: str) -> int | None:
    """Return the survey that a deep link leads to."""
    number = payload.casefold().removeprefix(PREFIX)
    return (
        int(number) if payload.casefold() == f"{PREFIX}{number}" and number.isdecimal() else None
    )


async def offer_linked(turn: Turn, number: int) -> None:
    """Offer the survey that a deep link leads to, if any of this chat may answer it now."""
    ids = [member.id for member in turn.members]
    found = await finding.find_open_for(turn.session, ids, turn.now)
    survey = next((one for one in found if one.id == number), None)
    if survey is None:
        turn.say("survey-not-entitled")
        return
    choice = Choice(turn.phrase("survey-begin"), BeginPress(survey.id).pack(), ("có", "yes"))
    turn.quote(turn.phrase("survey-offer", title=survey.title), choices=[choice])


async def offer_surveys(turn: Turn, member_id: int) -> None:
    """Offer what this member may answer now; it is a reply, so nobody is written to unasked."""
    match list(await finding.find_open_for(turn.session, [member_id], turn.now)):
        case []:
            return
        case [only]:
            phrase = turn.phrase("survey-offer", title=only.title)
            choices = [Choice(turn.phrase("survey-begin"), BeginPress(only.id).pack())]
        case several:
            phrase = turn.phrase("survey-offers", count=len(several))
            choices = name_surveys(several)
    turn.quote(phrase, choices=choices)


def name_surveys(surveys: Sequence[Survey]) -> list[Choice]:
    """Make a button of each survey, named by its title."""
    return [Choice(survey.title[:60], BeginPress(survey.id).pack()) for survey in surveys]
