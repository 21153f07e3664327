"""The command line: `nhipcau migrate`."""

from __future__ import annotations

import asyncio
import sys

import click

from bot import schema
from bot.areas.loading import load_areas
from bot.commands.running import epilog, read_settings
from bot.settings import Settings
from bot.site import open_site


@click.command(epilog=epilog("migrate"))
def migrate() -> None:
    """Bring the database to this program's schema, with the places of the country in it."""
    settings = read_settings()
    before = (
        schema.find_current(settings.database_url)
        if schema.exists(settings.database_url)
        else None
    )
    migrate_to_head(settings)
    after = schema.get_head()
    click.echo(f"The database is at schema {after}" + (f" (was {before})." if before else "."))


def migrate_to_head(settings: Settings) -> None:
    """Upgrade the schema and load the places, with a progress bar on a terminal."""
    schema.upgrade(settings.database_url)

    async def load() -> None:
        async with open_site(settings) as site, site.database.transaction() as session:
            await load_areas(session)

    with click.progressbar(length=1, label="Places of the country", file=sys.stderr) as bar:
        asyncio.run(load())
        bar.update(1)
