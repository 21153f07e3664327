"""The command line: a survey's file, short YAML or XLSForm, read in, and a form written out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from bot.access import OPERATOR
from bot.commands.approving import tell_waits
from bot.commands.running import epilog, fail, on_site
from bot.site import Site
from bot.surveys.faults import FormError
from bot.surveys.finding import get_survey
from bot.surveys.forms import Form, form_of
from bot.surveys.picturing import names_in
from bot.surveys.quotas import find_shares
from bot.surveys.reading import read_form
from bot.surveys.rewording import reword
from bot.xlsforms import Said, XlsFormError, read_xlsform, write_xlsform

XLSFORM = (".xlsx", ".xlsm", ".xls")
SAID = (
    click.option("--code", default="", help="XLSForm: the survey's code, else its form_id."),
    click.option("--title", default="", help="XLSForm: the title, else its form_title."),
    click.option("--purpose", default="", help="XLSForm: why we ask, else its column purpose."),
    click.option("--opens", default="", help='XLSForm: when, as "01/12/2026 08:00".'),
    click.option("--closes", default="", help='XLSForm: when, as "10/12/2026 20:00".'),
    click.option(
        "--anonymous/--named", default=None, help="XLSForm: how, else its column anonymous."
    ),
)


def with_said(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that stand for what an XLSForm leaves out, as `said`."""

    @wraps(command)
    def call(**given: Any) -> None:
        said = {field.name: given.pop(field.name) for field in fields(Said)}
        command(**given, said=Said(**said))

    for option in reversed(SAID):
        call = option(call)
    return call


def read_file(file: Path, said: Said | None = None, *, trying: datetime | None = None) -> Form:
    """Read a survey's file and tell its warnings, or end with every fault in it, a line each.

    `trying` is now, where nothing is kept: an XLSForm needs no opening and no closing then.
    """
    if file.suffix.lower() in XLSFORM:
        return _read_xlsform(file, said, trying)
    try:
        form = read_form(file.read_text("utf-8"))
    except FormError as error:
        faults = "\n".join(f"{file.name}, {fault}" for fault in error.faults)
        fail(f"the survey has faults:\n{faults}")
    except UnicodeDecodeError:
        fail(f"{file.name} is not written in UTF-8")
    return form


def find_pictures(file: Path, form: Form) -> dict[str, bytes]:
    """Return the pictures that lie beside a form, or as ODK has it in `FORM-media`."""
    found: dict[str, bytes] = {}
    for name in names_in(form):
        places = (file.with_name(f"{file.stem}-media") / name, file.with_name(name))
        there = next((place for place in places if place.is_file()), None)
        if there is None:
            click.echo(f"{file.name}: the picture {name} is not there: asked without", err=True)
        else:
            found[name] = there.read_bytes()
    return found


def _read_xlsform(file: Path, said: Said | None, trying: datetime | None) -> Form:
    try:
        reading = read_xlsform(file, said, trying=trying)
    except XlsFormError as error:
        faults = "\n".join(f"{file.name}, {fault}" for fault in error.faults)
        fail(f"the survey has faults:\n{faults}")
    for warning in reading.warnings:
        click.echo(f"{file.name}, {warning}", err=True)
    return reading.form


@click.command("reword", epilog=epilog("survey reword bhyt bhyt-mended.yaml"))
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def reword_survey(code: str, file: Path) -> None:
    """Correct the words of open survey CODE by FILE, which may differ from it in nothing else."""
    corrected = read_file(file, Said(code=code))

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            found = await get_survey(session, code)
            over = site.settings.approve_over
            changes = await reword(
                session, OPERATOR, found.id, corrected, now=site.now, approve_over=over
            )
            waits = await tell_waits(session, "survey", found.id)
        return [*(f"{one.where}: {one.before} -> {one.after}" for one in changes), *waits]

    click.echo("\n".join(on_site(work)))


@click.command("export", epilog=epilog("survey export bhyt --xlsform bhyt.xlsx"))
@click.argument("code")
@click.option(
    "--xlsform",
    "path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)
def export_survey(code: str, path: Path) -> None:
    """Write the questions of survey CODE as an XLSForm, for ODK, KoboToolbox or another survey."""

    async def work(site: Site) -> Form:
        async with site.database.reading() as session:
            found = await get_survey(session, code)
            return replace(form_of(found), shares=await find_shares(session, found.id))

    path.write_bytes(write_xlsform(on_site(work)))
    click.echo(f"Written: {path}")
