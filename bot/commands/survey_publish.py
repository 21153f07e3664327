"""The command line: `nhipcau survey publish`: the result is told by itself at the closing."""

from __future__ import annotations

import click

from bot import publishing
from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.site import Site
from bot.surveys.finding import get_survey


@click.command("publish", epilog=epilog("survey publish bhyt"))
@click.argument("code")
def publish_survey(code: str) -> None:
    """Have the result of survey CODE told to those it asks, by itself, once it has closed."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            await publishing.promise(session, OPERATOR, survey.id, now=site.now)

    on_site(work)
    click.echo(f"The result of {code} is told to those it asks when it has closed.")
