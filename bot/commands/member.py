"""The command line: `nhipcau member …`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import members
from bot.access import OPERATOR
from bot.addresses import find_code_links
from bot.commands.running import epilog, on_site, tell_links
from bot.members import looking
from bot.models import Member
from bot.phones import mask_phone
from bot.site import Site

Verb = Callable[[AsyncSession, Site, Member], Awaitable[Any]]


@click.group(epilog=epilog('member find "lan"', "member claims", "member confirm 1204"))
def member() -> None:
    """Look members up, hand out personal codes, confirm who is who."""


@member.command("find", epilog=epilog('member find "nguyen thi lan"', "member find 0912345678"))
@click.argument("text")
def find(text: str) -> None:
    """Show members by name (marks may lack) or phone."""

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            found = await looking.look_up(session, OPERATOR, text, now=site.now)
            return [_line(one) for one in found]

    for line in on_site(work) or ["Nobody of that name or number."]:
        click.echo(line)


@member.command("claims", epilog=epilog("member claims"))
def claims() -> None:
    """List who typed a name and number of a roll and waits for a confirmation."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            pairs = await looking.find_claims(session, OPERATOR)
        return [f"{_line(claimant)}\tclaims\t{_line(listed)}" for claimant, listed in pairs]

    for line in on_site(work) or ["No claim waits."]:
        click.echo(line)


@member.command("refuse", epilog=epilog("member refuse 1204"))
@click.argument("number", type=int)
def refuse(number: int) -> None:
    """Say that member NUMBER is not whom they claim to be: the two stay apart."""

    async def verb(session: AsyncSession, site: Site, one: Member) -> None:
        await members.refuse_claim(session, OPERATOR, one, now=site.now)

    _on_member(number, verb)
    click.echo(f"Member {number} stays somebody else.")


@member.command("confirm", epilog=epilog("member confirm 1204"))
@click.argument("number", type=int)
def confirm(number: int) -> None:
    """Say that member NUMBER is whom they claim to be: the two become one."""

    async def verb(session: AsyncSession, site: Site, one: Member) -> int:
        return (await members.confirm_claim(session, OPERATOR, one, now=site.now)).id

    click.echo(f"Member {number} is now member {_on_member(number, verb)}.")


@member.command("code", epilog=epilog("member code 17"))
@click.argument("number", type=int)
def code(number: int) -> None:
    """Make a personal code for member NUMBER, to be handed to them: good once, for 30 days.

    Telegram's link is printed where the bot's name is known: once `nhipcau run` has reached it.
    """

    async def verb(session: AsyncSession, site: Site, one: Member) -> list[str]:
        secret = site.settings.secret_key.get_secret_value()
        made = await members.make_code(session, OPERATOR, one, now=site.now, secret=secret)
        return [made, *await find_code_links(session, site.settings, made)]

    made, *links = _on_member(number, verb)
    click.echo(f"In the chat, type  /ma {made}")
    tell_links(links)


@member.command("state", epilog=epilog("member state 17 moved"))
@click.argument("number", type=int)
@click.argument("state", type=click.Choice(["active", "moved", "died"]))
def state(number: int, state: str) -> None:
    """Say that member NUMBER moved away, died, or is here again."""

    async def verb(session: AsyncSession, site: Site, one: Member) -> None:
        await members.set_state(session, OPERATOR, one, state, now=site.now)

    _on_member(number, verb)
    click.echo(f"Member {number}: {state}")


@member.command(
    "tag", epilog=epilog('member tag 17 "cốt cán"', 'member tag 17 "cốt cán" --remove')
)
@click.argument("number", type=int)
@click.argument("tag")
@click.option("--remove", is_flag=True, help="Take the tag away instead.")
def tag(number: int, tag: str, remove: bool) -> None:
    """Keep member NUMBER under TAG, a word by which people are chosen."""
    verb_of = members.remove_tag if remove else members.add_tag

    async def verb(session: AsyncSession, site: Site, one: Member) -> str:
        kept = await verb_of(session, OPERATOR, one, tag, now=site.now)
        held = await members.find_tags(session, one.id)
        return f"{'-' if remove else '+'} {kept}\tnow: {', '.join(held) or 'none'}"

    click.echo(_on_member(number, verb))


@member.command("tags", epilog=epilog("member tags"))
def tags() -> None:
    """List every tag with the number of its members."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            return [
                f"{count:>9}  {name}" for name, count in await members.list_tags(session, OPERATOR)
            ]

    for line in on_site(work) or ["No tag yet: nhipcau member tag NUMBER TAG"]:
        click.echo(line)


def _on_member(number: int, verb: Verb) -> Any:
    async def work(site: Site) -> Any:
        async with site.database.transaction() as session:
            return await verb(session, site, await looking.get(session, number))

    return on_site(work)


def _line(one: Member) -> str:
    phone = mask_phone(one.phone) if one.phone else "no phone"
    return f"{one.id}\t{one.full_name}\t{phone}\t{one.source}\t{one.state}"
