"""The command line: `nhipcau broadcast …`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Report
from bot.broadcasts.describing import say_amended, say_spent
from bot.commands.again import again
from bot.commands.approving import approve_it, list_waiting, refuse_it, tell_waits
from bot.commands.audience import open_audience
from bot.commands.explaining import explain
from bot.commands.faults import Unreadable
from bot.commands.letter import Letter, read_letter
from bot.commands.recalling import correct, recall
from bot.commands.running import epilog, fail, on_site
from bot.commands.showing import show_draft
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


broadcast.add_command(again)


broadcast.add_command(explain)


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
            shown = await show_draft(session, site, number, letter)
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
    `english:` (`text:` and `buttons:` again, for whose language is English), `to:` (`wards:`,
    `groups:`, `organisations:`, `ages:`, `tags:`, `channels:`, `registered-since:`, `answered:`,
    `unanswered:`, `said:`, `got:`, `missed:`, `pressed:`, `segments:`, `and:`, `or:`, `not:`),
    `at:`, `send-by:` (what could not leave until then never does), `urgent: yes`, `twice-ok: yes`
    (what may have arrived may be sent again), `may-cost: yes` (who cannot be reached free is, for
    money), `template:` with `template-fields:` (for whom only an approved text may reach),
    `photo:` or `document:` (a path, seen from this file), `link:` (`label:`, `address:`) and
    `place:` (`name:`, `at: 19.8, 105.77`). The text may hold <b>, <i> and <a href="https://…">.

    To many people, or when it is urgent, it waits for a second person's approval.
    """
    letter = _read(order)

    async def prepare(site: Site) -> tuple[int, list[str]]:
        async with site.database.transaction() as session:
            written = await _draft(session, site, order, letter)
            return written, await show_draft(session, site, written, letter)

    draft, shown = on_site(prepare)
    click.echo("\n".join(shown))
    if not yes and not click.confirm("Launch it?"):
        fail(f"not launched; kept as a draft: nhipcau broadcast launch {draft}")

    async def work(site: Site) -> tuple[Broadcast, list[str]]:
        async with site.database.transaction() as session:
            at, over = letter.leaves(site.now) if letter else None, site.settings.approve_over
            launched = await broadcasts.launch(
                session, OPERATOR, draft, now=site.now, at=at, approve_over=over
            )
            return launched, await tell_waits(session, "broadcast", draft)

    launched, waits = on_site(work)
    click.echo(f"Broadcast {draft} is {launched.state}. See: nhipcau broadcast report {draft}")
    for line in waits:
        click.echo(line)


@broadcast.command("waiting", epilog=epilog("broadcast waiting"))
def waiting() -> None:
    """List what waits for a second person: broadcasts, recurring ones, surveys."""
    for line in on_site(list_waiting) or ["Nothing waits for approval."]:
        click.echo(line)


@broadcast.command("approve", epilog=epilog("broadcast approve 12"))
@NUMBER
@click.option("--yes", is_flag=True, help="Do not ask before approving.")
def approve(number: int, yes: bool) -> None:
    """Approve broadcast NUMBER, which somebody else wrote and asked for: it leaves."""
    approve_it("broadcast", _numbered(number), yes=yes)


@broadcast.command("refuse", epilog=epilog('broadcast refuse 12 "The date is wrong."'))
@NUMBER
@click.argument("reason")
def refuse(number: int, reason: str) -> None:
    """Return broadcast NUMBER to who asked, with a REASON: it is a draft again."""
    refuse_it("broadcast", _numbered(number), reason)


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


@broadcast.command("resend", epilog=epilog("broadcast resend 12", "broadcast resend 12 --yes"))
@NUMBER
@click.option("--yes", is_flag=True, help="Do not ask before resending.")
def resend(number: int, yes: bool) -> None:
    """Send broadcast NUMBER again to those whose outcome is unknown: some may get it twice."""

    async def look(site: Site) -> tuple[int, list[tuple[str, str]]]:
        async with site.database.reading() as session:
            told = await broadcasts.report(session, OPERATOR, number)
            return told.count("unknown"), await broadcasts.find_unknown(session, OPERATOR, number)

    unknown, named = on_site(look)
    for name, reason in named:
        click.echo(f"{name}: {say('en', 'report-reason', reason=reason)}")
    if unknown > len(named):
        click.echo(f"and {unknown - len(named)} more")
    if unknown and not yes and not click.confirm(f"Send it again to these {unknown} people?"):
        fail("not sent again")

    async def work(site: Site) -> int:
        async with site.database.transaction() as session:
            return await broadcasts.resend_unknown(session, OPERATOR, number, now=site.now)

    click.echo(f"Queued again: {on_site(work)}. See: nhipcau broadcast report {number}")


@broadcast.command("report", epilog=epilog("broadcast report 12"))
@NUMBER
def report(number: int) -> None:
    """Tell what became of broadcast NUMBER, by state and reason, by ward, by answer."""

    async def work(site: Site) -> Report:
        async with site.database.reading() as session:
            return await broadcasts.report(session, OPERATOR, number)

    click.echo("\n".join(_report_lines(on_site(work))))


broadcast.add_command(correct)
broadcast.add_command(recall)


def _numbered(number: int) -> Callable[[AsyncSession], Awaitable[int]]:
    async def find(_: AsyncSession) -> int:
        return number

    return find


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
    audience = await open_audience(session, site.settings, now=site.now)
    draft = await letter.as_draft(session, audience, site.now)
    return (await broadcasts.write(session, OPERATOR, draft, now=site.now)).id


def _report_lines(told: Report) -> list[str]:
    broadcast_ = told.broadcast
    lines = [f"{broadcast_.id}: {broadcast_.title} ({broadcast_.state}), {told.total} people"]
    for (state, reason), count in sorted(told.by_state.items(), key=lambda pair: -pair[1]):
        why = f": {say('en', 'report-reason', reason=reason)}" if reason else ""
        lines.append(f"{count:>9}  {state}{why}")
    lines += [*say_amended(told, "en"), *say_spent(told, "en")]
    lines += ["", "     sent      all  ward"] if told.by_ward else []
    for name, states in told.by_ward:
        total = sum(states.values())
        lines.append(f"{states.get('sent', 0):>9}{total:>9}  {name or '(unknown)'}")
    for letter, label, count in told.presses:
        lines.append(f"{count:>9}  pressed {letter}. {label}")
    return lines
