"""Door: `/duyet`: a second person looks at what others wrote, and approves or returns it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from bot import approvals, deciding, organizers, series
from bot.approvals import Matter
from bot.messages import Choice
from bot.models import Approval, Broadcast, Series, Survey
from bot.presses import Press
from bot.text import moment
from bot.turns import Router, Turn
from handlers.organizing_asking import LISTED, actor_of, admit, attempt, clipped
from handlers.organizing_audience import describe_audience

router = Router("organizing_approving")
REASON = "approving.reason"


@dataclass(frozen=True)
class ApprovingPress(Press):
    """Do something with an approval of this number."""

    TAG: ClassVar[str] = "oy"
    act: str
    approval: int


@router.command("duyet", "approve")
async def list_mine(turn: Turn) -> None:
    """List what waits for this organizer's yes or no; show it where it is but one."""
    actor = await admit(turn, approvals.PERMISSION)
    if actor is None:
        return
    turn.done()
    waiting = (await approvals.list_waiting(turn.session, actor))[:LISTED]
    if not waiting:
        turn.say("approving-none")
    elif len(waiting) == 1:
        await show(turn, waiting[0][0].id)
    else:
        choices = [_choice_of(turn, approval, matter) for approval, matter in waiting]
        turn.quote(turn.phrase("approving-list"), choices=choices)


@router.on(ApprovingPress)
async def do(turn: Turn, press: ApprovingPress) -> None:
    """Do what a button says; one of before says what became of it."""
    if await admit(turn, approvals.PERMISSION) and press.act in DO:
        await DO[press.act](turn, press.approval)


@router.at(REASON)
async def take_reason(turn: Turn) -> None:
    """Return what was looked at, with the reason that was typed."""
    actor, number = await actor_of(turn), turn.noted("approval")
    verb = deciding.refuse(turn.session, actor, number, note=turn.text, now=turn.now)
    decided = await attempt(turn, verb)
    if decided is None and await approvals.is_pending(turn.session, number):
        turn.repeat_question()
        return
    turn.done()
    if decided is not None:
        turn.say("approving-returned", **_named(approvals.matter_of(decided)))


async def show(turn: Turn, number: int) -> None:
    """Show the message as people read it, whom it is for, who asks and why, and ask."""
    turn.done()
    verb = approvals.get_waiting(turn.session, await actor_of(turn), number)
    found = await attempt(turn, verb)
    if found is None:
        return
    approval, matter = found
    turn.replies += await deciding.show(turn.session, matter, locale=turn.locale)
    words = [await _describe(turn, approval, matter), *await _limits(turn, matter)]
    choices = (
        _act(turn, "approve", number, "có", "đồng ý", "yes"),
        _act(turn, "refuse", number, "không", "no"),
    )
    turn.quote("\n".join([*words, await describe_audience(turn, matter.rule)]), choices=choices)


async def approve(turn: Turn, number: int) -> None:
    """Say yes: it goes on by itself."""
    verb = deciding.approve(turn.session, await actor_of(turn), number, now=turn.now)
    decided = await attempt(turn, verb)
    turn.done()
    if decided is None:
        return
    starts = decided.opens_at if isinstance(decided, Survey) else None
    starts = decided.starts_at if isinstance(decided, Broadcast) else starts
    starts = decided.next_at if isinstance(decided, Series) else starts
    waits = starts is not None and starts > turn.now
    turn.say(
        "approving-done",
        state="scheduled" if waits else "running",
        at=moment(turn.locale, starts) if starts else "—",
        **_named(approvals.matter_of(decided)),
    )


async def ask_reason(turn: Turn, number: int) -> None:
    """Ask why it is returned; who asked for approval reads the answer."""
    turn.done()
    verb = approvals.get_waiting(turn.session, await actor_of(turn), number)
    if await attempt(turn, verb) is not None:
        turn.note(approval=number)
        turn.ask(turn.phrase("approving-reason"), step=REASON, marks="none")


async def _describe(turn: Turn, approval: Approval, matter: Matter) -> str:
    starts = moment(turn.locale, approval.starts_at) if approval.starts_at else "now"
    by = await organizers.find_name(turn.session, approval.asked_by)
    return turn.phrase(
        "approving-matter",
        by=by or turn.phrase("approval-operator"),
        asked=moment(turn.locale, approval.asked_at),
        why=say_why(turn, approval),
        starts=starts,
        **_named(matter),
    )


async def _limits(turn: Turn, matter: Matter) -> list[str]:
    """Say until when what is approved goes on."""
    row = await approvals.get_row(turn.session, matter.kind, matter.number)
    if isinstance(row, Broadcast) and row.send_by is not None:
        return [turn.phrase("approving-until", by=moment(turn.locale, row.send_by))]
    if isinstance(row, Series):
        when = series.describe(row.schedule, turn.locale)
        when += series.describe_terms(row.draft, turn.locale)
        first = moment(turn.locale, row.next_at) if row.next_at else "—"
        return [turn.phrase("approving-series", when=when, first=first)]
    if isinstance(row, Survey):
        closes = moment(turn.locale, row.closes_at)
        return [turn.phrase("approving-closes", closes=closes, times=row.remind_times)]
    return []


def say_why(turn: Turn, approval: Approval) -> str:
    """Return the reasons why something needs a second person, in words."""
    return ", ".join(turn.phrase("approval-why", why=why) for why in approval.why.split())


def _named(matter: Matter) -> dict[str, str]:
    return {"kind": matter.kind, "number": str(matter.number), "title": matter.title}


def _choice_of(turn: Turn, approval: Approval, matter: Matter) -> Choice:
    label = clipped(turn.phrase("approving-choice", **_named(matter)))
    return Choice(label, ApprovingPress("show", approval.id).pack(), (matter.title,))


def _act(turn: Turn, act: str, number: int, *also: str) -> Choice:
    return Choice(turn.phrase(f"approving-{act}"), ApprovingPress(act, number).pack(), also)


DO: dict[str, Callable[[Turn, int], Awaitable[None]]] = {
    "show": show,
    "approve": approve,
    "refuse": ask_reason,
}
