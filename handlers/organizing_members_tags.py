"""Door: "Nhãn" in `/thanhvien`: an organizer keeps a member under words, or takes one away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import members
from bot.members import Member, looking
from bot.messages import Choice
from bot.presses import Press
from bot.turns import Router, Turn
from bot.words import fold
from handlers.asking import BACK
from handlers.organizing_asking import PREFIX, actor_of, admit, attempt, clipped
from handlers.organizing_members_card import PERMISSION, MemberPress, member_choice

router = Router("organizing_members_tags")
STEP = PREFIX + "member.tag"
OFFERED = 5


@dataclass(frozen=True)
class TagPress(Press):
    """Add (`on` is 1) or take away a tag of a member; the tag is folded."""

    TAG: ClassVar[str] = "ot"
    member: int
    on: int
    tag: str


async def ask_tags(turn: Turn, press: MemberPress) -> None:
    """Show a member's tags, and ask for a word to add or take away."""
    actor = await actor_of(turn)
    found = await attempt(turn, looking.get_within(turn.session, actor, press.number))
    if found is None:
        turn.done()
        return
    await _ask(turn, found[0])


@router.at(STEP)
async def take_typed(turn: Turn) -> None:
    """Add the tag that was typed."""
    await _change(turn, turn.noted("tagging") or 0, turn.text, adding=True)


@router.on(TagPress)
async def take_press(turn: Turn, press: TagPress) -> None:
    """Add a known tag, or take one away."""
    await _change(turn, press.member, press.tag, adding=press.on == 1)


async def _change(turn: Turn, number: int, text: str, *, adding: bool) -> None:
    if await admit(turn, PERMISSION) is None:
        turn.done()
        return
    actor = await actor_of(turn)

    async def work() -> tuple[Member, str]:
        member, _ = await looking.get_within(turn.session, actor, number)
        verb = members.add_tag if adding else members.remove_tag
        return member, await verb(turn.session, actor, member, text, now=turn.now)

    done = await attempt(turn, work())
    if done is None:
        turn.repeat_question()
        return
    member, tag = done
    turn.say(f"organizing-tag-{'added' if adding else 'removed'}", name=member.full_name, tag=tag)
    await _ask(turn, member)


async def _ask(turn: Turn, member: Member) -> None:
    held = await members.find_tags(turn.session, member.id)
    listed = await members.list_tags(turn.session, await actor_of(turn))
    known = [tag for tag, _ in listed if tag not in held]
    choices = [_choice(turn, member, tag, on=0) for tag in held[:OFFERED]]
    choices += [_choice(turn, member, tag, on=1) for tag in known[:OFFERED]]
    back = member_choice(turn.phrase("organizing-back"), MemberPress("show", member.id), *BACK)
    turn.note(tagging=member.id)
    words = turn.phrase(
        "organizing-tag-ask",
        name=member.full_name,
        tags=", ".join(held) or turn.phrase("organizing-tag-none"),
    )
    turn.ask(words, step=STEP, choices=[*choices, back], marks="none")


def _choice(turn: Turn, member: Member, tag: str, *, on: int) -> Choice:
    label = turn.phrase("organizing-tag-add" if on else "organizing-tag-remove", tag=tag)
    return Choice(clipped(label), TagPress(member.id, on, fold(tag)).pack())
