"""The command line: `nhipcau run`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from bot import schema
from bot.commands.fitness import find_setting_faults
from bot.commands.running import (
    epilog,
    fail,
    read_settings,
    run_on_loop,
    sentence_of,
    wait_for_stop,
)
from bot.errors import BadSettings, NhipCauError
from bot.onlyone import ROLES, only_one
from bot.settings import Settings


@click.command(epilog=epilog("run", "run --only web", "run --only sender --only jobs"))
@click.option(
    "--only",
    "roles",
    multiple=True,
    type=click.Choice(ROLES),
    help="Do this part alone, others the rest: web takes what people write, sender sends for "
    "the accounts that it gets hold of, jobs starts what is due. May be repeated. PostgreSQL only",
)
def run(roles: tuple[str, ...]) -> None:
    """Serve the channels, send what is queued and do what is due, until stopped.

    At one PostgreSQL any number of these may run, on any machines.
    """
    settings = read_settings()
    if faults := find_setting_faults(settings):
        fail("; ".join(f"NHIPCAU_{name}: {why}" for name, why in faults.items()), code=2)
    try:
        schema.check(settings.database_url)
        with only_one(settings, whole=not roles):
            run_on_loop(serve(settings, roles or ROLES))
    except BadSettings as error:
        fail(error.sentence, code=2)
    except NhipCauError as error:
        fail(sentence_of(error))


async def serve(settings: Settings, roles: Sequence[str]) -> None:
    """Run the site, or its parts, until SIGINT or SIGTERM."""
    from bot.app import open_app  # a start that is refused need not wait for all the rest

    async with open_app(settings, roles) as app:
        if "web" in roles:
            click.echo(f"Web chat: http://{settings.web_host}:{app.web.port}/chat", err=True)
        if app.roles < set(ROLES):
            click.echo(f"This program is {app.site.database.name}: {', '.join(roles)}.", err=True)
        channels = ", ".join(sorted(app.channels))
        click.echo(f"Channels: {channels}. Ctrl-C stops.", err=True)
        sys.stderr.flush()
        await wait_for_stop()
        click.echo("Stopping: finishing what is under way.", err=True)
