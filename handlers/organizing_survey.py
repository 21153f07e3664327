"""Door: `/khaosat`: organizers look after surveys: state, open now, close now, results."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from bot import segments
from bot.access import Actor
from bot.inviting import launch_invitation
from bot.messages import Choice
from bot.models import Survey
from bot.presses import Press
from bot.surveys.closing import close_survey
from bot.surveys.finding import find_surveys
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, open_survey
from bot.surveys.results import get_results
from bot.surveys.summary import summarise
from bot.text import moment
from bot.turns import Router, Turn
from handlers.organizing_asking import LISTED, actor_of, admit, attempt, clipped
from handlers.organizing_scope import get_survey, permits_survey

router = Router("organizing_survey")
PERMISSIONS = ("survey:run", "report:read")
# what may be done with a survey, by its state, with the permission for it
ACTS = {
    "scheduled": (("open", "survey:run"),),
    "open": (("close", "survey:run"), ("results", "report:read")),
    "closed": (("results", "report:read"),),
}
# the state that a survey must still be in; an old button shows how it stands instead
NEEDS = {"open": "scheduled", "opened": "scheduled", "close": "open", "closed": "open"}


@dataclass(frozen=True)
class SurveyPress(Press):
    """Do something with a survey."""

    TAG: ClassVar[str] = "os"
    act: str
    survey: int


def choice(turn: Turn, name: str, number: int, *also: str) -> Choice:
    """Return a choice that does something with a survey."""
    return Choice(turn.phrase(f"organizing-survey-{name}"), SurveyPress(name, number).pack(), also)


@router.command("khaosat", "survey")
async def list_mine(turn: Turn) -> None:
    """List the surveys that this organizer may look after."""
    actor = await admit(turn, *PERMISSIONS)
    if actor is None:
        return
    turn.done()
    found = [s for s in await find_surveys(turn.session) if _is_mine(actor, s)][:LISTED]
    if not found:
        turn.say("organizing-surveys-none")
        return
    choices = [
        Choice(
            clipped(f"{_state(turn, s)}: {s.title}"), SurveyPress("show", s.id).pack(), (s.title,)
        )
        for s in found
    ]
    turn.quote(turn.phrase("organizing-surveys"), choices=choices)


@router.on(SurveyPress)
async def do(turn: Turn, press: SurveyPress) -> None:
    """Do what a button says."""
    if not await admit(turn, *PERMISSIONS):
        return
    survey = await attempt(turn, get_survey(turn, press.survey, *PERMISSIONS))
    if survey is None:
        return
    in_time = survey.state == NEEDS.get(press.act, survey.state)
    await (DO.get(press.act, show) if in_time else show)(turn, survey)


async def show(turn: Turn, survey: Survey) -> None:
    """Show how a survey stands, and what may be done with it."""
    turn.done()
    actor = await actor_of(turn)
    choices = [
        choice(turn, name, survey.id)
        for name, permission in ACTS.get(survey.state, ())
        if permits_survey(actor, permission, survey)
    ]
    words = turn.phrase(
        "organizing-survey",
        title=survey.title,
        state=_state(turn, survey),
        opens=moment(turn.locale, survey.opened_at or survey.opens_at),
        closes=moment(turn.locale, survey.closed_at or survey.closes_at),
    )
    turn.quote(words, choices=choices)


async def ask_open(turn: Turn, survey: Survey) -> None:
    """Say whom the invitation goes to, and ask before a survey is opened."""
    words = turn.phrase(
        "organizing-survey-ask-open",
        title=survey.title,
        rule=await segments.describe(turn.session, survey.rule, turn.locale),
        count=await segments.count(turn.session, survey.rule),
        closes=moment(turn.locale, survey.closes_at),
    )
    _ask(turn, words, "opened", survey)


async def ask_close(turn: Turn, survey: Survey) -> None:
    """Ask before a survey is closed: it cannot be opened again."""
    _ask(turn, turn.phrase("organizing-survey-ask-close", title=survey.title), "closed", survey)


async def open_now(turn: Turn, survey: Survey) -> None:
    """Open a survey and invite, then show how it stands."""
    means = Means(Keys(turn.settings.data_dir), launch_invitation)
    actor = await actor_of(turn)
    await attempt(turn, open_survey(turn.session, actor, survey.id, turn.now, means))
    await show(turn, survey)


async def close_now(turn: Turn, survey: Survey) -> None:
    """Close a survey, then show how it stands; its key is destroyed by the next tick."""
    keys = Keys(turn.settings.data_dir)
    actor = await actor_of(turn)
    await attempt(turn, close_survey(turn.session, actor, survey.id, turn.now, keys))
    await show(turn, survey)


async def tell_results(turn: Turn, survey: Survey) -> None:
    """Tell the results in short, and where the whole table is had."""
    verb = get_results(turn.session, await actor_of(turn), survey, turn.now)
    results = await attempt(turn, verb)
    turn.done()
    if results is not None:
        turn.quote(summarise(results, turn.locale))
        turn.say("organizing-survey-file", code=survey.code)


def _ask(turn: Turn, words: str, act: str, survey: Survey) -> None:
    turn.done()
    choices = (
        choice(turn, act, survey.id, "có", "yes"),
        choice(turn, "show", survey.id, "không", "no"),
    )
    turn.quote(words, choices=choices)


def _is_mine(actor: Actor, survey: Survey) -> bool:
    return any(permits_survey(actor, permission, survey) for permission in PERMISSIONS)


def _state(turn: Turn, survey: Survey) -> str:
    return turn.phrase("organizing-survey-state", state=survey.state)


DO: dict[str, Callable[[Turn, Survey], Awaitable[None]]] = {
    "show": show,
    "open": ask_open,
    "opened": open_now,
    "close": ask_close,
    "closed": close_now,
    "results": tell_results,
}
