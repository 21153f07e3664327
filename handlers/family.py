"""Door: a phone that serves a family, and the code that proves whose it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import members
from bot.messages import Choice
from bot.turns import Router, Turn
from bot.words import fold
from handlers import mydata, profile, registration
from handlers.speaking import NEW, SpeakerPress, speaker_choices

router = Router("family")
WHO = frozenset(
    {
        "ai dang tra loi",
        "ai dang noi",
        "ai dang nhan",
        "doi nguoi",
        "doi nguoi tra loi",
        "who is answering",
        "who is speaking",
        "change speaker",
    }
)
CODE_STEP = "family.code"


async def greet(turn: Turn) -> None:
    """Say who is taken to be speaking from now on."""
    if turn.member is not None:
        turn.done()
        turn.say("person-chosen", who=members.salutation(turn.member, turn.locale))


# what a person wanted before we asked who they are
THEN: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "": greet,
    "profile": profile.show,
    "data": mydata.show,
    "erase": mydata.ask_erasure,
    "consents": registration.begin_consents,
}


@router.command("ai", "nguoi")
@router.when(lambda turn: fold(turn.text) in WHO)
async def ask_who(turn: Turn) -> None:
    """Ask who is speaking, and offer to register one more person."""
    if not turn.members:
        turn.say("person-unknown")
        return
    another = Choice(
        turn.phrase("register-begin-another"), SpeakerPress(NEW, "").pack(), ("thêm người",)
    )
    who = members.salutation(turn.member, turn.locale) if turn.member else turn.phrase("nobody")
    turn.quote(
        turn.phrase("person-who-now", who=who),
        choices=[*speaker_choices(turn, ""), another],
    )


@router.on(SpeakerPress)
async def choose(turn: Turn, press: SpeakerPress) -> None:
    """Remember who speaks, and go on with what they wanted."""
    if press.member == NEW:
        turn.done()
        await registration.begin(turn, "")
        return
    if press.then not in THEN or press.member not in {member.id for member in turn.members}:
        turn.say("old-button")
        turn.repeat_question()
        return
    turn.chat.speaker_id = press.member
    await THEN[press.then](turn)


@router.command("ma", "code")
async def take_code(turn: Turn) -> None:
    """Take a code, an organizer's or a member's own, or ask for one."""
    if turn.payload:
        await registration.spend_code(turn, turn.payload)
        return
    turn.done()
    turn.ask(turn.phrase("code-ask"), step=CODE_STEP, marks="none")


@router.at(CODE_STEP)
async def take_typed_code(turn: Turn) -> None:
    """Take a code that was asked for."""
    await registration.spend_code(turn, turn.text)
