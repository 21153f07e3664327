"""Door: how a member is shown to an organizer: as little as it takes to know who is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import members
from bot.members import Member
from bot.messages import Choice
from bot.phones import mask_phone
from bot.presses import Press
from bot.turns import Turn
from handlers.asking import NO, YES
from handlers.organizing_asking import PREFIX, clipped

PERMISSION = "member:confirm"
STEP = PREFIX + "member.name"  # what waits is a name: "Dung" may be somebody
# what may be done, by how a member stands
ACTS = {
    "active": ("code", "tags", "change", "find"),
    "moved": ("code", "active", "change", "find"),
    "died": ("active", "find"),
}


@dataclass(frozen=True)
class MemberPress(Press):
    """Do something with the member of this number, as an organizer."""

    TAG: ClassVar[str] = "om"
    act: str
    number: int


def member_choice(label: str, press: MemberPress, *also: str) -> Choice:
    """Return a choice that does something with a member."""
    return Choice(clipped(label), press.pack(), also)


def act_choice(turn: Turn, name: str, number: int, *also: str) -> Choice:
    """Return a choice that is called as its act is."""
    words = turn.phrase(f"organizing-member-act-{name}")
    return member_choice(words, MemberPress(name, number), *also)


def listing_choice(turn: Turn, member: Member) -> Choice:
    """Return a choice that opens a member: the name, the end of the phone, the smallest ward."""
    key = member.old_ward_key
    keys = (None, key) if key else (member.ward_key, None)
    ward = members.name_of_keys(turn.settings, turn.locale, keys)
    facts = (f"…{member.phone[-3:]}" if member.phone else "", ward)
    label = ", ".join([member.full_name, *filter(None, facts)])
    return member_choice(label, MemberPress("show", member.id), member.full_name)


def show_card(turn: Turn, member: Member) -> None:
    """Show a member, and what can be done."""
    choices = [act_choice(turn, name, member.id) for name in ACTS.get(member.state, ("find",))]
    turn.ask("\n".join(_lines(turn, member)), step=STEP, choices=choices)


def ask_claim(turn: Turn, claimant: Member, listed: Member) -> None:
    """Show who claims to be whom, side by side, and ask whether it is so."""
    words = turn.phrase(
        "organizing-member-claim-ask",
        claimant="\n".join(_lines(turn, claimant)),
        listed="\n".join(_lines(turn, listed)),
    )
    choices = (
        act_choice(turn, "same", claimant.id, "đúng", "phải", *YES),
        act_choice(turn, "other", claimant.id, "không đúng", *NO),
        member_choice(turn.phrase("organizing-member-act-later"), MemberPress("find", 0)),
    )
    turn.ask(words, step=STEP, choices=choices)


def _lines(turn: Turn, member: Member) -> list[str]:
    """Say who a member is, with the phone masked and nothing that is not needed."""
    group = member.residential_group
    parts = (group and turn.phrase("organizing-member-group", group=group), _ward(turn, member))
    place = ", ".join(filter(None, parts))
    joined = "joined" if member.registered_at else "waiting"
    standing = "chat" if member.source == "chat" else joined
    lines = [member.full_name]
    if member.phone:
        lines.append(turn.phrase("organizing-member-phone", phone=mask_phone(member.phone)))
    if place:
        lines.append(turn.phrase("organizing-member-place", place=place))
    lines.append(turn.phrase("organizing-member-standing", standing=standing))
    if member.state != "active":
        lines.append(turn.phrase("organizing-member-state", state=member.state))
    return lines


def _ward(turn: Turn, member: Member) -> str:
    return members.name_of_ward(turn.settings, member, turn.locale)
