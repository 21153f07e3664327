"""The command line: `nhipcau calendar …`."""

from __future__ import annotations

from datetime import date, datetime

import click

from bot import organisations, windows
from bot.access import OPERATOR
from bot.clock import to_local
from bot.commands.running import epilog, on_site
from bot.models import BlockedDates
from bot.site import Site
from bot.windows import Days

DAY = click.DateTime(["%d/%m/%Y", "%Y-%m-%d"])
SHOWN = "%d/%m/%Y"


@click.group(epilog=epilog('calendar block 30/04/2027 01/05/2027 "Nghỉ lễ"', "calendar list"))
def calendar() -> None:
    """List and close the days on which nothing is sent that is not urgent."""


@calendar.command("list", epilog=epilog("calendar list", "calendar list --all"))
@click.option("--all", "everything", is_flag=True, help="Days that are over, and every Tết, too.")
def list_days(everything: bool) -> None:
    """List quiet hours, closed days with their numbers, and the next Tết."""

    async def work(site: Site) -> list[str]:
        today = date.min if everything else to_local(site.now).date()
        async with site.database.reading() as session:
            codes = {one.id: one.code for one in await organisations.list_all(session)}
            lines = [_site_hours(site), *_tet_lines(site, today, everything=everything)]
            lines += [
                f"{one.code}\tquiet {one.quiet_from:%H:%M}-{one.quiet_until:%H:%M}"
                for one in await organisations.list_all(session)
                if one.quiet_from is not None and one.quiet_until is not None
            ]
            found = [row for row in await windows.list_blocked(session) if row.last >= today]
            return [*lines, *(_blocked_line(row, codes) for row in found)]

    click.echo("\n".join(on_site(work)))


@calendar.command(
    "block",
    epilog=epilog(
        'calendar block 02/09/2027 02/09/2027 "Quốc khánh"',
        'calendar block 20/12/2026 21/12/2026 "Đại hội" --organisation cdtp',
    ),
)
@click.argument("first", type=DAY)
@click.argument("last", type=DAY)
@click.argument("name")
@click.option("--organisation", default="", help="Its code; the whole site when left out.")
def block(first: datetime, last: datetime, name: str, organisation: str) -> None:
    """Close the days from FIRST to LAST (dd/mm/yyyy) under a NAME."""

    async def work(site: Site) -> int:
        async with site.database.transaction() as session:
            whose = (await organisations.get(session, organisation)).id if organisation else None
            days = Days(first.date(), last.date(), name)
            return (await windows.block(session, OPERATOR, days, whose, now=site.now)).id

    number = on_site(work)
    click.echo(f"Closed: {name}. Open them again: nhipcau calendar unblock {number}")


@calendar.command("unblock", epilog=epilog("calendar unblock 3"))
@click.argument("number", type=int)
def unblock(number: int) -> None:
    """Open the closed days of this NUMBER again."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            await windows.unblock(session, OPERATOR, number, now=site.now)

    on_site(work)
    click.echo(f"The days of number {number} are open again.")


def _site_hours(site: Site) -> str:
    settings = site.settings
    return f"site\tquiet {settings.quiet_from:%H:%M}-{settings.quiet_until:%H:%M}"


def _tet_lines(site: Site, today: date, *, everything: bool) -> list[str]:
    if not site.settings.closed_at_tet:
        return ["site\tTết is not closed (NHIPCAU_CLOSED_AT_TET)"]
    coming = [tet for tet in windows.read_tet() if tet.days.last >= today]
    return [
        f"site\t{_span(tet.days)}\t{tet.days.name} (its first day: {tet.first_day:{SHOWN}})"
        for tet in (coming if everything else coming[:1])
    ]


def _blocked_line(row: BlockedDates, codes: dict[int, str]) -> str:
    whose = codes[row.organisation_id] if row.organisation_id is not None else "site"
    return f"{whose}\t{_span(Days(row.first, row.last))}\t{row.name}\tnumber {row.id}"


def _span(days: Days) -> str:
    return f"{days.first:{SHOWN}}-{days.last:{SHOWN}}"
