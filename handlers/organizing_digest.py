"""Door: the digest, switched off and on by a word."""

from __future__ import annotations

from bot import digesting
from bot.turns import Router, Turn
from bot.words import fold
from handlers.organizing_asking import admit

router = Router("organizing_digest")
PERMISSION = "report:read"
WORDS = {
    "tat ban tin": False,
    "digest off": False,
    "bat ban tin": True,
    "mo ban tin": True,
    "digest on": True,
}


@router.when(lambda turn: bool(turn.chat.organizer_id and _wanted(turn) is not None))
async def switch(turn: Turn) -> None:
    """Switch the organizer's digests off or on."""
    wanted, organizer_id = _wanted(turn), turn.chat.organizer_id
    if wanted is None or organizer_id is None or await admit(turn, PERMISSION) is None:
        return
    await digesting.switch(turn.session, organizer_id, on=wanted, now=turn.now)
    at = f"{turn.settings.digest_at:%H:%M}"
    turn.say("digest-switched", on="yes" if wanted else "no", at=at)


def _wanted(turn: Turn) -> bool | None:
    """Return what a text wants; nothing while a question waits for words."""
    return None if turn.chat.step else WORDS.get(fold(turn.text))
