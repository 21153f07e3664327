"""The command line: `nhipcau survey verify` and `correct`: what a closed survey's minute says."""

from __future__ import annotations

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, fail, on_site
from bot.models import SurveyMinute
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.minutes import Verdict, correct_minute, verify
from bot.text import moment


@click.command("verify", epilog=epilog("survey verify bhyt"))
@click.argument("code")
def verify_survey(code: str) -> None:
    """Count closed survey CODE anew and hold it against its minute and the chain of minutes."""

    async def work(site: Site) -> Verdict:
        async with site.database.reading() as session:
            return await verify(session, OPERATOR, await get_survey(session, code))

    verdict: Verdict = on_site(work)
    click.echo(_tell(verdict.minute))
    for number in verdict.broken:
        click.echo(f"Minute {number} was altered, or does not follow the one before it.")
    for difference in verdict.differences:
        click.echo(str(difference))
    if not verdict.is_sound:
        fail(f"survey {code} does not agree with its minute")
    click.echo("The chain holds, and the answers agree with the minute.")


@click.command("correct", epilog=epilog('survey correct bhyt "Ward Lam Sơn was counted twice."'))
@click.argument("code")
@click.argument("why")
def correct_survey(code: str, why: str) -> None:
    """Write a new minute for closed survey CODE in the place of its last one, and WHY."""

    async def work(site: Site) -> SurveyMinute:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            return await correct_minute(session, OPERATOR, survey.id, why, now=site.now)

    click.echo(_tell(on_site(work)))


def _tell(minute: SurveyMinute) -> str:
    corrects = f", in the place of minute {minute.corrects}" if minute.corrects else ""
    written = moment("en", minute.written_at)
    return f"Minute {minute.number} of {written}{corrects}: {minute.digest}"
