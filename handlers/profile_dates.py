"""Door: the dates in /hoso by which one wants to be reminded: told, changed, removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot import members
from bot.clock import to_local
from bot.errors import Refused
from bot.members import Member
from bot.messages import Choice
from bot.presses import Press
from bot.surveys.dates import read_date
from bot.turns import Turn
from handlers.asking import BACK, NO, YES
from handlers.profile_asking import ProfilePress, router
from handlers.registration_consents import agree

STEP = "profile.date"
PURPOSE = "reminders"


@dataclass(frozen=True)
class DatePress(Press):
    """Do something with a date of a member: `ask` for it, `agree` to reminders, `forget` it."""

    TAG: ClassVar[str] = "pd"
    member: int
    kind: str
    act: str


async def describe_dates(turn: Turn, member: Member) -> list[str]:
    """Return a line for each date that is kept of a member."""
    held = await members.find_dates(turn.session, member.id)
    return [f"{_name(turn, kind)}: {day:%d/%m/%Y}" for kind, day in held.items()]


async def ask_dates(turn: Turn, member: Member) -> None:
    """Ask which date is to be noted or changed."""
    held = await members.find_dates(turn.session, member.id)
    choices = []
    for kind in members.DATES:
        name = _name(turn, kind)
        label = f"{name}: {held[kind]:%d/%m/%Y}" if kind in held else name
        choices.append(Choice(label, DatePress(member.id, kind, "ask").pack(), (name,)))
    choices.append(Choice(turn.phrase("register-back"), ProfilePress("show").pack(), BACK))
    turn.done()
    turn.quote(turn.phrase("date-list"), choices=choices)


@router.on(DatePress)
async def take_press(turn: Turn, press: DatePress) -> None:
    """Ask for a date once there is consent to be reminded; remove one."""
    member = next((m for m in turn.members if m.id == press.member), None)
    if member is None or press.kind not in members.DATES:
        turn.say("old-button")
        return
    match press.act:
        case "forget":
            now = turn.now
            await members.forget_date(turn.session, turn.chat, member, press.kind, now=now)
            turn.say("date-forgotten")
            await ask_dates(turn, member)
        case "refuse":
            turn.done()
            turn.say("date-declined")
        case "agree":
            await _agree(turn, member)
            await ask_day(turn, member, press.kind)
        case _:
            await ask_day(turn, member, press.kind)


async def ask_day(turn: Turn, member: Member, kind: str) -> None:
    """Ask for a day, or first for the consent without which it would be kept for nothing."""
    forgetting = []
    if kind in await members.find_dates(turn.session, member.id):
        forget = DatePress(member.id, kind, "forget").pack()
        forgetting = [Choice(turn.phrase("date-forget"), forget, ("xóa", "remove"))]
    held = {consent.purpose for consent in await members.find_consents(turn.session, member.id)}
    if PURPOSE not in held:
        _ask_consent(turn, member, kind, forgetting)
        return
    back = Choice(turn.phrase("register-back"), ProfilePress("dates").pack(), BACK)
    choices = (*forgetting, back)
    turn.ask(turn.phrase("date-ask", kind=kind), step=STEP, choices=choices, marks="none")
    turn.note(member=member.id, kind=kind)


@router.at(STEP)
async def take_day(turn: Turn) -> None:
    """Take a day as people type it, and keep it."""
    member = next((m for m in turn.members if m.id == turn.noted("member")), None)
    if member is None:
        turn.done()
        turn.say("old-button")
        return
    day = read_date(turn.text, to_local(turn.now).date())
    if not isinstance(day, date):
        turn.misunderstood("date-unclear")
        return
    kind = turn.noted("kind")
    try:
        await members.tell_date(turn.session, turn.chat, member, kind, day, now=turn.now)
    except Refused as refused:
        turn.misunderstood(refused.code)
        return
    turn.say("date-saved")
    await ask_dates(turn, member)


def _ask_consent(turn: Turn, member: Member, kind: str, also: Sequence[Choice]) -> None:
    words = f"{turn.phrase('date-consent')}\n{turn.phrase(f'consent-{PURPOSE}')}"
    agree_to = DatePress(member.id, kind, "agree").pack()
    refuse = DatePress(member.id, kind, "refuse").pack()
    choices = (
        Choice(turn.phrase("consent-yes"), agree_to, YES),
        Choice(turn.phrase("consent-no"), refuse, NO),
        *also,
    )
    turn.quote(words, choices=choices)


async def _agree(turn: Turn, member: Member) -> None:
    secret = turn.settings.secret_key.get_secret_value()
    agreed = {PURPOSE: agree(turn, PURPOSE)}
    await members.restore(
        turn.session, member, agreed, chat=turn.chat, now=turn.now, secret=secret
    )


def _name(turn: Turn, kind: str) -> str:
    return turn.phrase("date-kind", kind=kind)
