"""Door: `/nhac`: organizers look at the series that go on, and stop them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from bot import broadcasts, segments, series
from bot.messages import Choice
from bot.models import Series
from bot.presses import Press
from bot.series import Run
from bot.text import moment
from bot.turns import Router, Turn
from handlers.organizing_asking import LISTED, ReportPress, actor_of, admit, attempt, clipped

router = Router("organizing_series")
PERMISSION = "report:read"
SHOWN = 5  # runs


@dataclass(frozen=True)
class SeriesPress(Press):
    """Look at a series, or stop it."""

    TAG: ClassVar[str] = "on"
    act: str
    number: int


@router.command("nhac", "series")
async def list_mine(turn: Turn) -> None:
    """List the series that go on and that this organizer may read of."""
    actor = await admit(turn, PERMISSION)
    if actor is None:
        return
    turn.done()
    found = await series.list_series(turn.session, actor)
    choices = [
        Choice(clipped(f"{one.id}. {one.title}"), SeriesPress("show", one.id).pack(), (one.title,))
        for one in found[:LISTED]
    ]
    key = "organizing-series-list" if found else "organizing-series-none"
    turn.quote(turn.phrase(key), choices=choices)


@router.on(SeriesPress)
async def do(turn: Turn, press: SeriesPress) -> None:
    """Do what a button says."""
    if await admit(turn, PERMISSION):
        await DO.get(press.act, show)(turn, press.number)


async def show(turn: Turn, number: int) -> None:
    """Show when a series runs, when next, and what became of its latest runs."""
    actor = await actor_of(turn)
    verb = series.find_runs(turn.session, actor, number, most=SHOWN)
    runs = await attempt(turn, verb)
    turn.done()
    if runs is None:
        return
    found = await series.get(turn.session, number)
    lines = [await _describe(turn, found)]
    if runs:
        lines.append(turn.phrase("organizing-series-runs"))
        lines += [await _tell(turn, run) for run in runs]
    choices = []
    if found.state in series.GOING_ON and series.may(actor, "broadcast:send", found):
        words = turn.phrase("organizing-series-stop")
        choices.append(Choice(words, SeriesPress("stop", number).pack()))
    last = next((run.broadcast for run in runs if run.broadcast is not None), None)
    if last is not None:
        words = f"{turn.phrase('organizing-act-report')} {last.id}"
        choices.append(Choice(words, ReportPress("broadcast", last.id).pack()))
    turn.quote("\n".join(lines), choices=choices)


async def ask_stop(turn: Turn, number: int) -> None:
    """Ask before a series is stopped: it does not begin again."""
    found = await attempt(turn, series.get(turn.session, number))
    if found is None:
        return
    yes = SeriesPress("end", number).pack()
    no = SeriesPress("show", number).pack()
    choices = (
        Choice(turn.phrase("organizing-series-end"), yes, ("có", "yes")),
        Choice(turn.phrase("organizing-series-keep"), no, ("không", "no")),
    )
    words = turn.phrase("organizing-series-stopping", number=str(number), title=found.title)
    turn.quote(words, choices=choices)


async def stop(turn: Turn, number: int) -> None:
    """Stop a series, and show how it stands."""
    verb = series.stop(turn.session, await actor_of(turn), number, now=turn.now)
    await attempt(turn, verb)
    await show(turn, number)


async def _describe(turn: Turn, found: Series) -> str:
    rule = found.draft["rule"]
    return turn.phrase(
        "organizing-series",
        number=str(found.id),
        title=found.title,
        when=series.describe(found.schedule, turn.locale)
        + series.describe_terms(found.draft, turn.locale),
        state=turn.phrase("series-state", state=found.state),
        next=moment(turn.locale, found.next_at) if found.next_at else "—",
        rule=await segments.describe(turn.session, rule, turn.locale),
    )


async def _tell(turn: Turn, run: Run) -> str:
    """Say in a line what became of a run."""
    told: dict[str, str | int] = {"broadcast": "", "state": "", "sent": 0, "total": 0}
    if run.broadcast is not None:
        verb = broadcasts.report(turn.session, await actor_of(turn), run.broadcast.id)
        report = await attempt(turn, verb)
        told = {
            "broadcast": str(run.broadcast.id),
            "state": turn.phrase("broadcast-state", state=run.broadcast.state),
            "sent": report.count("sent") if report else 0,
            "total": report.total if report else 0,
        }
    day = f"{run.day:%d/%m/%Y}"
    return "- " + turn.phrase("organizing-series-run", fate=run.fate, day=day, **told)


DO: dict[str, Callable[[Turn, int], Awaitable[None]]] = {
    "show": show,
    "stop": ask_stop,
    "end": stop,
}
