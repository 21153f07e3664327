"""Door: what /hoso asks by buttons alone: the sex, the consents, moved away, died."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import members
from bot.members import Member
from bot.messages import Choice
from bot.presses import Press
from bot.turns import Router, Turn
from bot.turns.reading import find_members
from handlers.asking import BACK, NO, YES
from handlers.registration_consents import agree

router = Router("profile")
STATES = ("moved", "died")
# what stands behind one more press, so that no list is longer than a small phone shows
GROUPS = {
    "self": ("name", "phone", "birth", "sex", "form", "dates"),
    "place": ("ward", "group", "organisations"),
    "gone": STATES,
}


@dataclass(frozen=True)
class ProfilePress(Press):
    """Choose what to change: a group, a field, the language, the consents, a state, nothing."""

    TAG: ClassVar[str] = "p"
    what: str


@dataclass(frozen=True)
class PurposePress(Press):
    """Give (`on` is 1) or withdraw consent to one purpose."""

    TAG: ClassVar[str] = "pc"
    member: int
    purpose: str
    on: int


@dataclass(frozen=True)
class SexPress(Press):
    """Note a member's sex, or that they prefer not to say."""

    TAG: ClassVar[str] = "px"
    member: int
    sex: str


@dataclass(frozen=True)
class StatePress(Press):
    """Say that a member moved away or died; `sure` is 1 once confirmed, 2 when taken back."""

    TAG: ClassVar[str] = "ps"
    member: int
    state: str
    sure: int


def group_choice(turn: Turn, group: str) -> Choice:
    """Return the choice that opens a group; what stands in it may be typed as well."""
    inside = tuple(turn.phrase(f"profile-{what}") for what in GROUPS[group])
    return Choice(turn.phrase(f"profile-{group}"), ProfilePress(group).pack(), inside)


def what_choice(turn: Turn, what: str) -> Choice:
    """Return the choice of one thing to change."""
    return Choice(turn.phrase(f"profile-{what}"), ProfilePress(what).pack())


def ask_group(turn: Turn, member: Member, group: str) -> None:
    """Ask which of a group is to be changed."""
    who = members.salutation(member, turn.locale)
    words = turn.phrase("profile-gone-ask", who=who) if group == "gone" else ""
    back = Choice(turn.phrase("register-back"), ProfilePress("show").pack(), BACK)
    choices = [*(what_choice(turn, what) for what in GROUPS[group]), back]
    turn.quote(words or turn.phrase("profile-ask"), choices=choices)


async def ask_consents(turn: Turn, member: Member) -> None:
    """Show which purposes are agreed to, and offer to change each."""
    held = {consent.purpose for consent in await members.find_consents(turn.session, member.id)}
    choices = []
    for purpose in members.PURPOSES:
        on = 0 if purpose in held else 1
        label = turn.phrase(f"purpose-{'give' if on else 'withdraw'}-{purpose}")
        choices.append(Choice(label, PurposePress(member.id, purpose, on).pack()))
    choices.append(what_choice(turn, "close"))
    shown = ", ".join(turn.phrase(f"purpose-{p}") for p in members.PURPOSES if p in held)
    words = turn.phrase("profile-consents-now", purposes=shown or turn.phrase("purpose-none"))
    turn.quote(words, choices=choices)


@router.on(PurposePress)
async def take_purpose(turn: Turn, press: PurposePress) -> None:
    """Give or withdraw one consent."""
    member = next((m for m in turn.members if m.id == press.member), None)
    if member is None or press.purpose not in members.PURPOSES:
        turn.say("old-button")
        return
    if press.on:
        agreed = {press.purpose: agree(turn, press.purpose)}
        secret = turn.settings.secret_key.get_secret_value()
        await members.restore(
            turn.session, member, agreed, chat=turn.chat, now=turn.now, secret=secret
        )
    else:
        await members.withdraw(turn.session, member.id, now=turn.now, purposes=(press.purpose,))
    await ask_consents(turn, member)


async def ask_sex(turn: Turn, member: Member) -> None:
    """Ask which sex is to be noted."""
    choices = [
        Choice(turn.phrase(f"sex-{sex}"), SexPress(member.id, sex).pack())
        for sex in (*members.SEXES, members.UNSAID)
    ]
    back = Choice(turn.phrase("register-back"), ProfilePress("show").pack(), BACK)
    turn.done()
    turn.quote(turn.phrase("profile-sex-ask"), choices=(*choices, back))


def ask_state(turn: Turn, member: Member, state: str) -> None:
    """Ask once whether somebody moved away or died."""
    yes = Choice(turn.phrase("state-yes"), StatePress(member.id, state, 1).pack(), YES)
    no = Choice(turn.phrase("state-no"), StatePress(member.id, state, 2).pack(), NO)
    words = turn.phrase(f"state-{state}-sure", name=member.full_name)
    turn.quote(words, choices=(yes, no))


@router.on(StatePress)
async def take_state(turn: Turn, press: StatePress) -> None:
    """Store what the family said."""
    member = next((m for m in turn.members if m.id == press.member), None)
    if member is None or press.state not in STATES:
        turn.say("old-button")
        return
    turn.done()
    if press.sure != 1:
        turn.say("state-kept")
        return
    await members.report_state(turn.session, turn.chat, member, press.state, now=turn.now)
    turn.members = await find_members(turn.session, turn.chat.id)
    turn.say(f"state-{press.state}-stored", name=member.full_name)
