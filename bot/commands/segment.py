"""The command line: `nhipcau segment …`: people chosen by a rule, kept under a name."""

from __future__ import annotations

from pathlib import Path

import click
import yaml

from bot import segments
from bot.access import OPERATOR
from bot.commands.audience import open_audience, tell_audience
from bot.commands.faults import Unreadable
from bot.commands.letter import read_yaml
from bot.commands.running import epilog, fail, on_site
from bot.site import Site

NAME = click.argument("name")


@click.group(epilog=epilog("segment save 'Cao tuổi' nhom.yaml", "segment list"))
def segment() -> None:
    """Keep, list and count people chosen by a rule."""


@segment.command("save", epilog=epilog("segment save 'Cao tuổi' nhom.yaml"))
@NAME
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def save(name: str, file: Path) -> None:
    """Keep whom FILE (YAML) means under NAME, in place of what the name meant before.

    The file has the lines that stand under `to:` in a broadcast's: `wards:`, `ages:`, `tags:` …
    """
    try:
        document = read_yaml(file)
    except Unreadable as error:
        fail(error.sentence)

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            audience = await open_audience(session, site.settings, now=site.now)
            rule = audience.read(document)
            await segments.save_segment(session, OPERATOR, name, rule, now=site.now)
            return await tell_audience(session, rule)

    click.echo("\n".join(on_site(work)))


@segment.command("list", epilog=epilog("segment list"))
def list_segments() -> None:
    """List what is kept, each with the number of its members today."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            return [
                f"{one.name}\t"
                f"{await segments.count(session, segments.kept_up(one.rule, now=site.now))}\t"
                f"{await segments.describe(session, one.rule, 'en')}"
                for one in await segments.list_segments(session, OPERATOR)
            ]

    for line in on_site(work) or ["Nothing is kept yet: nhipcau segment save NAME FILE"]:
        click.echo(line)


@segment.command("show", epilog=epilog("segment show 'Cao tuổi'"))
@NAME
def show(name: str) -> None:
    """Say whom NAME means, how many they are and where; and its rule, as it is stored."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            rule = await segments.get_rule(session, name, now=site.now)
            stored = yaml.safe_dump(dict(rule), allow_unicode=True, default_flow_style=True)
            return [*await tell_audience(session, rule), stored.strip()]

    click.echo("\n".join(on_site(work)))


@segment.command("drop", epilog=epilog("segment drop 'Cao tuổi'"))
@NAME
def drop(name: str) -> None:
    """Forget NAME; what was sent to its members stays as it was."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            await segments.drop_segment(session, OPERATOR, name, now=site.now)

    on_site(work)
    click.echo(f"{name} is forgotten.")
