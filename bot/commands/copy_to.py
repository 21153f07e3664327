"""The command line: `nhipcau copy-to`: from SQLite to PostgreSQL."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot import copying
from bot.commands.running import epilog, fail, read_settings, sentence_of
from bot.errors import NhipCauError
from bot.logs import name_error
from bot.onlyone import only_one


@click.command(
    "copy-to",
    epilog=epilog(
        "copy-to postgresql://nhipcau@db.example/nhipcau --ask",
        "copy-to postgresql://nhipcau@db.example/nhipcau --password-file /run/secrets/db",
    ),
)
@click.argument("url")
@click.option("--ask", is_flag=True, help="Ask for the database's password.")
@click.option(
    "--password-file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the password from this file's first line.",
)
def copy_to(url: str, ask: bool, file: Path | None) -> None:
    """Copy everything from the SQLite file to an empty PostgreSQL at URL, and compare each row.

    The URL has no password: other users of this machine see what is typed here. Without --ask or
    --password-file PGPASSWORD and ~/.pgpass are read. The site must be stopped. Killed, the same
    command goes on. The file is not changed.
    """
    settings = read_settings()
    target = with_password(url, ask=ask, file=file)
    try:
        with only_one(settings):
            rows = copy_with_bar(settings.database_url, target)
    except NhipCauError as error:
        fail(sentence_of(error))
    except SQLAlchemyError as error:
        fail(name_error(error))
    click.echo(f"{rows:,} rows were copied, and each is there as it was in the file.")
    click.echo(f"Now set NHIPCAU_DATABASE_URL, take {settings.data_dir} along, and start.")


def with_password(url: str, *, ask: bool, file: Path | None) -> str:
    """Return the address with the password that is asked for or read, or end with a sentence."""
    try:
        address = make_url(url)
    except ArgumentError:
        fail("write the address as postgresql://name@host/database")
    if address.password:
        fail(
            "leave the password out of the address: it would stand in the list of processes and "
            "in the shell's history. Use --ask, --password-file, PGPASSWORD or ~/.pgpass."
        )
    secret = click.prompt("Password", hide_input=True, err=True) if ask else ""
    if file is not None:
        secret = next(iter(file.read_text().splitlines()), "")
    if not secret:
        return url
    return address.set(password=secret).render_as_string(hide_password=False)


def copy_with_bar(source: str, target: str) -> int:
    """Copy with a progress bar on a terminal, and return how many rows there are."""
    rows: dict[str, int] = {}
    with click.progressbar(length=2, label="Copying", file=sys.stderr) as bar:
        for step in copying.copy(source, target):
            rows[step.table] = step.total
            bar.label = f"{step.doing.capitalize()} {step.table}"
            bar.length, bar.pos = step.total, step.done
            bar.update(0)
    return sum(rows.values())
