"""Door: `/khaosat`: organizers look after surveys: state, open now, close now, results."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from bot import approvals, segments
from bot.access import Actor, may_somewhere
from bot.inviting import foretell_opening, launch_invitation
from bot.messages import Choice
from bot.models import Survey
from bot.presses import Press
from bot.surveys.bydate import by_date_of
from bot.surveys.closing import close_survey
from bot.surveys.finding import find_surveys
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, open_survey
from bot.surveys.results import get_results
from bot.surveys.summary import summarise
from bot.text import moment
from bot.turns import Router, Turn
from handlers import organizing_poll
from handlers.answering_rehearsing import RehearsePress
from handlers.answering_rehearsing import begin as begin_rehearsal
from handlers.organizing_approving import say_why
from handlers.organizing_asking import LISTED, actor_of, admit, attempt, clipped
from handlers.organizing_files import offer_survey
from handlers.organizing_forms import offer_form
from handlers.organizing_pictures import offer_pictures
from handlers.organizing_results import offer_more
from handlers.organizing_scope import get_survey, permits_survey
from handlers.organizing_worklist import offer_others, offer_worklist

router = Router("organizing_survey")
PERMISSIONS = ("survey:run", "survey:write", "report:read", "member:confirm")
AGAIN = (("rehearse", "report:read"), ("copy", "survey:write"))
# what may be done with a survey, by its state, with the permission for it
ACTS = {
    "draft": (("open", "survey:run"), *AGAIN),
    "scheduled": (("open", "survey:run"), *AGAIN),
    "open": (("close", "survey:run"), ("results", "report:read"), *AGAIN),
    "closed": (("results", "report:read"), ("copy", "survey:write")),
}
UNOPENED = ("draft", "scheduled")
# the states that a survey must still be in; an old button shows how it stands instead
NEEDS = {"open": UNOPENED, "opened": UNOPENED, "close": ("open",), "closed": ("open",)}


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
    new = [choice(turn, "new", 0)] if may_somewhere(actor, "survey:write") else []
    listed = [
        Choice(
            clipped(f"{_state(turn, s)}: {s.title}"),
            SurveyPress("show", s.id).pack(),
            (s.title,),
        )
        for s in found
    ]
    listed += await offer_others(turn, found)
    choices = [*new, *await offer_form(turn), *listed]
    key = "organizing-surveys" if listed else "organizing-surveys-none"
    turn.quote(turn.phrase(key), choices=choices)


@router.on(SurveyPress)
async def do(turn: Turn, press: SurveyPress) -> None:
    """Do what a button says."""
    if not await admit(turn, *PERMISSIONS):
        return
    if press.act == "new":
        await organizing_poll.begin(turn)
        return
    survey = await attempt(turn, get_survey(turn, press.survey, *PERMISSIONS))
    if survey is None:
        return
    in_time = survey.state in NEEDS.get(press.act, (survey.state,))
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
    choices += await offer_worklist(turn, survey)
    words = turn.phrase(
        "organizing-survey",
        title=survey.title,
        state=_state(turn, survey),
        opens=moment(turn.locale, survey.opened_at or survey.opens_at),
        closes=moment(turn.locale, survey.closed_at or survey.closes_at),
    )
    going = by_date_of(survey.terms)
    dated = [going.describe(turn.locale)] if going else []
    turn.quote("\n".join([words, *dated, *await _waits(turn, survey)]), choices=choices)


async def ask_open(turn: Turn, survey: Survey) -> None:
    """Say whom the invitation goes to, and ask before a survey is opened."""
    words = turn.phrase(
        "organizing-survey-ask-open",
        title=survey.title,
        rule=await segments.describe(turn.session, survey.rule, turn.locale),
        count=await segments.count(turn.session, survey.rule),
        closes=moment(turn.locale, survey.closes_at),
    )
    needs = await foretell_opening(
        turn.session, survey, start=turn.now, now=turn.now, locale=turn.locale
    )
    _ask(turn, "\n".join([words, *needs]), "opened", survey)


async def ask_close(turn: Turn, survey: Survey) -> None:
    """Ask before a survey is closed: it cannot be opened again."""
    _ask(turn, turn.phrase("organizing-survey-ask-close", title=survey.title), "closed", survey)


async def open_now(turn: Turn, survey: Survey) -> None:
    """Open a survey and invite, then show how it stands."""
    means = Means(Keys(turn.settings.data_dir), launch_invitation, turn.settings.approve_over)
    verb = open_survey(turn.session, await actor_of(turn), survey.id, turn.now, means)
    await _move(turn, survey, verb)


async def close_now(turn: Turn, survey: Survey) -> None:
    """Close a survey, then show how it stands; its key is destroyed by the next tick."""
    keys = Keys(turn.settings.data_dir)
    verb = close_survey(turn.session, await actor_of(turn), survey.id, turn.now, keys)
    await _move(turn, survey, verb)


async def tell_results(turn: Turn, survey: Survey) -> None:
    """Tell the results in short, with the whole table as a file, or who can have it sent."""
    verb = get_results(turn.session, await actor_of(turn), survey, turn.now)
    results = await attempt(turn, verb)
    turn.done()
    if results is not None:
        choices = await offer_survey(turn, survey)
        shown = [*choices, *offer_pictures(turn, results), *await offer_more(turn, results)]
        turn.quote(summarise(results, turn.locale), choices=shown)
        if not choices:
            turn.say("organizing-survey-file", code=survey.code)


async def rehearse(turn: Turn, survey: Survey) -> None:
    """Walk the survey as its members do, storing nothing."""
    await begin_rehearsal(turn, RehearsePress(survey.id))


async def copy(turn: Turn, survey: Survey) -> None:
    """Ask the survey's questions anew, of whom and until when is asked."""
    await organizing_poll.begin(turn, copied=survey)


async def _move(turn: Turn, survey: Survey, verb: Awaitable[Survey]) -> None:
    """Change a survey's state, and show how it stands now: what was refused is undone."""
    number = survey.id
    await attempt(turn, verb)
    await show(turn, await get_survey(turn, number, *PERMISSIONS))


async def _waits(turn: Turn, survey: Survey) -> list[str]:
    """Say that a survey waits for a second person, why, and how many may decide; else nothing."""
    pending = await approvals.find_pending(turn.session, "survey", survey.id)
    if pending is None:
        return []
    matter = approvals.matter_of(survey)
    approvers = await approvals.find_approvers(turn.session, pending, matter)
    why = say_why(turn, pending)
    return [turn.phrase("organizing-survey-awaits", why=why, approvers=len(approvers))]


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
    "rehearse": rehearse,
    "copy": copy,
}
