"""Door: a report offers to send again to those of whom nobody knows whether they got it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from bot import broadcasts
from bot.broadcasts import Report
from bot.messages import Choice
from bot.presses import Press
from bot.turns import Router, Turn
from handlers.asking import NO, YES
from handlers.organizing_asking import LISTED, actor_of, admit, attempt, clipped
from handlers.organizing_scope import permits

router = Router("organizing_resending")
PERMISSION = "broadcast:send"
CONFIRM = "resending.confirm"


@dataclass(frozen=True)
class ResendPress(Press):
    """Send the unknown lines of a broadcast again, a step at a time."""

    TAG: ClassVar[str] = "ou"
    act: str
    number: int


async def offer_resending(turn: Turn, report: Report) -> list[Choice]:
    """Return the button that sends again what may have arrived, for who may and where one can."""
    broadcast, unknown = report.broadcast, report.count("unknown")
    owner, rule = broadcast.organisation_id, broadcast.rule
    if not unknown or report.amended or broadcast.state not in broadcasts.RESENT_IN:
        return []
    if not permits(await actor_of(turn), PERMISSION, organisation_id=owner, rule=rule):
        return []
    words = clipped(turn.phrase("organizing-resend", count=unknown))
    return [Choice(words, ResendPress("ask", broadcast.id).pack())]


@router.on(ResendPress)
async def do(turn: Turn, press: ResendPress) -> None:
    """Do what a button says; a yes only to what was just asked."""
    if await admit(turn, PERMISSION):
        await DO.get(press.act, leave)(turn, press.number)


async def ask(turn: Turn, number: int) -> None:
    """Say how many and who, that some may get it twice, and ask for a yes."""
    turn.done()
    actor = await actor_of(turn)
    report = await attempt(turn, broadcasts.report(turn.session, actor, number))
    verb = broadcasts.find_unknown(turn.session, actor, number, limit=LISTED)
    named = await attempt(turn, verb) if report is not None else None
    if report is None or named is None:
        return
    count = report.count("unknown")
    if not count:
        turn.say("broadcast-nothing-unknown")
        return
    title = report.broadcast.title
    lines = [turn.phrase("organizing-resend-ask", number=str(number), title=title, count=count)]
    lines += [
        f"- {name}: {turn.phrase('report-reason', reason=reason or 'other')}"
        for name, reason in named
    ]
    if named and count > len(named):
        lines.append(turn.phrase("organizing-resend-more", count=count - len(named)))
    lines.append(turn.phrase("organizing-resend-sure"))
    turn.note(resends=number)
    choices = (_choice(turn, "yes", number, *YES), _choice(turn, "no", number, *NO))
    turn.ask("\n".join(lines), step=CONFIRM, choices=choices)


async def resend(turn: Turn, number: int) -> None:
    """Queue them again; they leave like all the others."""
    if turn.chat.step != CONFIRM or turn.noted("resends") != number:
        turn.say("old-button")
        return
    verb = broadcasts.resend_unknown(turn.session, await actor_of(turn), number, now=turn.now)
    lines = await attempt(turn, verb)
    turn.done()
    if lines is not None:
        turn.say("organizing-resend-done", count=lines)


async def leave(turn: Turn, number: int) -> None:
    """Send nothing."""
    turn.done()
    turn.say("organizing-resend-dropped")


def _choice(turn: Turn, act: str, number: int, *also: str) -> Choice:
    words = turn.phrase(f"organizing-resend-{act}")
    return Choice(words, ResendPress(act, number).pack(), also)


DO: dict[str, Callable[[Turn, int], Awaitable[None]]] = {"ask": ask, "yes": resend, "no": leave}
