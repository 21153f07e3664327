"""Door: /dulieu shows what is stored, /xoa erases it after one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import members
from bot.messages import Choice
from bot.presses import Press
from bot.text import moment
from bot.turns import Router, Turn
from bot.turns.reading import find_members
from handlers.asking import NO, YES
from handlers.profile import describe
from handlers.profile_dates import describe_dates
from handlers.registration_summary import lines
from handlers.speaking import ask_speaker

router = Router("mydata")
NOBODY = 0  # in place of a member: only what was said in this chat


@dataclass(frozen=True)
class ErasePress(Press):
    """Erase a member, or keep them."""

    TAG: ClassVar[str] = "x"
    member: int
    sure: int


@router.command("dulieu", "mydata", "data")
async def open_data(turn: Turn) -> None:
    """Show what is stored of the speaker."""
    if not turn.members:
        turn.say("data-nothing")
        turn.repeat_question()
    elif await ask_speaker(turn, then="data", again=True):
        await show(turn)


async def show(turn: Turn) -> None:
    """Say in plain words what is stored of the speaker."""
    member = turn.member
    if member is None:
        return
    turn.done()
    facts = await describe(turn, member)
    dates = await describe_dates(turn, member)
    tags = await members.find_tags(turn.session, member.id)
    if tags:
        dates.append(turn.phrase("data-tags", tags=", ".join(tags)))
    held = await members.find_holdings(turn.session, member)
    consents = [
        turn.phrase(
            "data-consent",
            purpose=turn.phrase(f"purpose-{purpose}"),
            since=moment(turn.locale, since),
        )
        for purpose, since in held.consents
    ]
    counts = turn.phrase(
        "data-counts", messages=held.messages, answers=held.answers, chats=held.chats
    )
    title = turn.phrase("data-title", who=members.salutation(member, turn.locale))
    agreed = consents or [turn.phrase("data-no-consent")]
    turn.quote(
        "\n".join(
            [title, *lines(turn, facts.items()), *dates, *agreed, counts, turn.phrase("data-end")]
        )
    )


@router.command("xoa", "erase", "delete")
async def open_erasure(turn: Turn) -> None:
    """Ask whether to erase, after asking whom where there are several."""
    turn.done()
    if not turn.members or await ask_speaker(turn, then="erase", again=True):
        await ask_erasure(turn)


async def ask_erasure(turn: Turn) -> None:
    """Ask the one question before erasing."""
    member = turn.member
    number = member.id if member else NOBODY
    yes = Choice(turn.phrase("erase-yes"), ErasePress(number, 1).pack(), YES)
    no = Choice(turn.phrase("erase-no"), ErasePress(number, 0).pack(), NO)
    words = turn.phrase("erase-sure-talk")
    if member is not None:
        words = turn.phrase("erase-sure", who=members.salutation(member, turn.locale))
    turn.ask(words, step="erase.sure", choices=(yes, no))


@router.on(ErasePress)
async def take_erasure(turn: Turn, press: ErasePress) -> None:
    """Erase, or keep everything as it is."""
    member = next((m for m in turn.members if m.id == press.member), None)
    if turn.chat.step != "erase.sure" or (member is None and press.member != NOBODY):
        turn.say("old-button")
        turn.repeat_question()
        return
    turn.done()
    if press.sure != 1:
        turn.say("erase-kept")
        return
    if member is None:
        await members.forget_talk(turn.session, turn.chat)
    else:
        await members.erase(
            turn.session,
            members.chat_actor(turn.chat),
            member,
            now=turn.now,
            secret=turn.settings.secret_key.get_secret_value(),
        )
    turn.members = await find_members(turn.session, turn.chat.id)
    turn.say("erase-done")
