"""The command line: `nhipcau survey results`: told, as a workbook, as pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import OPERATOR, Actor
from bot.commands.running import epilog, on_site
from bot.models import Survey
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.results import Results, get_results
from bot.surveys.results.packing import export_package
from bot.surveys.results.painting import DARK, LIGHT, paint
from bot.surveys.results.pictures import Charts, take_charts
from bot.surveys.results.searching import tell_written
from bot.surveys.results.weighting import tell_weighted
from bot.surveys.sheets import export_results
from bot.surveys.summary import summarise
from bot.xlsforms import export_data

Export = Callable[[AsyncSession, Actor, Survey, datetime], Awaitable[bytes]]
EXPORTS: dict[str, Export] = {"xlsx": export_results, "csv": export_package, "odk": export_data}


@click.command(
    "results",
    epilog=epilog(
        "survey results bhyt",
        "survey results bhyt --weighted",
        'survey results bhyt --find "đèn đường"',
        "survey results bhyt --xlsx a.xlsx",
        "survey results bhyt --csv bhyt.zip",
        "survey results bhyt --odk bhyt.csv",
        "survey results bhyt --png pictures --dark",
    ),
)
@click.argument("code")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write a file.")
@click.option(
    "--csv", type=click.Path(dir_okay=False, path_type=Path), help="Write a data package (.zip)."
)
@click.option(
    "--odk",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write single answers as KoboToolbox's and ODK's tools read them (.csv).",
)
@click.option(
    "--png", type=click.Path(file_okay=False, path_type=Path), help="Draw into a folder."
)
@click.option("--dark", is_flag=True, help="Draw on a dark ground.")
@click.option("--weighted", is_flag=True, help="Tell shares weighted to the roll by ward.")
@click.option("--find", "words", default="", help="Tell what people wrote that has these words.")
def tell_results(
    code: str, *, png: Path | None, dark: bool, weighted: bool, words: str, **files: Path | None
) -> None:
    """Tell the results of survey CODE, or write them to a file, or draw them."""
    wanted = {path: EXPORTS[name] for name, path in files.items() if path is not None}
    for path, export in wanted.items():
        path.write_bytes(on_site(partial(_take, code=code, export=export)))
        click.echo(f"Written: {path}")
    if png is not None:
        _write_pictures(code, png, dark=dark)
    if not wanted and png is None:
        tell = tell_weighted if weighted else summarise
        if words:
            tell = partial(_tell_written, words)
        click.echo(on_site(lambda site: _tell(site, code, tell, whole=bool(words))))


def _tell_written(words: str, results: Results, locale: str) -> str:
    return tell_written(results, words, locale)


async def _tell(site: Site, code: str, tell: Callable[[Results, str], str], *, whole: bool) -> str:
    async with site.database.reading() as session:
        found = await get_survey(session, code)
        results = await get_results(session, OPERATOR, found, site.now, whole=whole)
        return tell(results, "en")


async def _take(site: Site, code: str, export: Export) -> bytes:
    async with site.database.transaction() as session:
        found = await get_survey(session, code)
        return await export(session, OPERATOR, found, site.now)


def _write_pictures(code: str, folder: Path, *, dark: bool) -> None:
    async def take(site: Site) -> Charts:
        async with site.database.transaction() as session:
            found = await get_survey(session, code)
            return await take_charts(session, OPERATOR, found, site.now, locale="vi")

    charts = on_site(take)
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in charts:
        path = folder / f"{code}-{name}.png"
        path.write_bytes(paint(chart, DARK if dark else LIGHT))
        click.echo(f"Written: {path}")
