"""The command line: `nhipcau survey answers`: who answered what, and it is noted who looked."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.forms import Form, form_of
from bot.surveys.looking import Single, look
from bot.surveys.standing import VOID
from bot.surveys.values import shown


@click.command("answers", epilog=epilog("survey answers bhyt", "survey answers bhyt --member 12"))
@click.argument("code")
@click.option("--member", type=int, help="Only this member's, by number.")
def read_answers(code: str, member: int | None) -> None:
    """Read who answered what in survey CODE, which is not anonymous; the look is audited."""

    async def work(site: Site) -> tuple[Form, Sequence[Single]]:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            found = await look(session, OPERATOR, survey, now=site.now, member_id=member)
            return form_of(survey), found

    form, found = on_site(work)
    for one in found:
        click.echo(f"{one.member_id}\t{one.name}\t{one.state}")
        for question in form.questions:
            if VOID not in one.answers.get(question.code, {VOID: True}):
                said = shown(question, one.answers[question.code], "en")
                click.echo(f"\t{question.text.said('en')}\t{said}")
    if not found:
        click.echo("Nobody has answered anything.")
