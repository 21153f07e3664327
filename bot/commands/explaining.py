"""The command line: `nhipcau broadcast explain`."""

from __future__ import annotations

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import OPERATOR
from bot.commands.running import epilog, fail, on_site
from bot.members import looking
from bot.phones import parse_phone
from bot.site import Site


@click.command(
    "explain",
    epilog=epilog("broadcast explain 12 --member 1204", "broadcast explain 12 --phone 0912345678"),
)
@click.argument("number", type=int)
@click.option("--member", type=int, help="The member's number, as `member find` shows it.")
@click.option("--phone", default="", help="A phone number; everybody who has it is explained.")
def explain(number: int, member: int | None, phone: str) -> None:
    """Tell why a member did or did not get broadcast NUMBER, when, and in which chat."""
    if (member is None) == (not phone):
        fail("name one: --member NUMBER, or --phone NUMBER", code=2)
    if phone and parse_phone(phone) is None:
        fail(f"{phone} is no phone number", code=2)

    async def work(site: Site) -> list[str]:
        async with site.database.transaction() as session:
            numbers = [member] if member else await _find(session, site, phone)
            return [
                str(
                    await broadcasts.explain(
                        session,
                        OPERATOR,
                        number,
                        one,
                        now=site.now,
                        settings=site.settings,
                        locale="en",
                    )
                )
                for one in numbers
            ]

    for sentence in on_site(work) or [f"Nobody has the phone number {phone}."]:
        click.echo(sentence)


async def _find(session: AsyncSession, site: Site, phone: str) -> list[int]:
    return [one.id for one in await looking.look_up(session, OPERATOR, phone, now=site.now)]
