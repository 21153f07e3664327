"""Door: "Làm thử": an organizer walks a survey as its members do, and nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.errors import NotFound, NotPermitted, Refused
from bot.presses import Press
from bot.surveys.forms import form_of
from bot.surveys.passages import NOBODY, Passage
from bot.surveys.rehearsing import rehearse
from bot.turns import Router, Turn
from handlers.answering_asking import ask_next, put_banner
from handlers.organizing_asking import admit
from handlers.organizing_scope import get_survey

router = Router("answering_rehearsing")
PERMISSIONS = ("survey:write", "survey:run", "report:read")


@dataclass(frozen=True)
class RehearsePress(Press):
    """Walk a survey without storing; 0 is a button of a preview, behind which is no survey yet."""

    TAG: ClassVar[str] = "oh"
    survey: int


@router.on(RehearsePress)
async def begin(turn: Turn, press: RehearsePress) -> None:
    """Say that nothing will be stored, then go on as with a member."""
    if not await admit(turn, *PERMISSIONS):
        return
    if not press.survey:
        turn.say("survey-rehearsal-preview")
        turn.repeat_question()
        return
    turn.done()
    try:
        passage = await open_rehearsal(turn, press.survey)
    except Refused as refused:
        turn.say(refused.code)
        return
    turn.say("survey-rehearsal")
    put_banner(turn, passage)
    ask_next(turn, passage, after=-1)


async def open_rehearsal(turn: Turn, survey_id: int) -> Passage:
    """Return the rehearsal as far as it came in this chat; only who looks after it may walk it."""
    try:
        survey = await get_survey(turn, survey_id, *PERMISSIONS)
    except (NotFound, NotPermitted) as error:
        raise Refused("survey-not-entitled") from error
    here = turn.noted("survey") == survey_id and turn.noted("member") == NOBODY
    answers = turn.noted("answers") if here else None
    return rehearse(form_of(survey), of=survey, answers=answers)
