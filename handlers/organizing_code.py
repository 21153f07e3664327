"""Door: an organizer's one-time code, typed or in a link, and what they may do from then on."""

from __future__ import annotations

from bot import organizers
from bot.access import Actor, get_actor
from bot.errors import Refused
from bot.turns import Turn


async def enter(turn: Turn, code: str) -> bool:
    """Make this chat an organizer's and say what they may do; False when it is no such code."""
    try:
        organizer = await organizers.redeem(turn.session, turn.chat, code, now=turn.now)
    except Refused:
        return False
    actor = await get_actor(turn.session, organizer.id)
    welcome = turn.phrase("organizing-welcome", name=organizer.name)
    turn.quote("\n".join([welcome, *offers(turn, actor)]))
    return True


def offers(turn: Turn, actor: Actor) -> list[str]:
    """Return a line for each command that an organizer may use."""
    return [
        turn.phrase(f"organizing-offer-{command}") for command in organizers.find_commands(actor)
    ]
