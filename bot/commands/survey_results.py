"""The command line: `nhipcau survey results`: told, as a workbook, as pictures."""

from __future__ import annotations

from pathlib import Path

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.results import get_results
from bot.surveys.results.painting import DARK, LIGHT
from bot.surveys.results.pictures import Picture, Style, take_pictures
from bot.surveys.sheets import export_results
from bot.surveys.summary import summarise


@click.command(
    "results",
    epilog=epilog(
        "survey results bhyt",
        "survey results bhyt --xlsx a.xlsx",
        "survey results bhyt --png pictures --dark",
    ),
)
@click.argument("code")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write a file.")
@click.option(
    "--png", type=click.Path(file_okay=False, path_type=Path), help="Draw into a folder."
)
@click.option("--dark", is_flag=True, help="Draw on a dark ground.")
def tell_results(code: str, xlsx: Path | None, png: Path | None, dark: bool) -> None:
    """Tell the results of survey CODE, or write them to a file, or draw them."""
    if xlsx is not None:
        xlsx.write_bytes(on_site(lambda site: _take(site, code)))
        click.echo(f"Written: {xlsx}")
    if png is not None:
        _write_pictures(code, png, dark=dark)
    if xlsx is None and png is None:
        click.echo(on_site(lambda site: _tell(site, code)))


async def _tell(site: Site, code: str) -> str:
    async with site.database.reading() as session:
        found = await get_survey(session, code)
        return summarise(await get_results(session, OPERATOR, found, site.now), "en")


async def _take(site: Site, code: str) -> bytes:
    async with site.database.transaction() as session:
        found = await get_survey(session, code)
        return await export_results(session, OPERATOR, found, site.now)


def _write_pictures(code: str, folder: Path, *, dark: bool) -> None:
    style = Style("vi", DARK if dark else LIGHT)

    async def draw(site: Site) -> list[Picture]:
        async with site.database.transaction() as session:
            found = await get_survey(session, code)
            return await take_pictures(session, OPERATOR, found, site.now, style)

    pictures = on_site(draw)
    folder.mkdir(parents=True, exist_ok=True)
    for name, _, data in pictures:
        path = folder / f"{code}-{name}.png"
        path.write_bytes(data)
        click.echo(f"Written: {path}")
