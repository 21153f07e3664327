"""Door: `/ma CODE`: an organizer's one-time code first, then the personal code of a member."""

from __future__ import annotations

from bot import organizers
from bot.access import get_actor, may_somewhere
from bot.errors import Refused
from bot.turns import Router, Turn
from handlers import family, registration

router = Router("organizing_code")
# what is offered to an organizer -> the permissions of which one is needed
OFFERED = {
    "organizing-offer-broadcast": ("broadcast:write", "broadcast:send"),
    "organizing-offer-survey": ("survey:run", "report:read"),
    "organizing-offer-report": ("report:read",),
}


@router.command("ma", "code")
async def take_code(turn: Turn) -> None:
    """Take a code typed behind the command, or ask for one."""
    if turn.payload:
        await spend(turn, turn.payload)
    else:
        await family.take_code(turn)


@router.at(family.CODE_STEP)
async def take_typed_code(turn: Turn) -> None:
    """Take a code that was asked for."""
    await spend(turn, turn.text)


async def spend(turn: Turn, code: str) -> None:
    """Make this chat an organizer's, if the code is one; otherwise it is a member's own."""
    try:
        organizer = await organizers.redeem(turn.session, turn.chat, code, now=turn.now)
    except Refused:
        await registration.spend_code(turn, code)
        return
    turn.done()
    actor = await get_actor(turn.session, organizer.id)
    offers = [
        turn.phrase(offer)
        for offer, permissions in OFFERED.items()
        if any(may_somewhere(actor, permission) for permission in permissions)
    ]
    turn.quote("\n".join([turn.phrase("organizing-welcome", name=organizer.name), *offers]))
