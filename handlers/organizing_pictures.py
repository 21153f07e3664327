"""Door: "Gửi hình": a survey's results as pictures, sent to the organizer's chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import drawing
from bot.messages import Choice
from bot.presses import Press
from bot.surveys.results import Results
from bot.surveys.results.pictures import may_draw
from bot.turns import Router, Turn
from handlers.organizing_asking import actor_of, admit, attempt
from handlers.organizing_scope import get_survey

router = Router("organizing_pictures")
PERMISSION = "report:read"


@dataclass(frozen=True)
class PicturesPress(Press):
    """Send a survey's results as pictures."""

    TAG: ClassVar[str] = "oq"
    survey: int


def offer_pictures(turn: Turn, results: Results) -> list[Choice]:
    """Return the button that sends pictures, where there is anything to draw."""
    if not may_draw(results):
        return []
    press = PicturesPress(results.survey.id)
    return [Choice(turn.phrase("results-picture"), press.pack(), ("hình", "pictures"))]


@router.on(PicturesPress)
async def send(turn: Turn, press: PicturesPress) -> None:
    """Order the pictures; each comes when it is drawn, with a line that says what it shows."""
    if not await admit(turn, PERMISSION):
        return
    survey = await attempt(turn, get_survey(turn, press.survey, PERMISSION))
    if survey is None:
        return
    actor = await actor_of(turn)
    ordered = drawing.order(turn.session, actor, survey, turn.chat, turn.now)
    if count := await attempt(turn, ordered):
        turn.say("results-picture-coming", count=count)
