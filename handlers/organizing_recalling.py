"""Door: a report of a sent broadcast offers to put it right, or to take it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from bot import broadcasts
from bot.broadcasts import Report
from bot.messages import Choice
from bot.models import Broadcast
from bot.presses import Press
from bot.turns import Router, Turn
from handlers.asking import NO, YES
from handlers.organizing_asking import actor_of, admit, attempt
from handlers.organizing_english import ENGLISH
from handlers.organizing_scope import permits

router = Router("organizing_recalling")
PERMISSION = "broadcast:send"
TEXT, IN_ENGLISH, CONFIRM = "recalling.text", "recalling.english", "recalling.confirm"
OVER = ("finished", "cancelled")
REACHED = ("sent", "unknown")


@dataclass(frozen=True)
class AmendPress(Press):
    """Put a broadcast of this number right, or take it back, a step at a time."""

    TAG: ClassVar[str] = "ox"
    act: str
    number: int


async def offer_recalling(turn: Turn, report: Report) -> list[Choice]:
    """Return the buttons that put a sent broadcast right or take it back, for who may."""
    broadcast = report.broadcast
    may = permits(
        await actor_of(turn),
        PERMISSION,
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    recalled = any(one.kind == "recall" for one in report.amended)
    if not may or recalled or broadcast.state not in OVER or not report.count(*REACHED):
        return []
    return [_choice(turn, "correct", broadcast.id), _choice(turn, "recall", broadcast.id)]


@router.on(AmendPress)
async def do(turn: Turn, press: AmendPress) -> None:
    """Do what a button says; a yes only to what was just asked."""
    if not await admit(turn, PERMISSION):
        return
    if press.act not in DO:
        turn.say("old-button")
        return
    await DO[press.act](turn, press.number)


@router.at(TEXT)
async def take_text(turn: Turn) -> None:
    """Take the right words; of a broadcast in two languages, ask for those in English too."""
    parent = await broadcasts.get(turn.session, turn.noted("amends"))
    turn.note(words=turn.text.strip(), others={})
    if not parent.translations:
        await _show(turn, parent)
        return
    said = parent.translations[ENGLISH]["text"]
    choices = (_choice(turn, "no", parent.id, *NO),)
    words = turn.phrase("organizing-correct-english", text=said)
    turn.ask(words, step=IN_ENGLISH, choices=choices, marks="none")


@router.at(IN_ENGLISH)
async def take_english(turn: Turn) -> None:
    """Take the right words in English."""
    turn.note(others={ENGLISH: turn.text.strip()})
    await _show(turn, await broadcasts.get(turn.session, turn.noted("amends")))


async def _show(turn: Turn, parent: Broadcast) -> None:
    """Show the right words as they will be read, before anything is done."""
    actor, text, others = await actor_of(turn), turn.noted("words"), turn.noted("others")
    verb = broadcasts.preview_correction(
        turn.session, actor, parent.id, text, others=others, locale=turn.locale
    )
    previews = await attempt(turn, verb)
    if previews is None:
        await ask_text(turn, parent.id)
        return
    turn.quote(turn.phrase("organizing-correct-confirm", **await _named(turn, parent)))
    turn.replies += previews
    _ask(turn, turn.phrase("organizing-correct-sure"), "correcting", parent.id)


async def ask_text(turn: Turn, number: int) -> None:
    """Ask for the right words, if the broadcast can be put right at all."""
    parent = await _find(turn, number)
    if parent is None:
        return
    turn.note(amends=parent.id)
    values = {"number": str(parent.id), "title": parent.title, "text": parent.text}
    choices = (_choice(turn, "no", parent.id, *NO),)
    turn.ask(
        turn.phrase("organizing-correct-text", **values), step=TEXT, choices=choices, marks="none"
    )


async def ask_recall(turn: Turn, number: int) -> None:
    """Ask before a broadcast is taken back."""
    parent = await _find(turn, number)
    if parent is None:
        return
    turn.note(amends=parent.id)
    words = turn.phrase("organizing-recall-confirm", **await _named(turn, parent))
    _ask(turn, words, "recalling", parent.id)


async def correct(turn: Turn, number: int) -> None:
    """Put the broadcast right, once a second person has said yes."""
    if not _is_asked(turn, number) or not turn.noted("words"):
        turn.say("old-button")
        return
    actor, text = await actor_of(turn), turn.noted("words")
    over = turn.settings.approve_over
    others = turn.noted("others") or {}
    verb = broadcasts.correct(
        turn.session, actor, number, text, others=others, now=turn.now, approve_over=over
    )
    await _begin(turn, verb)


async def recall(turn: Turn, number: int) -> None:
    """Take the broadcast back, once a second person has said yes."""
    if not _is_asked(turn, number):
        turn.say("old-button")
        return
    actor, over = await actor_of(turn), turn.settings.approve_over
    verb = broadcasts.recall(turn.session, actor, number, now=turn.now, approve_over=over)
    await _begin(turn, verb)


async def leave(turn: Turn, number: int) -> None:
    """Do nothing."""
    turn.done()
    turn.say("organizing-amend-dropped")


async def _begin(turn: Turn, verb: Awaitable[Broadcast]) -> None:
    child = await attempt(turn, verb)
    turn.done()
    if child is not None:
        waits = child.state == "awaiting_approval"
        key = "organizing-amend-waits" if waits else "organizing-amend-begun"
        turn.say(key, number=str(child.id))


async def _find(turn: Turn, number: int) -> Broadcast | None:
    turn.done()
    verb = broadcasts.find_amendable(turn.session, await actor_of(turn), number)
    return await attempt(turn, verb)


async def _named(turn: Turn, parent: Broadcast) -> dict[str, Any]:
    count = await broadcasts.count_readers(turn.session, parent.id)
    return {"number": str(parent.id), "title": parent.title, "count": count}


def _ask(turn: Turn, words: str, act: str, number: int) -> None:
    choices = (_choice(turn, act, number, *YES), _choice(turn, "no", number, *NO))
    turn.ask(words, step=CONFIRM, choices=choices)


def _is_asked(turn: Turn, number: int) -> bool:
    return turn.chat.step == CONFIRM and turn.noted("amends") == number


def _choice(turn: Turn, act: str, number: int, *also: str) -> Choice:
    return Choice(turn.phrase(LABELS[act]), AmendPress(act, number).pack(), also)


LABELS = {
    "correct": "organizing-correct",
    "recall": "organizing-recall",
    "correcting": "organizing-amend-yes",
    "recalling": "organizing-amend-yes",
    "no": "organizing-amend-no",
}
DO: dict[str, Callable[[Turn, int], Awaitable[None]]] = {
    "correct": ask_text,
    "recall": ask_recall,
    "correcting": correct,
    "recalling": recall,
    "no": leave,
}
