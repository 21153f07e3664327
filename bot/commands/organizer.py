"""The command line: `nhipcau organizer …`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bot import organizers
from bot.access import OPERATOR, ROLES
from bot.addresses import find_code_links
from bot.commands.running import epilog, on_site, tell_links
from bot.organizers import Role
from bot.site import Site


@click.group(epilog=epilog('organizer add "Nguyễn Thị Hoa" --role lead', "organizer list"))
def organizer() -> None:
    """Add, list and remove the people who run campaigns."""


@organizer.command(
    "add",
    epilog=epilog(
        'organizer add "Lê Văn Nam" --role branch --organisation hlhpn --area 14797.2025'
    ),
)
@click.argument("name")
@click.option("--role", type=click.Choice(sorted(ROLES)), default="lead", show_default=True)
@click.option("--organisation", default="", help="Code of the organisation; all when left out.")
@click.option("--area", default="", help="Key of the area; the whole site when left out.")
def add(name: str, role: str, organisation: str, area: str) -> None:
    """Add an organizer and print the one-time code that makes a chat theirs."""

    async def work(site: Site) -> tuple[int, str, Sequence[str]]:
        async with site.database.transaction() as session:
            made, code = await organizers.add(
                session, OPERATOR, name, [Role(role, organisation, area)], now=site.now
            )
            return made.id, code, await find_code_links(session, site.settings, code)

    made, code, links = on_site(work)
    click.echo(f"Organizer {made}: {name}")
    click.echo(f"One-time code, good for 7 days: in the chat, type  /ma {code}")
    tell_links(links)


@organizer.command("list", epilog=epilog("organizer list"))
def list_organizers() -> None:
    """List organizers with their roles and scopes."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            return [
                f"{o.id}\t{o.name}\t"
                + "; ".join(
                    f"{g.role} organisation={g.organisation_id or 'all'} "
                    f"area={g.area_key or 'all'}"
                    for g in grants
                )
                for o, grants in await organizers.list_all(session)
            ]

    for line in on_site(work) or ["No organizer yet: nhipcau organizer add NAME"]:
        click.echo(line)


@organizer.command("remove", epilog=epilog("organizer remove 3"))
@click.argument("number", type=int)
def remove(number: int) -> None:
    """Take every right from organizer NUMBER and free their chats."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            await organizers.remove(session, OPERATOR, number, now=site.now)

    on_site(work)
    click.echo(f"Organizer {number} has no rights any more.")
