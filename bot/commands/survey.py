"""The command line: `nhipcau survey …`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import campaigns, members, organisations
from bot.access import OPERATOR
from bot.commands.approving import approve_it, refuse_it, tell_waits
from bot.commands.audience import open_audience, tell_audience
from bot.commands.running import epilog, fail, on_site
from bot.commands.survey_answers import read_answers
from bot.commands.survey_compare import compare_surveys
from bot.commands.survey_files import (
    export_survey,
    find_pictures,
    read_file,
    reword_survey,
    with_said,
)
from bot.commands.survey_households import report_households, type_ballots
from bot.commands.survey_key import keep_key, tell_key
from bot.commands.survey_kinds import with_standing
from bot.commands.survey_minutes import correct_survey, verify_survey
from bot.commands.survey_paper import take_paper_answers
from bot.commands.survey_publish import publish_survey
from bot.commands.survey_quota import quota
from bot.commands.survey_results import tell_results
from bot.commands.survey_trying import check_survey, try_survey
from bot.commands.survey_worklist import write_survey_worklist
from bot.inviting import foretell_opening, launch_invitation
from bot.models import Survey
from bot.site import Site
from bot.surveys.bydate import by_date_of
from bot.surveys.closing import close_survey, find_spent_keys
from bot.surveys.finding import find_surveys, get_survey
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, import_form, open_survey
from bot.surveys.picturing import keep_pictures
from bot.surveys.quotas import set_shares
from bot.surveys.types import Standing, worth_of
from bot.text import moment
from bot.xlsforms import Said

CODE = click.argument("code")


@click.group(epilog=epilog("survey import bhyt.yaml --organisation cdtp", "survey results bhyt"))
def survey() -> None:
    """Import, open and close surveys, and read their results."""


@survey.command("list", epilog=epilog("survey list"))
def list_surveys() -> None:
    """List the surveys, the latest first."""

    async def work(site: Site) -> list[Survey]:
        async with site.database.reading() as session:
            return list(await find_surveys(session))

    found = on_site(work)
    for one in found:
        opens, closes = moment("en", one.opens_at), moment("en", one.closes_at)
        click.echo(f"{one.code}\t{one.state}\t{opens} - {closes}\t{one.title}")
    if not found:
        click.echo("No survey yet: nhipcau survey import FILE --organisation CODE")


@survey.command(
    "import",
    epilog=epilog(
        "survey import bhyt.yaml --organisation cdtp",
        'survey import bhyt.yaml --organisation cdtp --ward "Ba Đình" --ward "Lam Sơn"',
        'survey import kobo.xlsx --organisation cdtp --closes "10/12/2026 20:00" --purpose "Vì …"',
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="Code of the organisation that asks.")
@click.option("--ward", multiple=True, help="Ask only who lives in this ward; may be repeated.")
@click.option("--campaign", default="", help="Code of the campaign that it belongs to.")
@click.option("--all-people", is_flag=True, help="Ask everybody, not the organisation's members.")
@with_standing
@with_said
def import_survey(  # noqa: PLR0913, PLR0917 - each is an option
    file: Path,
    organisation: str,
    ward: tuple[str, ...],
    campaign: str,
    all_people: bool,
    standing: Standing | None,
    said: Said,
) -> None:
    """Check the survey in FILE (YAML, or an XLSForm .xlsx) and keep it until its opening."""
    form = read_file(file, said)
    pictures = find_pictures(file, form)

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            asks = await organisations.get(session, organisation)
            audience = await open_audience(session, site.settings, now=site.now)
            rule = audience.of_wards(ward) if all_people else audience.of_members(asks.id, ward)
            made = await import_form(
                session,
                OPERATOR,
                form,
                organisation_id=asks.id,
                rule=dict(rule),
                campaign_id=(await campaigns.get(session, campaign)).id if campaign else None,
                now=site.now,
                approve_over=site.settings.approve_over,
                standing=standing,
                pictures=await keep_pictures(session, form, pictures, now=site.now),
            )
            places = members.places_for(site.settings)
            await set_shares(session, OPERATOR, made.id, form.shares, places, now=site.now)
            return await _tell_made(session, made, site)

    click.echo("\n".join(on_site(work)))


async def _tell_made(session: AsyncSession, made: Survey, site: Site) -> list[str]:
    """Tell when a survey opens, what it is worth, whom it asks and what still has to be done."""
    going = by_date_of(made.terms)
    start = max(made.opens_at, site.now)
    needs = await foretell_opening(session, made, start=start, now=site.now, locale="en")
    return [
        f"{made.code}: opens at {moment('en', made.opens_at)}",
        *([going.describe("en")] if going else []),
        worth_of(made, "en"),
        *await tell_audience(session, made.rule),
        *needs,
        *await tell_waits(session, "survey", made.id),
        *tell_key(made, Keys(site.settings.data_dir)),
    ]


@survey.command("open", epilog=epilog("survey open bhyt"))
@CODE
def open_(code: str) -> None:
    """Open survey CODE now, whatever its file says, and invite."""

    async def verb(session: AsyncSession, site: Site, survey_id: int) -> Survey:
        means = Means(Keys(site.settings.data_dir), launch_invitation, site.settings.approve_over)
        return await open_survey(session, OPERATOR, survey_id, site.now, means)

    _change(code, verb)


@survey.command("approve", epilog=epilog("survey approve bhyt"))
@CODE
@click.option("--yes", is_flag=True, help="Do not ask before approving.")
def approve(code: str, yes: bool) -> None:
    """Approve survey CODE, which somebody else brought: it opens, and reminds, by itself."""
    approve_it("survey", _coded(code), yes=yes)


@survey.command("refuse", epilog=epilog('survey refuse bhyt "Question 3 is unclear."'))
@CODE
@click.argument("reason")
def refuse(code: str, reason: str) -> None:
    """Return survey CODE to who asked, with a REASON: it stays shut."""
    refuse_it("survey", _coded(code), reason)


@survey.command("close", epilog=epilog("survey close bhyt --yes"))
@CODE
@click.option("--yes", is_flag=True, help="Do not ask before closing.")
def close(code: str, yes: bool) -> None:
    """Close survey CODE now and for good; an anonymous one is unsealed and its key destroyed."""
    if not yes and not click.confirm(f"Close survey {code} for good?"):
        fail("not closed")

    async def verb(session: AsyncSession, site: Site, survey_id: int) -> Survey:
        keys = Keys(site.settings.data_dir)
        return await close_survey(session, OPERATOR, survey_id, site.now, keys)

    _change(code, verb)


def _coded(code: str) -> Callable[[AsyncSession], Awaitable[int]]:
    async def find(session: AsyncSession) -> int:
        return (await get_survey(session, code)).id

    return find


def _change(code: str, verb: Callable[[AsyncSession, Site, int], Awaitable[Survey]]) -> None:
    """Change a survey's state, then destroy the keys that no open survey needs any more."""

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            found = await get_survey(session, code)
            changed = await verb(session, site, found.id)
            state, waits = changed.state, await tell_waits(session, "survey", found.id)
            waits += tell_key(changed, Keys(site.settings.data_dir))
        keys = Keys(site.settings.data_dir)
        async with site.database.reading() as session:
            spent = await find_spent_keys(session, keys)
        for survey_id in spent:
            keys.destroy(survey_id)
        return [f"Survey {code} is {state}.", *waits]

    click.echo("\n".join(on_site(work)))


for command in (
    tell_results,
    compare_surveys,
    export_survey,
    reword_survey,
    try_survey,
    check_survey,
    verify_survey,
    correct_survey,
    write_survey_worklist,
    take_paper_answers,
    keep_key,
    read_answers,
    type_ballots,
    report_households,
    quota,
    publish_survey,
):
    survey.add_command(command)
