"""Door: "Gửi tệp Excel", "Gửi tệp CSV": a report or results as a file, sent in chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import broadcasts, exports, files
from bot.clock import to_local
from bot.files import XLSX, Content
from bot.messages import Choice
from bot.models import Broadcast, Survey
from bot.presses import Press
from bot.surveys.results.packing import export_package
from bot.surveys.sheets import export_results
from bot.turns import Router, Turn
from handlers.organizing_asking import actor_of, admit, attempt
from handlers.organizing_scope import get_survey, permits, permits_survey

router = Router("organizing_files")
PERMISSION = "export:take"
ZIP = "application/zip"
ENDINGS = {XLSX: "xlsx", ZIP: "zip"}


@dataclass(frozen=True)
class FilePress(Press):
    """Send the report of a `broadcast`, or the results of a `survey`, also as `csv`."""

    TAG: ClassVar[str] = "of"
    what: str
    number: int


async def offer_broadcast(turn: Turn, broadcast: Broadcast) -> list[Choice]:
    """Return the button that sends a broadcast's report, for who may take it away."""
    may = permits(
        await actor_of(turn),
        PERMISSION,
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    return [_choice(turn, "broadcast", broadcast.id)] if may else []


async def offer_survey(turn: Turn, survey: Survey) -> list[Choice]:
    """Return the buttons that send a survey's results, for who may take them away."""
    may = permits_survey(await actor_of(turn), PERMISSION, survey)
    if not may:
        return []
    package = Choice(turn.phrase("results-csv"), FilePress("csv", survey.id).pack(), ("csv",))
    return [_choice(turn, "survey", survey.id), package]


@router.on(FilePress)
async def send(turn: Turn, press: FilePress) -> None:
    """Make the file and let it leave with a line that says what it is."""
    if not await admit(turn, PERMISSION):
        return
    if press.what == "broadcast":
        await attempt(turn, _send_broadcast(turn, press.number))
    elif press.what == "csv":
        await attempt(turn, _send_package(turn, press.number))
    else:
        await attempt(turn, _send_survey(turn, press.number))


async def _send_broadcast(turn: Turn, number: int) -> None:
    actor = await actor_of(turn)
    broadcast = await broadcasts.get(turn.session, number)
    data = await exports.export_broadcast(turn.session, actor, number, now=turn.now)
    words = turn.phrase("organizing-file-broadcast", number=str(number), title=broadcast.title)
    await hand_out(turn, words, f"bao-cao-tin-{number}", data)


async def _send_survey(turn: Turn, number: int) -> None:
    survey = await get_survey(turn, number, PERMISSION)
    data = await export_results(turn.session, await actor_of(turn), survey, turn.now)
    words = turn.phrase("organizing-file-survey", title=survey.title)
    await hand_out(turn, words, f"khao-sat-{survey.code}", data)


async def _send_package(turn: Turn, number: int) -> None:
    survey = await get_survey(turn, number, PERMISSION)
    data = await export_package(turn.session, await actor_of(turn), survey, turn.now)
    words = turn.phrase("results-csv-file", title=survey.title)
    await hand_out(turn, words, f"khao-sat-{survey.code}", data, kind=ZIP)


async def hand_out(turn: Turn, words: str, name: str, data: bytes, kind: str = XLSX) -> None:
    """Keep a file for a day and send it, named after the moment that it tells of."""
    content = Content(f"{name}-{to_local(turn.now):%Y%m%d-%H%M}.{ENDINGS[kind]}", kind, data)
    turn.attach(await files.keep(turn.session, content, now=turn.now), words)


def _choice(turn: Turn, what: str, number: int) -> Choice:
    return Choice(
        turn.phrase("organizing-file"), FilePress(what, number).pack(), ("excel", "tệp excel")
    )
