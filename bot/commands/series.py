"""The command line: `nhipcau series …`: broadcasts that are sent again and again."""

from __future__ import annotations

import calendar
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import members, segments
from bot import series as room
from bot.access import OPERATOR
from bot.commands.approving import approve_it, refuse_it, tell_waits
from bot.commands.audience import open_audience, tell_audience
from bot.commands.faults import Unreadable
from bot.commands.letter import read_letter
from bot.commands.running import epilog, fail, on_site
from bot.models import Series
from bot.series import LAST, Plan, Run
from bot.site import Site
from bot.text import moment

NUMBER = click.argument("number", type=int)
DAY = click.DateTime(["%d/%m/%Y", "%Y-%m-%d"])
WEEK = [name.lower() for name in calendar.day_name]
DATE = click.Choice(members.DATES)


@click.group(epilog=epilog("series add nhac.yaml --weekly monday --at 08:00", "series list"))
def series() -> None:
    """Send broadcasts again and again, or by a date of each member."""


@series.command(
    "add",
    epilog=epilog(
        "series add ve-sinh.yaml --weekly friday --at 19:30",
        "series add bao-cao.yaml --monthly last --at 08:00 --until 31/12/2027",
        "series add han-the.yaml --before card_expiry 7 --at 08:00",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--weekly", type=click.Choice(WEEK), help="Each week on this day.")
@click.option("--monthly", help="Each month on this day, 1 to 31, or `last`.")
@click.option(
    "--before",
    type=(DATE, int),
    metavar="DATE DAYS",
    help="So many days before a date of each member.",
)
@click.option("--after", type=(DATE, int), metavar="DATE DAYS", help="After it; 0: on the day.")
@click.option("--at", "hour", required=True, help="At this hour, hh:mm.")
@click.option("--from", "starts", type=DAY, help="First day, dd/mm/yyyy; left out: today.")
@click.option("--until", "ends", type=DAY, help="Last day, dd/mm/yyyy; left out: until stopped.")
def add(file: Path, starts: datetime | None, ends: datetime | None, **when: Any) -> None:
    """Begin a series of the broadcast in FILE (YAML, as for `broadcast launch`, without `at:`).

    `{ngay}` in its text is the day that a run is about: the member's date, or that of the run.
    What follows members' dates goes to those alone who agreed to reminders.
    """
    try:
        letter, schedule = read_letter(file), read_schedule(**when)
    except Unreadable as error:
        fail(error.sentence)
    if {"at", "send-by"} & set(letter.entries):
        fail("a series has its own times: leave `at` and `send-by` out of the file")

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            audience = await open_audience(session, site.settings, now=site.now)
            draft = await letter.as_draft(session, audience, site.now)
            plan = Plan(
                draft,
                schedule,
                starts.date() if starts else None,
                ends.date() if ends else None,
            )
            made = await room.add(session, OPERATOR, plan, settings=site.settings, now=site.now)
            told = await tell_audience(session, draft.rule)
            return [*told, _line(made), *await tell_waits(session, "series", made.id)]

    click.echo("\n".join(on_site(work)))


@series.command("list", epilog=epilog("series list", "series list --all"))
@click.option("--all", "stopped", is_flag=True, help="Those too that were stopped.")
def list_series(stopped: bool) -> None:
    """List the series, the newest first."""
    states = (*room.GOING_ON, "stopped") if stopped else room.GOING_ON

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            return [_line(one) for one in await room.list_series(session, OPERATOR, states=states)]

    for line in on_site(work) or ["No series yet: nhipcau series add FILE --weekly DAY --at HOUR"]:
        click.echo(line)


@series.command("show", epilog=epilog("series show 3"))
@NUMBER
def show(number: int) -> None:
    """Say when series NUMBER runs, to whom, and what became of its runs."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            found = await room.get(session, number)
            runs = await room.find_runs(session, OPERATOR, number)
            rule = segments.kept_up(found.draft["rule"], now=site.now)
            told = await tell_audience(session, rule)
            others = found.draft.get("translations", {}).values()
            texts = [found.draft["text"], *(words["text"] for words in others)]
            return [_line(found), *texts, *told, *map(_run_line, runs)]

    click.echo("\n".join(on_site(work)))


@series.command("stop", epilog=epilog("series stop 3"))
@NUMBER
def stop(number: int) -> None:
    """End series NUMBER for good; what has been launched goes on."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            await room.stop(session, OPERATOR, number, now=site.now)

    on_site(work)
    click.echo(f"Series {number} is stopped.")


@series.command("approve", epilog=epilog("series approve 3"))
@NUMBER
@click.option("--yes", is_flag=True, help="Do not ask before approving.")
def approve(number: int, yes: bool) -> None:
    """Approve series NUMBER, which somebody else asked for, with all of its runs."""
    approve_it("series", _numbered(number), yes=yes)


@series.command("refuse", epilog=epilog('series refuse 3 "Too often."'))
@NUMBER
@click.argument("reason")
def refuse(number: int, reason: str) -> None:
    """Return series NUMBER to who asked, with a REASON: it does not begin."""
    refuse_it("series", _numbered(number), reason)


def read_schedule(
    hour: str,
    *,
    weekly: str | None = None,
    monthly: str | None = None,
    before: tuple[str, int] | None = None,
    after: tuple[str, int] | None = None,
) -> dict[str, Any]:
    """Return the one schedule that the options mean, or raise Unreadable."""
    given: list[dict[str, Any]] = []
    if weekly is not None:
        given.append({"every": "week", "day": WEEK.index(weekly)})
    if monthly is not None:
        day = int(monthly) if monthly.isdecimal() else LAST if monthly == LAST else 0
        given.append({"every": "month", "day": day})
    given += [
        {"date": kind, "days": sign * days}
        for sign, option in ((-1, before), (1, after))
        for kind, days in ([option] if option is not None else [])
    ]
    if len(given) != 1:
        raise Unreadable("Write one of --weekly, --monthly, --before and --after.")
    return {**given[0], "at": hour.zfill(len("hh:mm"))}


def _numbered(number: int) -> Callable[[AsyncSession], Awaitable[int]]:
    async def find(_: AsyncSession) -> int:
        return number

    return find


def _line(one: Series) -> str:
    following = moment("en", one.next_at) if one.next_at else "-"
    when = room.describe(one.schedule, "en") + room.describe_terms(one.draft, "en")
    return f"{one.id}\t{one.state}\t{when}\tnext {following}\t{one.title}"


def _run_line(run: Run) -> str:
    number = f" as broadcast {run.broadcast.id}, {run.broadcast.state}" if run.broadcast else ""
    return f"{run.day:%d/%m/%Y}\t{run.fate}{number}"
