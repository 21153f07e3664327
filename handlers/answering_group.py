"""Door: a survey brought to a group's own chat: a link that leads to the private one.

Answers are given in private alone: nothing that is said in a group is counted, so nothing counts
twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.addresses import find_links
from bot.messages import Choice, Link, Reply
from bot.models import Survey
from bot.presses import Press
from bot.surveys.finding import find_surveys
from bot.text import moment
from bot.turns import Router, Turn
from handlers.answering_offering import PREFIX
from handlers.organizing_asking import LISTED, actor_of, admit, attempt, clipped
from handlers.organizing_scope import get_survey, permits_survey

router = Router("answering_group")
PERMISSIONS = ("survey:run", "report:read")


@dataclass(frozen=True)
class GroupPress(Press):
    """Write the message that is forwarded to a group."""

    TAG: ClassVar[str] = "oj"
    survey: int


@router.command("moinhom", "group")
async def list_surveys(turn: Turn) -> None:
    """Write the message for the one open survey, or offer those there are."""
    if await admit(turn, *PERMISSIONS) is None:
        return
    turn.done()
    actor = await actor_of(turn)
    found = [
        one
        for one in await find_surveys(turn.session)
        if one.state == "open" and any(permits_survey(actor, name, one) for name in PERMISSIONS)
    ]
    if len(found) == 1:
        await write_message(turn, found[0])
        return
    choices = [Choice(clipped(one.title), GroupPress(one.id).pack()) for one in found[:LISTED]]
    turn.quote(turn.phrase("survey-which" if found else "group-none"), choices=choices)


@router.on(GroupPress)
async def write(turn: Turn, press: GroupPress) -> None:
    """Write the message for the survey that was chosen."""
    if await admit(turn, *PERMISSIONS) is None:
        return
    survey = await attempt(turn, get_survey(turn, press.survey, *PERMISSIONS))
    if survey is not None:
        await write_message(turn, survey)


async def write_message(turn: Turn, survey: Survey) -> None:
    """Say what to do with the message, then put it, with buttons and with addresses to copy."""
    links = await find_links(turn.session, turn.settings, f"{PREFIX}{survey.id}")
    if not links:
        turn.say("group-no-address")
        return
    closes = moment(turn.locale, survey.closes_at)
    words = turn.phrase("group-message", title=survey.title, closes=closes)
    turn.say("group-forward")
    label = turn.phrase("group-answer")
    buttons = tuple(Link(label, address) for address in links.values())[:1]
    turn.replies.append(Reply("\n".join([words, *links.values()]), links=buttons))
