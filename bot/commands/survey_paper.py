"""The command line: `nhipcau survey paper`: answers given on paper, out and in as a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, fail, on_site
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.paper import take_people, write_paper
from bot.surveys.paper_reading import Desk, Taken, take_paper

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    "paper",
    epilog=epilog("survey paper bhyt --xlsx phieu.xlsx", "survey paper bhyt --read phieu.xlsx"),
)
@click.argument("code")
@click.option("--xlsx", type=FILE, help="Write a sheet to fill in, a line a person.")
@click.option("--read", type=FILE, help="Take a filled sheet back.")
def take_paper_answers(code: str, xlsx: Path | None, read: Path | None) -> None:
    """Write a sheet for the paper answers to open survey CODE, or take one back."""
    if (xlsx is None) == (read is None):
        fail("name one file: --xlsx to write a sheet, or --read to take one back")
    if xlsx is not None:
        _write(code, xlsx)
    elif read is not None:
        _read(code, read)


def _write(code: str, xlsx: Path) -> None:
    async def work(site: Site) -> tuple[int, bytes]:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            people = await take_people(session, OPERATOR, survey, site.now)
            return len(people), write_paper(survey, people)

    count, content = on_site(work)
    xlsx.write_bytes(content)
    click.echo(f"People who have not answered: {count}\nWritten: {xlsx}")


def _read(code: str, file: Path) -> None:
    try:
        content = file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}")

    async def work(site: Site) -> Taken:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            keys = Keys(site.settings.data_dir)
            desk = Desk(session, keys, OPERATOR, survey, site.now)
            return await take_paper(desk, content)

    taken: Taken = on_site(work)
    for fault in taken.faults:
        click.echo(str(fault))
    click.echo(f"Recorded: {taken.recorded}, without any answer: {taken.empty}")
    if taken.faults:
        fail(f"{len(taken.faults)} to mend; a row with a fault was left out whole")
