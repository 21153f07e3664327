"""Door: a finished report offers to write again: to the missed, the silent, who pressed what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import broadcasts
from bot.broadcasts import Report
from bot.messages import Choice
from bot.presses import Press
from bot.turns import Router, Turn
from handlers.organizing_asking import actor_of, admit, attempt, clipped
from handlers.organizing_flow import STEPS, begin_at
from handlers.organizing_preview import load, show_preview
from handlers.organizing_scope import permits

router = Router("organizing_again")
PERMISSION = "broadcast:write"
OVER = ("finished", "cancelled")


@dataclass(frozen=True)
class AgainPress(Press):
    """Write again to some of those whom a broadcast was for; a letter: who pressed that."""

    TAG: ClassVar[str] = "og"
    number: int
    whom: str
    letter: str


async def offer_again(turn: Turn, report: Report) -> list[Choice]:
    """Return the buttons that write again, where there is anybody and the organizer may."""
    broadcast = report.broadcast
    owner, rule = broadcast.organisation_id, broadcast.rule
    ours = broadcast.survey_id is None and broadcast.state in OVER
    if not ours or not permits(await actor_of(turn), PERMISSION, organisation_id=owner, rule=rule):
        return []
    pressed = sum(count for _, _, count in report.presses)
    offered = {
        "missed": report.count("failed", "skipped"),
        "not_pressed": report.count("sent") - pressed if report.presses else 0,
    }
    choices = [
        Choice(
            turn.phrase("organizing-again", whom=whom), AgainPress(broadcast.id, whom, "").pack()
        )
        for whom, count in offered.items()
        if count > 0
    ]
    return [*choices, *(_of_button(turn, report, *one) for one in report.presses if one[2])]


@router.on(AgainPress)
async def write_again(turn: Turn, press: AgainPress) -> None:
    """Write the draft that follows, and show it; to who pressed something, ask for new words."""
    if not await admit(turn, PERMISSION):
        return
    actor = await actor_of(turn)
    whom = f"{press.whom}:{press.letter}" if press.letter else press.whom
    verb = broadcasts.follow_up(turn.session, actor, press.number, whom, now=turn.now)
    draft = await attempt(turn, verb)
    if draft is None:
        return
    load(turn, draft)
    if press.letter:
        turn.note(correcting="text", buttons=[])
        await begin_at(turn, STEPS["text"])
    else:
        await show_preview(turn)


def _of_button(turn: Turn, report: Report, letter: str, label: str, count: int) -> Choice:
    words = turn.phrase("organizing-again-pressed", letter=letter, label=label)
    return Choice(clipped(words), AgainPress(report.broadcast.id, "pressed", letter).pack())
