"""The command line: `nhipcau broadcast …`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts, segments
from bot.access import OPERATOR
from bot.broadcasts import Report
from bot.broadcasts.reaching import count_reached
from bot.broadcasts.timing import leaves_at
from bot.commands.audience import open_audience, tell_audience
from bot.commands.faults import Unreadable
from bot.commands.letter import Letter, read_letter
from bot.commands.running import epilog, fail, on_site
from bot.models import Broadcast
from bot.site import Site
from bot.text import moment, say

ORDER = click.argument("order", metavar="FILE|NUMBER")
NUMBER = click.argument("number", type=int)


@click.group(
    epilog=epilog("broadcast list", "broadcast launch hop-to.yaml", "broadcast report 12")
)
def broadcast() -> None:
    """Write, launch and look after broadcasts."""


@broadcast.command("list", epilog=epilog("broadcast list", "broadcast list --limit 100"))
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
def list_broadcasts(limit: int) -> None:
    """List the latest broadcasts, the newest first."""

    async def work(site: Site) -> list[Broadcast]:
        async with site.database.reading() as session:
            return await broadcasts.list_broadcasts(session, OPERATOR, limit=limit)

    found = on_site(work)
    for one in found:
        starts = moment("en", one.starts_at) if one.starts_at else "-"
        click.echo(f"{one.id}\t{one.state}\t{starts}\t{one.title}")
    if not found:
        click.echo("No broadcast yet: nhipcau broadcast launch FILE")


@broadcast.command("preview", epilog=epilog("broadcast preview hop-to.yaml"))
@ORDER
def preview(order: str) -> None:
    """Show a broadcast (a YAML FILE, or the NUMBER of a draft) as people will read it."""
    letter = _read(order)

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            number = await _draft(session, site, order, letter)
            shown = await _show(session, site, number, letter)
            if letter is not None:  # nothing was asked to be kept
                await session.rollback()
            return shown

    click.echo("\n".join(on_site(work)))


@broadcast.command(
    "launch", epilog=epilog("broadcast launch hop-to.yaml", "broadcast launch 12 --yes")
)
@ORDER
@click.option("--yes", is_flag=True, help="Do not ask before launching.")
def launch(order: str, yes: bool) -> None:
    """Launch a broadcast: a YAML FILE, or the NUMBER of a draft.

    A file has the lines `organisation:` (a code), `title:`, `text:`, and may have `campaign:`,
    `purpose:` (notices, surveys, reminders), `buttons:` (a list of `label:` and `answer:`),
    `to:` (`wards:`, `groups:`, `organisations:`, `and:`, `or:`, `not:`) and `at:`.
    """
    letter = _read(order)

    async def prepare(site: Site) -> tuple[int, list[str]]:
        async with site.database.transaction() as session:
            number = await _draft(session, site, order, letter)
            return number, await _show(session, site, number, letter)

    number, shown = on_site(prepare)
    click.echo("\n".join(shown))
    if not yes and not click.confirm("Launch it?"):
        fail(f"not launched; kept as a draft: nhipcau broadcast launch {number}")

    async def work(site: Site) -> Broadcast:
        async with site.database.transaction() as session:
            at = letter.leaves(site.now) if letter else None
            return await broadcasts.launch(session, OPERATOR, number, now=site.now, at=at)

    launched = on_site(work)
    click.echo(f"Broadcast {number} is {launched.state}. See: nhipcau broadcast report {number}")


@broadcast.command("pause", epilog=epilog("broadcast pause 12"))
@NUMBER
def pause(number: int) -> None:
    """Begin no more messages of broadcast NUMBER."""
    _move(number, broadcasts.pause)


@broadcast.command("resume", epilog=epilog("broadcast resume 12"))
@NUMBER
def resume(number: int) -> None:
    """Go on with the paused broadcast NUMBER."""
    _move(number, broadcasts.resume)


@broadcast.command("cancel", epilog=epilog("broadcast cancel 12 --yes"))
@NUMBER
@click.option("--yes", is_flag=True, help="Do not ask before cancelling.")
def cancel(number: int, yes: bool) -> None:
    """End broadcast NUMBER for good: who has not got it yet never will."""
    if not yes and not click.confirm(f"Cancel broadcast {number} for good?"):
        fail("not cancelled")
    _move(number, broadcasts.cancel)


@broadcast.command("report", epilog=epilog("broadcast report 12"))
@NUMBER
def report(number: int) -> None:
    """Tell what became of broadcast NUMBER, by state and reason, by ward, by answer."""

    async def work(site: Site) -> Report:
        async with site.database.reading() as session:
            return await broadcasts.report(session, OPERATOR, number)

    click.echo("\n".join(_report_lines(on_site(work))))


def _move(number: int, verb: Callable[..., Awaitable[Broadcast]]) -> None:
    async def work(site: Site) -> str:
        async with site.database.transaction() as session:
            return (await verb(session, OPERATOR, number, now=site.now)).state

    click.echo(f"Broadcast {number} is {on_site(work)}.")


def _read(order: str) -> Letter | None:
    """Return the file that was named; None for the number of a draft."""
    if order.isdecimal():
        return None
    path = Path(order)
    if not path.is_file():
        fail(f"there is no file {order}, and it is no draft's number", code=2)
    try:
        letter = read_letter(path)
    except Unreadable as error:
        fail(error.sentence)
    return letter


async def _draft(session: AsyncSession, site: Site, order: str, letter: Letter | None) -> int:
    """Return the draft's number, written from its file where it comes from one."""
    if letter is None:
        return int(order)
    letter.leaves(site.now)
    draft = await letter.as_draft(session, await open_audience(session, site.settings))
    return (await broadcasts.write(session, OPERATOR, draft, now=site.now)).id


async def _show(
    session: AsyncSession, site: Site, number: int, letter: Letter | None
) -> list[str]:
    """Return a draft as people will read it, whom it is for, and when it really leaves."""
    draft = await broadcasts.get(session, number)
    reply = await broadcasts.preview(session, OPERATOR, number)
    choices = [f"[{choice.label}]" for choice in reply.choices]
    at = letter.leaves(site.now) if letter else None
    leaves = leaves_at(at or site.now, site.settings)
    when = "at once" if at is None and leaves == site.now else f"at {moment('en', leaves)}"
    audience = await tell_audience(session, segments.check_rule(draft.rule))
    audience.append(f"{await count_reached(session, draft):>9}  can be reached now")
    return [draft.title, "-" * 40, reply.text, *choices, "-" * 40, *audience, f"Leaves {when}."]


def _report_lines(told: Report) -> list[str]:
    broadcast_ = told.broadcast
    lines = [f"{broadcast_.id}: {broadcast_.title} ({broadcast_.state}), {told.total} people"]
    for (state, reason), count in sorted(told.by_state.items(), key=lambda pair: -pair[1]):
        why = f": {say('en', 'report-reason', reason=reason)}" if reason else ""
        lines.append(f"{count:>9}  {state}{why}")
    lines += ["", "     sent      all  ward"]
    for name, states in told.by_ward:
        total = sum(states.values())
        lines.append(f"{states.get('sent', 0):>9}{total:>9}  {name or '(unknown)'}")
    for letter, label, count in told.presses:
        lines.append(f"{count:>9}  pressed {letter}. {label}")
    return lines
