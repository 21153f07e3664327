"""The command line: what came in on paper, and the report of a consultation of households."""

from __future__ import annotations

from pathlib import Path

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.household_counts import GroupCount, count_households, type_paper
from bot.surveys.household_report import export_report


@click.command(
    "paper", epilog=epilog('survey paper ten-phuong --group "5" --agree 31 --disagree 2')
)
@click.argument("code")
@click.option("--group", required=True, help="The residential group that was counted.")
@click.option("--ward-key", help="Its ward's key, where two wards have such a group.")
@click.option("--agree", type=int, required=True)
@click.option("--disagree", type=int, required=True)
@click.option("--invalid", type=int, default=0, help="Both or none ticked.")
def type_ballots(  # noqa: PLR0913 - one parameter an option
    code: str, group: str, ward_key: str | None, agree: int, disagree: int, *, invalid: int
) -> None:
    """Type what came in on paper in one residential group, over what was typed before."""

    async def work(site: Site) -> GroupCount:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            return await type_paper(
                session,
                OPERATOR,
                survey.id,
                group,
                agree=agree,
                disagree=disagree,
                invalid=invalid,
                now=site.now,
                ward_key=ward_key,
            )

    done = on_site(work)
    click.echo(f"Group {done.name}: {done.participating} of {done.households} households.")


@click.command("report", epilog=epilog("survey report ten-phuong --xlsx bao-cao.xlsx"))
@click.argument("code")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write a file.")
def report_households(code: str, xlsx: Path | None) -> None:
    """Report the consultation CODE over all households; as a file in the layout of Decree 30."""

    async def take(site: Site) -> bytes:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            return await export_report(session, OPERATOR, survey, site.now)

    async def tell(site: Site) -> str:
        async with site.database.reading() as session:
            return (await count_households(session, await get_survey(session, code))).tell("en")

    if xlsx is None:
        click.echo(on_site(tell))
        return
    xlsx.write_bytes(on_site(take))
    click.echo(f"Written: {xlsx}")
