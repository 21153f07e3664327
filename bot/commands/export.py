"""The command line: `nhipcau export …`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot import exports, organisations
from bot.access import OPERATOR
from bot.commands.audience import open_audience
from bot.commands.running import epilog, on_site
from bot.site import Site

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.group(
    epilog=epilog("export broadcast 12 bao-cao.xlsx", "export members --organisation cdtp ds.xlsx")
)
def export() -> None:
    """Write .xlsx files; each is noted in the audit trail."""


@export.command(
    "broadcast", epilog=epilog("export broadcast 12 bao-cao.xlsx", "export broadcast 12 ly-do.csv")
)
@click.argument("number", type=int)
@FILE
def export_broadcast(number: int, file: Path) -> None:
    """Write the report of broadcast NUMBER to FILE: by ward, by reason, by answer.

    A FILE that ends in .csv holds the reasons alone, each with how many people.
    """
    make = exports.export_reasons if file.suffix == ".csv" else exports.export_broadcast

    async def work(site: Site) -> bytes:
        async with site.database.transaction() as session:
            return await make(session, OPERATOR, number, now=site.now)

    file.write_bytes(on_site(work))
    click.echo(f"Written: {file}")


@export.command(
    "members",
    epilog=epilog(
        "export members --organisation cdtp ds.xlsx",
        'export members --organisation cdtp --ward "Ba Đình" ds.xlsx',
    ),
)
@click.option("--organisation", required=True, help="Code of the organisation.")
@click.option("--ward", multiple=True, help="Only who lives in this ward; may be repeated.")
@FILE
def export_members(organisation: str, ward: tuple[str, ...], file: Path) -> None:
    """Write the members of an organisation to FILE."""

    async def work(site: Site) -> int:
        async with site.database.transaction() as session:
            theirs = await organisations.get(session, organisation)
            audience = await open_audience(session, site.settings, now=site.now)
            rule = audience.of_members(theirs.id, ward)
            length = await exports.note_members(session, OPERATOR, rule, now=site.now)
        with click.progressbar(length=length, label=file.name, file=sys.stderr) as bar:
            async with site.database.reading() as session:
                return await exports.write_members(session, rule, file, hear=bar.update)

    click.echo(f"Written: {on_site(work)} members in {file}")
