"""The command line: `nhipcau organisation …`."""

from __future__ import annotations

from datetime import datetime

import click

from bot import organisations, windows
from bot.access import OPERATOR
from bot.commands.running import epilog, fail, on_site
from bot.site import Site
from bot.windows import Window

HOUR = click.DateTime(["%H:%M"])


@click.group(epilog=epilog('organisation add hlhpn "Hội LHPN phường"', "organisation list"))
def organisation() -> None:
    """Add and list organisations, and set their quiet hours."""


@organisation.command("add", epilog=epilog('organisation add cdtp "Công đoàn thành phố"'))
@click.argument("code")
@click.argument("name")
def add(code: str, name: str) -> None:
    """Add an organisation under a short CODE, or give it a new NAME."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            await organisations.add(session, OPERATOR, code, name, now=site.now)

    on_site(work)
    click.echo(f"{code}: {name}")


@organisation.command(
    "hours", epilog=epilog("organisation hours cdtp 20:00 08:00", "organisation hours cdtp")
)
@click.argument("code")
@click.argument("quiet_from", type=HOUR, required=False)
@click.argument("quiet_until", type=HOUR, required=False)
def hours(code: str, quiet_from: datetime | None, quiet_until: datetime | None) -> None:
    """Give organisation CODE quiet hours of its own, or the site's again when none are named."""
    if (quiet_from is None) != (quiet_until is None):
        fail("two hours are needed: from when, and until when", code=2)
    own = (quiet_from.time(), quiet_until.time()) if quiet_from and quiet_until else None

    async def work(site: Site) -> Window:
        async with site.database.transaction() as session:
            found = await organisations.get(session, code)
            await windows.set_hours(session, OPERATOR, found, own, now=site.now)
            await session.flush()
            return await windows.load_one(session, found.id, site.settings)

    window = on_site(work)
    click.echo(f"{code}: quiet {window.quiet_from:%H:%M}-{window.quiet_until:%H:%M}")


@organisation.command("list", epilog=epilog("organisation list"))
def list_organisations() -> None:
    """List the organisations with their codes."""

    async def work(site: Site) -> list[tuple[str, str]]:
        async with site.database.reading() as session:
            return [(o.code, o.name) for o in await organisations.list_all(session)]

    for code, name in on_site(work):
        click.echo(f"{code}\t{name}")
