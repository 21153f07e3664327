"""The command line: `nhipcau survey quota`: so many of each ward and age band."""

from __future__ import annotations

import click

from bot.access import OPERATOR
from bot.commands.audience import open_audience
from bot.commands.running import epilog, on_site
from bot.segments import areas_of
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.quotas import find_left, set_quota
from bot.surveys.shares import EVERY


@click.command(
    "quota",
    epilog=epilog(
        'survey quota bhyt --ward "Ba Đình" --ages 18-35 --most 40',
        "survey quota bhyt --ages 60- --most 25",
        "survey quota bhyt",
    ),
)
@click.argument("code")
@click.option("--ward", default="", help="A ward; left out, every ward together.")
@click.option("--ages", default=EVERY, help="18-35, 60-; left out, every age together.")
@click.option("--most", type=int, help="How many people; left out, tell what is taken.")
def quota(code: str, ward: str, ages: str, most: int | None) -> None:
    """Ask only so many people of a ward and an age band in survey CODE; set it before it opens."""

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            if most is not None:
                audience = await open_audience(session, site.settings, now=site.now)
                keys = sorted(areas_of(audience.of_wards([ward])) or []) if ward else [EVERY]
                for key in keys:
                    await set_quota(
                        session,
                        OPERATOR,
                        survey.id,
                        ward_key=key,
                        band=ages,
                        most=most,
                        now=site.now,
                    )
            found = await find_left(session, survey.id)
            return [f"{one.ward_key}\t{one.band}\t{one.taken} of {one.most}" for one in found]

    click.echo("\n".join(on_site(work)) or "No quota: everybody who is asked may answer.")
