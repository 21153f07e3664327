"""The command line: `nhipcau campaign …`."""

from __future__ import annotations

from datetime import datetime

import click

from bot import campaigns, organisations
from bot.access import OPERATOR
from bot.campaigns import Plan
from bot.commands.running import epilog, on_site
from bot.site import Site

DAY = click.DateTime(["%d/%m/%Y", "%Y-%m-%d"])


@click.group(epilog=epilog('campaign add bhxh "Vận động BHXH" --owner cdtp', "campaign list"))
def campaign() -> None:
    """Add and list campaigns."""


@campaign.command(
    "add",
    epilog=epilog('campaign add sach-dep "Tuyến đường sạch đẹp" --owner hlhpn --with cdtp'),
)
@click.argument("code")
@click.argument("name")
@click.option("--owner", required=True, help="Code of the organisation that owns it.")
@click.option("--with", "partners", multiple=True, help="Code of a co-owner; may be repeated.")
@click.option("--aim", default="", help="What it is for.")
@click.option("--from", "starts", type=DAY, help="First day, dd/mm/yyyy.")
@click.option("--to", "ends", type=DAY, help="Last day, dd/mm/yyyy.")
def add(  # noqa: PLR0913, PLR0917 - one parameter an option
    code: str,
    name: str,
    owner: str,
    partners: tuple[str, ...],
    aim: str,
    starts: datetime | None,
    ends: datetime | None,
) -> None:
    """Add a campaign under a short CODE."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            plan = Plan(
                code=code,
                name=name,
                owner_id=(await organisations.get(session, owner)).id,
                aim=aim,
                starts_on=starts.date() if starts else None,
                ends_on=ends.date() if ends else None,
                co_owner_ids=tuple(
                    [(await organisations.get(session, partner)).id for partner in partners]
                ),
            )
            await campaigns.create(session, OPERATOR, plan, now=site.now)

    on_site(work)
    click.echo(f"{code}: {name}")


@campaign.command("list", epilog=epilog("campaign list"))
def list_campaigns() -> None:
    """List the campaigns with their owners."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            return [
                f"{one.code}\t{one.name}\t"
                + ", ".join(o.name for o in await campaigns.list_owners(session, one.id))
                for one in await campaigns.list_all(session)
            ]

    for line in on_site(work) or ["No campaign yet: nhipcau campaign add CODE NAME --owner CODE"]:
        click.echo(line)
