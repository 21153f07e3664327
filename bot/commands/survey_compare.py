"""The command line: `nhipcau survey compare`: two waves side by side."""

from __future__ import annotations

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.results import get_results
from bot.surveys.results.comparing import tell_comparison


@click.command("compare", epilog=epilog("survey compare bhyt-2025 bhyt-2026"))
@click.argument("before")
@click.argument("after")
def compare_surveys(before: str, after: str) -> None:
    """Compare the results of survey AFTER with those of the earlier BEFORE."""

    async def work(site: Site) -> str:
        async with site.database.reading() as session:
            waves = [await get_survey(session, code) for code in (before, after)]
            was, now = [await get_results(session, OPERATOR, one, site.now) for one in waves]
        return tell_comparison(was, now, "en")

    click.echo(on_site(work))
