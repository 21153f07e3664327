"""The command line: `nhipcau household …`: the rolls of households."""

from __future__ import annotations

from pathlib import Path

import click

from bot.access import OPERATOR
from bot.commands.audience import open_audience
from bot.commands.running import epilog, fail, on_site
from bot.households import HouseholdImport, import_households
from bot.rolls import RollRefused
from bot.segments import areas_of
from bot.site import Site


@click.group(epilog=epilog('household import ho-gia-dinh.xlsx --ward "Hạc Thành"'))
def household() -> None:
    """Import the ward's list of households, over which consultations are counted."""


@household.command("import", epilog=epilog('household import ho-gia-dinh.xlsx --ward "Hạc Thành"'))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ward", required=True, help="The ward or commune whose households these are.")
def import_(file: Path, ward: str) -> None:
    """Import the households in FILE (.xlsx): a numbered row a home, then its people."""

    async def work(site: Site) -> HouseholdImport:
        async with site.database.transaction() as session:
            audience = await open_audience(session, site.settings, now=site.now)
            keys = areas_of(audience.of_wards([ward]))
            [key] = keys or [""]
            return await import_households(session, OPERATOR, file, ward_key=key, now=site.now)

    try:
        done = on_site(work)
    except RollRefused as refused:
        fail(f"{file.name}: {refused}")
    click.echo(f"Households: {done.households}, new: {done.fresh}.")
    click.echo(f"People named: {done.people}, of them members here: {done.linked}.")
    for row, written in done.refused:
        click.echo(f"Row {row} names nobody: {written}")
