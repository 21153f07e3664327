"""The command line: `nhipcau comments …`: documents that are open to comments."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from bot import organisations
from bot.access import OPERATOR
from bot.clock import LOCAL
from bot.commands.audience import open_audience
from bot.commands.running import epilog, on_site
from bot.commands.survey_kinds import with_standing
from bot.consultations import answering, periods
from bot.consultations.periods import Plan
from bot.site import Site
from bot.surveys.types import POLL, Standing
from bot.text import moment

WHEN = click.DateTime(["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"])
FILE = click.Path(dir_okay=False, path_type=Path)
CODE = click.argument("code")


@click.group(epilog=epilog("comments export du-thao --xlsx gop-y.xlsx"))
def comments() -> None:
    """Open documents to comments, answer them by groups, publish what was done."""


@comments.command(
    "add",
    epilog=epilog(
        'comments add du-thao --title "Quy ước tổ" --organisation cdtp --document https://… '
        '--opens "02/12/2026 08:00" --closes "12/12/2026 17:00"'
    ),
)
@CODE
@click.option("--title", required=True)
@click.option("--organisation", required=True, help="Code of the organisation that asks.")
@click.option("--opens", type=WHEN, required=True, help="Local day and time.")
@click.option("--closes", type=WHEN, required=True)
@click.option("--ward", multiple=True, help="Only who lives in this ward; may be repeated.")
@with_standing
def add(  # noqa: PLR0913, PLR0917 - one parameter an option
    code: str,
    title: str,
    organisation: str,
    opens: datetime,
    closes: datetime,
    ward: tuple[str, ...],
    standing: Standing | None,
) -> None:
    """Open the document of --document to comments from --opens to --closes, under CODE."""

    async def work(site: Site) -> str:
        async with site.database.transaction() as session:
            asks = await organisations.get(session, organisation)
            audience = await open_audience(session, site.settings, now=site.now)
            first, last = (when.replace(tzinfo=LOCAL) for when in (opens, closes))
            rule = dict(audience.of_wards(ward))
            plan = Plan(code, title, standing or POLL, asks.id, rule, first, last)
            made = await periods.add_period(session, OPERATOR, plan, now=site.now)
            return f"{made.code}: opens at {moment('en', made.opens_at)}"

    click.echo(on_site(work))


@comments.command("export", epilog=epilog("comments export du-thao --xlsx gop-y.xlsx"))
@CODE
@click.option("--xlsx", type=FILE, required=True)
def export(code: str, xlsx: Path) -> None:
    """Write the comments on CODE, without who wrote them, to be grouped and answered."""

    async def work(site: Site) -> bytes:
        async with site.database.transaction() as session:
            period = await periods.get_period(session, code)
            return await answering.export_comments(session, OPERATOR, period, now=site.now)

    xlsx.write_bytes(on_site(work))
    click.echo(f"Written: {xlsx}")


@comments.command("answer", epilog=epilog("comments answer du-thao gop-y.xlsx"))
@CODE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def answer(code: str, file: Path) -> None:
    """Read the filled workbook back: a group beside each comment, an answer beside each group."""

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            period = await periods.get_period(session, code)
            found = await answering.import_answers(
                session, OPERATOR, period.id, file, now=site.now
            )
            return [f"{one.number}\t{one.title}\t{one.comments} comments" for one in found]

    click.echo("\n".join(on_site(work)))


@comments.command("publish", epilog=epilog('comments publish du-thao "42 ý kiến, tiếp thu 30."'))
@CODE
@click.argument("summary")
def publish(code: str, summary: str) -> None:
    """Publish SUMMARY and what was done about each group of comments on CODE."""

    async def work(site: Site) -> str:
        async with site.database.transaction() as session:
            period = await periods.get_period(session, code)
            done = await answering.publish(
                session,
                OPERATOR,
                period.id,
                summary,
                now=site.now,
                approve_over=site.settings.approve_over,
            )
            return await answering.describe(session, done, "vi")

    click.echo(on_site(work))
