"""Door: people in chat: a comment on a document that is open to comments, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.consultations import answering, periods
from bot.errors import NotFound, Refused
from bot.messages import Choice
from bot.models import CommentPeriod
from bot.presses import Press
from bot.text import moment
from bot.turns import Router, Turn

router = Router("commenting")
STEP = "comment.text"


@dataclass(frozen=True)
class PeriodPress(Press):
    """Comment on one of several documents, or read what came of it."""

    TAG: ClassVar[str] = "cp"
    period: int


@router.command("gopy", "comment")
async def choose(turn: Turn) -> None:
    """Ask for a comment on the one document that is open, or which one is meant."""
    if not turn.members:
        turn.say("survey-register-first")
        return
    ids = [member.id for member in turn.members]
    found = [
        *await periods.find_open(turn.session, ids, turn.now),
        *await periods.find_published(turn.session, ids, turn.now),
    ]
    match found:
        case []:
            turn.say("comment-none")
        case [only]:
            await show(turn, only)
        case several:
            choices = [Choice(one.title[:60], PeriodPress(one.id).pack()) for one in several]
            turn.ask(turn.phrase("comment-which"), step="comment.which", choices=choices)


@router.on(PeriodPress)
async def take_period(turn: Turn, press: PeriodPress) -> None:
    """Go on with the document that was chosen."""
    try:
        await show(turn, await periods.lock_period(turn.session, press.period))
    except NotFound as error:
        turn.say(error.code)


async def show(turn: Turn, period: CommentPeriod) -> None:
    """Ask for a comment, or tell what came of those that were made."""
    turn.done()
    if period.state == "published":
        turn.quote(await answering.describe(turn.session, period, turn.locale))
        return
    turn.note(period=period.id)
    turn.ask(
        turn.phrase(
            "comment-ask",
            title=period.title,
            closes=moment(turn.locale, period.closes_at),
            worth=periods.worth_of_period(period, turn.locale),
            most=periods.MOST_TEXT,
        ),
        step=STEP,
    )


@router.at(STEP)
async def take_comment(turn: Turn) -> None:
    """Keep what was written, and tell its number."""
    member = turn.members[0] if turn.members else None
    speaker = next((m for m in turn.members if m.id == turn.chat.speaker_id), member)
    if speaker is None:
        turn.done()
        turn.say("survey-register-first")
        return
    try:
        number = await periods.add_comment(
            turn.session,
            turn.noted("period"),
            speaker.id,
            turn.text,
            channel=turn.incoming.account,
            now=turn.now,
        )
    except (Refused, NotFound) as error:
        if error.code == "comment-too-long":
            turn.misunderstood(error.code, **error.values)
            return
        turn.done()
        turn.say(error.code, **error.values)
        return
    turn.done()
    turn.say("comment-noted", number=str(number))


@router.at("comment.which")
async def say_choices(turn: Turn) -> None:
    """Say that one of the documents is expected."""
    turn.misunderstood("survey-want-choice")
