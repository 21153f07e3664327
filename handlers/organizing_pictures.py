"""Door: "Gửi hình": a survey's results as pictures, sent to the organizer's chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import files
from bot.clock import to_local
from bot.files import Content
from bot.messages import Choice
from bot.presses import Press
from bot.surveys.results import Results
from bot.surveys.results.pictures import Style, may_draw, take_pictures
from bot.turns import Router, Turn
from handlers.organizing_asking import actor_of, admit, attempt
from handlers.organizing_scope import get_survey

router = Router("organizing_pictures")
PERMISSION = "report:read"
PNG = "image/png"


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
    """Draw the pictures and let each leave with a line that says what it shows."""
    if not await admit(turn, PERMISSION):
        return
    survey = await attempt(turn, get_survey(turn, press.survey, PERMISSION))
    if survey is None:
        return
    actor = await actor_of(turn)
    taking = take_pictures(turn.session, actor, survey, turn.now, Style(turn.locale))
    for name, words, data in await attempt(turn, taking) or ():
        file = f"khao-sat-{survey.code}-{name}-{to_local(turn.now):%Y%m%d-%H%M}.png"
        kept = await files.keep(turn.session, Content(file, PNG, data), now=turn.now)
        turn.attach(kept, words)
