"""The command line: `nhipcau areas …`."""

from __future__ import annotations

import click

from bot.areas import Place, Places
from bot.commands.running import epilog, fail, read_settings


@click.group(epilog=epilog('areas find "Ba Đình"', "areas become 14758.2004"))
def areas() -> None:
    """Look up wards of the site's province, old and new."""


@areas.command("find", epilog=epilog('areas find "dong ve"'))
@click.argument("name")
def find(name: str) -> None:
    """Show the wards that NAME may mean, with their keys."""
    found = _places().find(name)
    if not found:
        fail(f"No ward of the site's province is called {name}.")
    for place in found:
        click.echo(f"{place.key}\t{place.label}")


@areas.command("become", epilog=epilog("areas become 14776.2004"))
@click.argument("key")
def become(key: str) -> None:
    """Show which wards of today the old ward KEY went into."""
    places = _places()
    try:
        old: Place = places.get(key)
    except KeyError:
        fail(f"There is no area {key}. See: nhipcau areas find NAME")
    for place, extent in places.successors(old.key):
        click.echo(f"{place.key}\t{place.label}\t{extent}")


def _places() -> Places:
    settings = read_settings()
    return Places(settings.province_code, settings.district or None)
