"""Door: the opt-out, heard before anything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from bot import members
from bot.members import Effect
from bot.messages import Choice
from bot.presses import Press
from bot.turns import Router, Turn
from bot.turns.choosing import find_by_words
from bot.words import fold
from handlers.registration_consents import agree

router = Router("stopping")
HUSH = timedelta(hours=24)  # how long an unsettled "dung" holds broadcasts back


@dataclass(frozen=True)
class SettlePress(Press):
    """Settle what a word meant: `stop`, `go` on with the question, or `no`, neither."""

    TAG: ClassVar[str] = "sx"
    meant: str


@dataclass(frozen=True)
class OnlyPress(Press):
    """After an opt-out, keep one purpose."""

    TAG: ClassVar[str] = "sy"
    purpose: str


def effect_of(turn: Turn) -> Effect:
    """Return what the stop words do to this text, here."""
    waiting, offered = turn.chat.asked.get("choices") or [], turn.chat.offered
    meanings = [word for choice in waiting for word in (choice[0], *choice[2])]
    place = members.place_of(turn.chat.step, meanings, offered=[choice[0] for choice in offered])
    labels = [choice[0] for choice in (*waiting, *offered)]
    return members.understand(turn.text, place, labels=labels)


@router.when(lambda turn: effect_of(turn) is not Effect.NONE)
async def obey(turn: Turn) -> None:
    """Do what a stop word says."""
    match effect_of(turn):
        case Effect.STOP:
            await stop_all(turn)
        case Effect.ASK:
            ask_meaning(turn)
        case Effect.CANCEL:
            cancel(turn)


@router.command("dung", "stop", "ngung")
async def stop_by_command(turn: Turn) -> None:
    """Stop everything, or only the purpose that was named."""
    wanted = {turn.phrase(f"purpose-{purpose}"): purpose for purpose in members.PURPOSES}
    named = next((p for words, p in wanted.items() if fold(words) == fold(turn.payload)), None)
    if named is None:
        await stop_all(turn)
        return
    turn.done()
    for member in turn.members:
        await members.withdraw(turn.session, member.id, now=turn.now, purposes=(named,))
    turn.say("stop-one", purpose=turn.phrase(f"purpose-{named}"))


async def stop_all(turn: Turn) -> None:
    """Stop everything at once, say so in one sentence, and offer to keep one purpose."""
    secret = turn.settings.secret_key.get_secret_value()
    gone = await members.stop_chat(
        turn.session, turn.chat, turn.members, now=turn.now, secret=secret
    )
    turn.done()
    choices = [
        Choice(turn.phrase(f"stop-only-{purpose}"), OnlyPress(purpose).pack())
        for purpose in members.PURPOSES
        if purpose in gone and len(gone) > 1
    ]
    turn.quote(turn.phrase("stop-done"), choices=choices)


def ask_meaning(turn: Turn) -> None:
    """Hold broadcasts back and ask, in one press, whether the word was an answer or an opt-out."""
    waiting = turn.chat.asked
    choices = waiting.get("choices") or []
    settling = SettlePress("stop").pack()
    if any(choice[1] == settling for choice in choices):
        turn.repeat_question()
        return
    meant = find_by_words(turn.text, choices)
    label = next((choice[0] for choice in choices if choice[1] == meant), "")
    go_on = Choice(label or turn.phrase("stop-go-on"), meant or SettlePress("go").pack())
    stop = Choice(turn.phrase("stop-now"), settling)
    turn.chat.hushed_until = turn.now + HUSH
    turn.note(waiting=waiting)
    words = turn.phrase("stop-which", word=turn.text.strip())
    turn.quote(words, choices=(go_on, stop))


@router.command("huy", "cancel")
async def cancel_by_command(turn: Turn) -> None:
    """End the conversation."""
    cancel(turn)


def cancel(turn: Turn) -> None:
    """End the conversation, and offer the opt-out; what a survey was told stays."""
    in_survey = (turn.chat.step or "").startswith("survey.")
    key = "stop-cancelled-survey" if in_survey else "stop-cancelled"
    turn.done()
    stop = Choice(turn.phrase("stop-now"), SettlePress("stop").pack())
    keep = Choice(turn.phrase("stop-keep"), SettlePress("no").pack(), ("không", "no"))
    turn.quote(turn.phrase(key), choices=(stop, keep))


@router.on(SettlePress)
async def settle(turn: Turn, press: SettlePress) -> None:
    """Stop, or go on where the word was said."""
    turn.chat.hushed_until = None
    if press.meant == "stop":
        await stop_all(turn)
        return
    waiting = turn.noted("waiting")
    if press.meant == "go" and waiting:
        turn.chat.asked = waiting
        turn.note(waiting=None)
        turn.repeat_question()
    else:
        turn.done()
        turn.say("stop-kept")


@router.on(OnlyPress)
async def keep_one(turn: Turn, press: OnlyPress) -> None:
    """Keep one purpose after an opt-out, for those who had agreed to it, by fresh consent."""
    those = [
        member
        for member in turn.members
        if press.purpose in await members.held_until_stop(turn.session, member)
    ]
    if not those:
        turn.say("old-button")
        return
    turn.done()
    for member in those:
        await members.restore(
            turn.session,
            member,
            {press.purpose: agree(turn, press.purpose)},
            chat=turn.chat,
            now=turn.now,
            secret=turn.settings.secret_key.get_secret_value(),
        )
    turn.say("stop-only-done", purpose=turn.phrase(f"purpose-{press.purpose}"))
