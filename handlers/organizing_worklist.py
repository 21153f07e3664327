"""Door: "Danh sách cần đến tận nhà": whom a survey did not reach, as a file for a branch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from bot.messages import Choice
from bot.models import Survey
from bot.presses import Press
from bot.surveys.finding import find_surveys
from bot.surveys.worklist import PERMISSIONS, concerns, find_concerning, take_worklist
from bot.surveys.worklist_sheet import write_worklist
from bot.turns import Router, Turn
from handlers.answering_assisting import offer_assisting
from handlers.organizing_asking import LISTED, actor_of, admit, attempt, clipped
from handlers.organizing_files import hand_out

router = Router("organizing_worklist")


@dataclass(frozen=True)
class WorklistPress(Press):
    """Send the worklist of a survey."""

    TAG: ClassVar[str] = "oz"
    survey: int


async def offer_worklist(turn: Turn, survey: Survey) -> list[Choice]:
    """Return the button that sends the worklist of an open survey, for who has people in it."""
    if survey.state != "open" or not await concerns(turn.session, await actor_of(turn), survey):
        return []
    return [Choice(turn.phrase("worklist"), WorklistPress(survey.id).pack())]


async def offer_others(turn: Turn, mine: Collection[Survey]) -> list[Choice]:
    """Return buttons for the worklists of surveys that others run, among one's own people."""
    found = await find_concerning(turn.session, await actor_of(turn))
    listed = {survey.id for survey in mine}
    return [
        Choice(clipped(f"{turn.phrase('worklist')}: {one.title}"), WorklistPress(one.id).pack())
        for one in found
        if one.id not in listed
    ][:LISTED]


@router.on(WorklistPress)
async def send(turn: Turn, press: WorklistPress) -> None:
    """Make the list and send it as a file; where nobody needs a visit, say so."""
    actor = await admit(turn, *PERMISSIONS)
    found = next((s for s in await find_surveys(turn.session) if s.id == press.survey), None)
    if actor is None or found is None:
        return
    worklist = await attempt(turn, take_worklist(turn.session, actor, found, turn.now))
    if worklist is None:
        return
    record = await offer_assisting(turn, found)
    if not worklist.lines:
        turn.quote(turn.phrase("worklist-nobody", title=found.title), choices=record)
        return
    words = turn.phrase(
        "worklist-file",
        title=found.title,
        count=len(worklist.lines),
        groups=len(worklist.groups),
        out=worklist.left_out,
    )
    await hand_out(turn, words, f"can-den-{found.code}", write_worklist(worklist))
    if record:
        turn.quote(turn.phrase("assisted-after-list"), choices=record)
