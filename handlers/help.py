"""Door: help, greetings, and what the bot does not understand or take."""

from __future__ import annotations

from bot import members
from bot.messages import Kind
from bot.turns import Router, Turn
from bot.words import fold
from handlers.organizing_asking import actor_of
from handlers.organizing_code import offers
from handlers.registration import begin_choice

router = Router("help")
GREETINGS = frozenset(
    {
        "xin chao",
        "chao",
        "chao ban",
        "chao em",
        "chao chau",
        "alo",
        "hello",
        "hi",
        "e",
        "co ai khong",
    }
)
# what we do not take -> what we say to it
REFUSED = {
    Kind.PHOTO: "help-photo",
    Kind.DOCUMENT: "help-photo",
    Kind.VOICE: "help-voice",
    Kind.STICKER: "help-sticker",
    Kind.LOCATION: "help-location",
    Kind.OTHER: "help-other",
    Kind.WITHHELD: "help-withheld",
}


@router.command("giup", "help", "trogiup")
async def help_out(turn: Turn) -> None:
    """Say what can be done here, organizers' work too, and ask again what was waiting."""
    turn.say("help-commands", site=turn.settings.site_name)
    work = offers(turn, await actor_of(turn))
    if work:
        turn.quote("\n".join([turn.phrase("help-organizing"), *work]))
    if turn.settings.site_contact:
        turn.say("person-offer", contact=turn.settings.site_contact)
    turn.repeat_question()


@router.when(lambda turn: not turn.chat.step and fold(turn.text) in GREETINGS)
async def greet(turn: Turn) -> None:
    """Greet back: a member by name, a stranger with what this is."""
    if not turn.members:
        welcome(turn)
        return
    speaker = turn.member or turn.members[0]
    turn.say("help-greeting", who=members.salutation(speaker, turn.locale))


@router.of(*REFUSED)
async def refuse(turn: Turn) -> None:
    """Say why this kind of message is not taken; nothing of it is kept."""
    turn.say(REFUSED[turn.incoming.kind])
    if turn.incoming.kind is Kind.WITHHELD and turn.settings.site_contact:
        turn.say("person-offer", contact=turn.settings.site_contact)
    turn.repeat_question()


@router.of(Kind.GROUP)
async def answer_group(turn: Turn) -> None:
    """Say once to a group that we talk with people one by one."""
    if not turn.noted("told"):
        turn.note(told=True)
        turn.say("help-group")


@router.of(Kind.BLOCKED)
async def note_blocked(turn: Turn) -> None:
    """Note that the platform closed this chat to us."""
    turn.done()
    turn.chat.state = "blocked"


@router.of(Kind.UNBLOCKED)
async def note_unblocked(turn: Turn) -> None:
    """Note that the chat is open again; an opt-out stays one."""
    turn.chat.state = "open"


async def otherwise(turn: Turn) -> None:
    """Say that we did not understand, and what we expect."""
    if turn.chat.asked:
        turn.misunderstood()
    elif turn.members:
        turn.misunderstood("help-unknown")
    else:
        welcome(turn)


def welcome(turn: Turn) -> None:
    """Say to a stranger who writes here, and offer the registration."""
    choices = (
        begin_choice(turn, "new", "đăng ký", "có"),
        begin_choice(turn, "later", "không", "no"),
    )
    turn.quote(turn.phrase("help-welcome", site=turn.settings.site_name), choices=choices)
