"""The command line: `nhipcau member …`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import members
from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
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
        async with site.database.reading() as session:
            return [_line(one) for one in await looking.look_up(session, text)]

    for line in on_site(work) or ["Nobody of that name or number."]:
        click.echo(line)


@member.command("claims", epilog=epilog("member claims"))
def claims() -> None:
    """List who typed a name and number of a roll and waits for a confirmation."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            pairs = await looking.find_claims(session)
        return [f"{_line(claimant)}\tclaims\t{_line(listed)}" for claimant, listed in pairs]

    for line in on_site(work) or ["No claim waits."]:
        click.echo(line)


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
    """Make a personal code for member NUMBER, to be handed to them: good once, for 30 days."""

    async def verb(session: AsyncSession, site: Site, one: Member) -> str:
        secret = site.settings.secret_key.get_secret_value()
        return await members.make_code(session, OPERATOR, one, now=site.now, secret=secret)

    click.echo(f"In the chat, type  /ma {_on_member(number, verb)}")


@member.command("state", epilog=epilog("member state 17 moved"))
@click.argument("number", type=int)
@click.argument("state", type=click.Choice(["active", "moved", "died"]))
def state(number: int, state: str) -> None:
    """Say that member NUMBER moved away, died, or is here again."""

    async def verb(session: AsyncSession, site: Site, one: Member) -> None:
        await members.set_state(session, OPERATOR, one, state, now=site.now)

    _on_member(number, verb)
    click.echo(f"Member {number}: {state}")


def _on_member(number: int, verb: Verb) -> Any:
    async def work(site: Site) -> Any:
        async with site.database.transaction() as session:
            return await verb(session, site, await looking.get(session, number))

    return on_site(work)


def _line(one: Member) -> str:
    phone = mask_phone(one.phone) if one.phone else "no phone"
    return f"{one.id}\t{one.full_name}\t{phone}\t{one.source}\t{one.state}"
