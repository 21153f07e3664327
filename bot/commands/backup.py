"""The command line: `nhipcau backup`: copies of the SQLite file."""

from __future__ import annotations

import sqlite3

import click

from bot import backups
from bot.commands.running import epilog, fail, on_site, read_settings
from bot.site import Site


@click.group(epilog=epilog("backup now", "backup list"))
def backup() -> None:
    """Make and list copies of the database; docs/operations.md says how one is restored."""


@backup.command(epilog=epilog("backup now"))
def now() -> None:
    """Copy the database as it stands, beside the site's work; today's copy is replaced."""

    async def make(site: Site) -> backups.Backup:
        return await backups.back_up(site)

    try:
        made = on_site(make)
    except (OSError, sqlite3.Error) as error:
        fail(f"the copy could not be written: {error}")
    click.echo(f"{made.path}  {_size(made.size)}")


@backup.command("list", epilog=epilog("backup list"))
def list_() -> None:
    """List the copies that are kept, newest first."""
    settings = read_settings()
    kept = backups.list_backups(settings)
    for one in kept:
        click.echo(f"{one.day:%d/%m/%Y}  {_size(one.size):>10}  {one.path}")
    if not kept:
        click.echo(f"There is none in {settings.data_dir / 'backups'} yet.")


def _size(bytes_: int) -> str:
    return f"{bytes_ / 1_000_000:,.1f} MB"
