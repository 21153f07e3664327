"""Door: who of a family is speaking, asked where a chat serves several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.messages import Choice
from bot.presses import Press
from bot.turns import Turn

NEW = 0  # in place of a member: a person who is not registered yet


@dataclass(frozen=True)
class SpeakerPress(Press):
    """Choose who speaks; `then` is what they wanted before we asked."""

    TAG: ClassVar[str] = "f"
    member: int
    then: str


async def ask_speaker(turn: Turn, *, then: str, again: bool = False) -> bool:
    """Return True when it is plain who speaks; otherwise ask, and return False.

    `again` asks although somebody is already known to speak.
    """
    if not turn.members:
        turn.say("person-unknown")
        turn.repeat_question()
        return False
    if len(turn.members) == 1 or (turn.member is not None and not again):
        return True
    turn.done()
    turn.quote(turn.phrase("person-who"), choices=speaker_choices(turn, then))
    return False


def speaker_choices(turn: Turn, then: str) -> list[Choice]:
    """Return a choice for each person whom this chat serves."""
    return [
        Choice(member.full_name, SpeakerPress(member.id, then).pack()) for member in turn.members
    ]
