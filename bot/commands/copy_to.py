"""The command line: `nhipcau copy-to`: from SQLite to PostgreSQL."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from bot import copying
from bot.commands.running import epilog, fail, read_settings, sentence_of
from bot.errors import NhipCauError
from bot.logs import name_error
from bot.onlyone import only_one


@click.command("copy-to", epilog=epilog("copy-to postgresql://nhipcau:secret@db.example/nhipcau"))
@click.argument("url")
def copy_to(url: str) -> None:
    """Copy everything from the SQLite file to an empty PostgreSQL at URL, and compare each row.

    The site must be stopped. Killed, the same command goes on. The file is not changed.
    """
    settings = read_settings()
    try:
        with only_one(settings):
            rows = copy_with_bar(settings.database_url, url)
    except NhipCauError as error:
        fail(sentence_of(error))
    except SQLAlchemyError as error:
        fail(name_error(error))
    click.echo(f"{rows:,} rows were copied, and each is there as it was in the file.")
    click.echo(f"Now set NHIPCAU_DATABASE_URL, take {settings.data_dir} along, and start.")


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
