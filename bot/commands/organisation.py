"""The command line: `nhipcau organisation …`."""

from __future__ import annotations

import click

from bot import organisations
from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.site import Site


@click.group(epilog=epilog('organisation add hlhpn "Hội LHPN phường"', "organisation list"))
def organisation() -> None:
    """Add and list organisations."""


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


@organisation.command("list", epilog=epilog("organisation list"))
def list_organisations() -> None:
    """List the organisations with their codes."""

    async def work(site: Site) -> list[tuple[str, str]]:
        async with site.database.reading() as session:
            return [(o.code, o.name) for o in await organisations.list_all(session)]

    for code, name in on_site(work):
        click.echo(f"{code}\t{name}")
