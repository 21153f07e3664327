"""The command line: `nhipcau survey answers`: who answered what, and it is noted who looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import files
from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.forms import Form, form_of
from bot.surveys.looking import Single, look
from bot.surveys.picturing import name_of_photo, photos_in
from bot.surveys.standing import VOID
from bot.surveys.values import shown


@click.command("answers", epilog=epilog("survey answers bhyt", "survey answers bhyt --member 12"))
@click.argument("code")
@click.option("--member", type=int, help="Only this member's, by number.")
@click.option(
    "--photos",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder to write photos to that are answers.",
)
def read_answers(code: str, member: int | None, photos: Path | None) -> None:
    """Read who answered what in survey CODE, which is not anonymous; the look is audited."""

    async def work(site: Site) -> tuple[Form, Sequence[Single], dict[str, bytes]]:
        async with site.database.transaction() as session:
            survey = await get_survey(session, code)
            found = await look(session, OPERATOR, survey, now=site.now, member_id=member)
            taken = await _find_photos(session, found, now=site.now) if photos else {}
            return form_of(survey), found, taken

    form, found, taken = on_site(work)
    if photos is not None:
        photos.mkdir(parents=True, exist_ok=True)
        for name, content in taken.items():
            (photos / name).write_bytes(content)
    for one in found:
        click.echo(f"{one.member_id}\t{one.name}\t{one.state}")
        for question in form.questions:
            if VOID not in one.answers.get(question.code, {VOID: True}):
                value = one.answers[question.code]
                said = shown(question, value, "en")
                said += f" ({name_of_photo(value['photo'])})" if "photo" in value else ""
                click.echo(f"\t{question.text.said('en')}\t{said}")
    if not found:
        click.echo("Nobody has answered anything.")


async def _find_photos(
    session: AsyncSession, found: Sequence[Single], *, now: datetime
) -> dict[str, bytes]:
    """Return the photos among single answers that have come and are still kept."""
    taken: dict[str, bytes] = {}
    for number in photos_in(value for one in found for value in one.answers.values()):
        kept = await files.find(session, number, now=now)
        if kept is not None and kept.content:
            taken[name_of_photo(number)] = kept.content
    return taken
