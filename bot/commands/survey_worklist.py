"""The command line: `nhipcau survey worklist`: whom a survey did not reach, as a file."""

from __future__ import annotations

from pathlib import Path

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.worklist import Worklist, take_worklist
from bot.surveys.worklist_sheet import write_worklist


@click.command("worklist", epilog=epilog("survey worklist bhyt --xlsx can-den.xlsx"))
@click.argument("code")
@click.option(
    "--xlsx",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)
def write_survey_worklist(code: str, xlsx: Path) -> None:
    """Write who may answer open survey CODE, has not, and cannot be reached by chat."""

    async def work(site: Site) -> Worklist:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            return await take_worklist(session, OPERATOR, survey, site.now)

    worklist: Worklist = on_site(work)
    xlsx.write_bytes(write_worklist(worklist))
    people, groups = len(worklist.lines), len(worklist.groups)
    click.echo(f"To visit: {people}, residential groups: {groups}")
    click.echo(f"Left out, as they opted out: {worklist.left_out}")
    click.echo(f"Written: {xlsx}")
