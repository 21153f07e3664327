"""Door: people in chat: who does not take part in a survey says so, and is not reminded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.errors import Refused
from bot.messages import Choice
from bot.presses import Press
from bot.surveys import finding, refusing
from bot.surveys.answering import Seat
from bot.turns import Router, Turn

router = Router("answering-refusing")


@dataclass(frozen=True)
class RefusePress(Press):
    """Take no part in a survey, as one member."""

    TAG: ClassVar[str] = "sz"
    survey: int
    member: int


@router.command("tuchoi", "decline")
async def choose(turn: Turn) -> None:
    """Refuse the one survey that waits for this chat, or ask which, and for whom."""
    seats = [
        (survey, member)
        for member in turn.members
        for survey in await finding.find_open_for(turn.session, [member.id], turn.now)
    ]
    match seats:
        case []:
            turn.say("survey-none")
        case [(survey, member)]:
            await refuse(turn, Seat(survey.id, member.id))
        case several:
            choices = [
                Choice(f"{m.full_name}: {s.title}"[:60], RefusePress(s.id, m.id).pack())
                for s, m in several
            ]
            turn.ask(turn.phrase("survey-refuse-which"), step="survey.which", choices=choices)


@router.on(RefusePress)
async def take_refusal(turn: Turn, press: RefusePress) -> None:
    """Refuse the survey that was chosen."""
    if press.member not in {member.id for member in turn.members}:
        turn.say("survey-not-entitled")
        return
    await refuse(turn, Seat(press.survey, press.member))


async def refuse(turn: Turn, seat: Seat) -> None:
    """Note it, end the conversation about it and say that nothing more comes."""
    try:
        await refusing.refuse(turn.session, seat, turn.now)
    except Refused as error:
        turn.say(error.code, **error.values)
        return
    turn.done()
    turn.say("survey-refused")
