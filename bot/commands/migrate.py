"""The command line: `nhipcau migrate`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

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
    """Upgrade the schema and load the places, with a progress bar each on a terminal."""
    with shown("Schema") as tell:
        schema.upgrade(settings.database_url, tell=tell)

    async def load(tell: schema.Tell) -> None:
        async with open_site(settings) as site, site.database.transaction() as session:
            await load_areas(session, tell=tell)

    with shown("Places of the country") as tell:
        asyncio.run(load(tell))


@contextmanager
def shown(label: str) -> Iterator[schema.Tell]:
    """Show on a progress bar what is told; what is told of nothing ends as a full one."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield tell
        bar.update((bar.length or 0) - bar.pos)
