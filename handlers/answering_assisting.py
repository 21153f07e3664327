"""Door: "Ghi giúp": an organizer records what somebody answered on paper or at the door.

The questions are put and read by the very handlers that members meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.accounts import platform_of
from bot.errors import NotPermitted, Refused
from bot.messages import Choice
from bot.models import Survey
from bot.presses import Press
from bot.surveys import answering, assisting
from bot.surveys.answering import Seat
from bot.surveys.assisting import PERMISSION
from bot.surveys.finding import find_surveys
from bot.surveys.forms import Question
from bot.surveys.keys import Keys
from bot.surveys.passages import Passage
from bot.surveys.presses import OwnPress
from bot.text import moment
from bot.turns import Router, Turn
from handlers.answering_asking import ask_next
from handlers.organizing_asking import LISTED, actor_of, admit, attempt, clipped

router = Router("answering_assisting")
STEP = "assist.who"


@dataclass(frozen=True)
class AssistPress(Press):
    """Record for somebody whom a survey asks."""

    TAG: ClassVar[str] = "oa"
    survey: int


@dataclass(frozen=True)
class ForPress(Press):
    """Record for this member."""

    TAG: ClassVar[str] = "od"
    survey: int
    member: int


async def offer_assisting(turn: Turn, survey: Survey) -> list[Choice]:
    """Return the button that records for somebody, for who may do so in an open survey."""
    if not await assisting.concerns(turn.session, await actor_of(turn), survey):
        return []
    return [Choice(turn.phrase("assisted"), AssistPress(survey.id).pack())]


@router.command("ghigiup", "record")
async def list_surveys(turn: Turn) -> None:
    """Begin with the one survey for which this organizer may record, or offer those there are."""
    actor = await admit(turn, PERMISSION)
    if actor is None:
        return
    turn.done()
    found = await assisting.find_surveys(turn.session, actor)
    if len(found) == 1:
        await begin(turn, AssistPress(found[0].id))
        return
    choices = [Choice(clipped(one.title), AssistPress(one.id).pack()) for one in found[:LISTED]]
    words = turn.phrase("survey-which" if found else "assisted-none")
    turn.quote(words, choices=choices)


@router.on(AssistPress)
async def begin(turn: Turn, press: AssistPress) -> None:
    """Ask for whom."""
    if await admit(turn, PERMISSION) is None:
        return
    turn.done()
    turn.note(survey=press.survey)
    turn.ask(turn.phrase("assisted-who"), step=STEP)


@router.at(STEP)
async def find(turn: Turn) -> None:
    """Show whom a name or number finds among those who may answer."""
    actor = await admit(turn, PERMISSION)
    survey = await _get(turn, turn.noted("survey"))
    if actor is None or survey is None:
        turn.done()
        return
    try:
        found = await assisting.find_people(turn.session, actor, survey, turn.text, turn.now)
    except Refused as error:
        turn.misunderstood(error.code, **error.values)
        return
    if not found:
        turn.misunderstood("assisted-nobody")
        return
    choices = [
        Choice(
            clipped(" · ".join(filter(None, (one.full_name, one.residential_group)))),
            ForPress(survey.id, one.id).pack(),
            (one.full_name,),
        )
        for one in found
    ]
    turn.ask(turn.phrase("assisted-which"), step=STEP, choices=choices)


@router.on(ForPress)
async def record_for(turn: Turn, press: ForPress) -> None:
    """Say for whom is recorded, and ask the first open question."""
    actor = await admit(turn, PERMISSION)
    if actor is None:
        return
    if press.member in {member.id for member in turn.members}:
        turn.say("assisted-yourself")
        return
    turn.done()
    seat = Seat(press.survey, press.member)
    begun = assisting.begin(turn.session, _keys(turn), actor, seat, turn.now)
    passage = await attempt(turn, begun)
    if passage is None:
        return
    turn.note(who=await _name(turn, passage))
    turn.say(
        "assisted-begun",
        who=turn.noted("who"),
        title=passage.form.title.said(turn.locale),
        anonymous="yes" if passage.survey.anonymous else "no",
    )
    ask_next(turn, passage, after=-1)


async def open_recording(turn: Turn, seat: Seat) -> Passage | None:
    """Return the passage that is recorded in this chat, if it is this one."""
    here = turn.noted("recording") and turn.noted("survey") == seat.survey_id
    if not here or turn.noted("member") != seat.member_id:
        return None
    actor = await actor_of(turn)
    try:
        return await assisting.go_on(turn.session, _keys(turn), actor, seat, turn.now)
    except NotPermitted as error:
        raise Refused("organizing-refused") from error


async def hand_in(turn: Turn, passage: Passage) -> Question | None:
    """Hand a response in, a recorded one in the organizer's name; or return what is open."""
    if passage.is_assisted:
        return assisting.finish(turn.session, await actor_of(turn), passage, turn.now)
    channel = platform_of(turn.incoming.account)
    return answering.finish(passage, turn.now, channel=channel)


def say_thanks(turn: Turn, passage: Passage) -> None:
    """Thank who answered; who recorded may go on with the next person."""
    who, title = turn.noted("who", ""), passage.form.title.said(turn.locale)
    turn.done()
    if passage.is_assisted:
        press = AssistPress(passage.survey.id).pack()
        again = Choice(turn.phrase("assisted-another"), press)
        turn.quote(turn.phrase("assisted-done", who=who, title=title), choices=[again])
        return
    turn.say("survey-rehearsal-over" if passage.is_rehearsal else "survey-thanks", title=title)


def offer_own(turn: Turn, passage: Passage) -> None:
    """Tell a member that an organizer has recorded for them, and offer to answer themselves."""
    turn.done()
    at = passage.response.finished_at or passage.response.started_at
    press = OwnPress(passage.survey.id, passage.member_id).pack()
    own = Choice(turn.phrase("assisted-own"), press, ("có", "tự trả lời", "yes"))
    words = turn.phrase("assisted-recorded-for", at=moment(turn.locale, at))
    turn.quote(words, choices=[own])


def _keys(turn: Turn) -> Keys:
    return Keys(turn.settings.data_dir)


async def _get(turn: Turn, survey_id: int) -> Survey | None:
    return next((s for s in await find_surveys(turn.session) if s.id == survey_id), None)


async def _name(turn: Turn, passage: Passage) -> str:
    return await assisting.find_name(turn.session, passage.member_id)
