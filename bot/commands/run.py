"""The command line: `nhipcau run`."""

from __future__ import annotations

import asyncio
import sys

import click

from bot import schema
from bot.app import open_app
from bot.commands.fitness import find_setting_faults
from bot.commands.running import epilog, fail, read_settings, sentence_of, wait_for_stop
from bot.errors import BadSettings, NhipCauError
from bot.onlyone import only_one
from bot.settings import Settings


@click.command(epilog=epilog("run"))
def run() -> None:
    """Serve the channels, send what is queued and do what is due, until stopped."""
    settings = read_settings()
    if faults := find_setting_faults(settings):
        fail("; ".join(f"NHIPCAU_{name}: {why}" for name, why in faults.items()), code=2)
    try:
        schema.check(settings.database_url)
        with only_one(settings):
            asyncio.run(serve(settings))
    except BadSettings as error:
        fail(error.sentence, code=2)
    except NhipCauError as error:
        fail(sentence_of(error))


async def serve(settings: Settings) -> None:
    """Run the site until SIGINT or SIGTERM."""
    async with open_app(settings) as app:
        click.echo(f"Web chat: http://{settings.web_host}:{app.web.port}/chat", err=True)
        channels = ", ".join(sorted(app.channels))
        click.echo(f"Channels: {channels}. Ctrl-C stops.", err=True)
        sys.stderr.flush()
        await wait_for_stop()
        click.echo("Stopping: finishing what is under way.", err=True)
