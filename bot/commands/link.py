"""The command line: `nhipcau link …`."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import campaigns, qr, recruiting
from bot.access import OPERATOR
from bot.addresses import find_links
from bot.commands.audience import open_audience
from bot.commands.running import epilog, fail, on_site
from bot.recruiting import Counted
from bot.site import Site
from bot.text import say


@click.group(
    epilog=epilog(
        'link make bhyt --ward "Ba Đình" --recruiter "Nguyễn Thị Hoa"',
        "link list bhyt",
        "link qr K7M2PQ9R to-5.svg",
    )
)
def link() -> None:
    """Make a campaign's links and QR codes, and see who came through them."""


@link.command(
    "make", epilog=epilog("link make bhyt", 'link make bhyt --recruiter "Nguyễn Thị Hoa"')
)
@click.argument("campaign")
@click.option("--ward", default="", help="Name or key of the ward that it is for.")
@click.option("--recruiter", default="", help="Name of the person who hands it out.")
def make(campaign: str, ward: str, recruiter: str) -> None:
    """Make a link of CAMPAIGN (its code), or show the one that was made before."""

    async def work(site: Site) -> tuple[str, dict[str, str]]:
        async with site.database.transaction() as session:
            found = await campaigns.get(session, campaign)
            audience = await open_audience(session, site.settings, now=site.now)
            rule = audience.of_wards([ward]) if ward else {}
            made = await recruiting.make_link(
                session,
                OPERATOR,
                found,
                ward_key=rule.get("ward"),
                recruiter=recruiter,
                now=site.now,
            )
            return made.code, await _find_links(session, site, made.code)

    code, links = on_site(work)
    click.echo(code)
    for address in links.values():
        click.echo(address)
    click.echo(f"QR code: nhipcau link qr {code} {campaign}.svg")


@link.command("list", epilog=epilog("link list bhyt"))
@click.argument("campaign")
def list_links(campaign: str) -> None:
    """List the links of CAMPAIGN (its code), and how many came and registered through each."""

    async def work(site: Site) -> list[Counted]:
        async with site.database.reading() as session:
            found = await campaigns.get(session, campaign)
            return await recruiting.list_links(session, OPERATOR, found)

    counted = on_site(work)
    for one in counted:
        click.echo(f"{one.link.code}\t{one.arrived}\t{one.registered}\t{_whose(one)}")
    if not counted:
        click.echo(f"No link yet: nhipcau link make {campaign}")


@link.command("qr", epilog=epilog("link qr K7M2PQ9R to-5.svg", "link qr K7M2PQ9R to-5.png"))
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--channel",
    default="",
    help="An account: telegram, telegram-ba-dinh, web …; the first that there is.",
)
def draw(code: str, file: Path, channel: str) -> None:
    """Write the QR code of link CODE to FILE: .svg to print, with its name, or .png."""
    if file.suffix not in (".svg", ".png"):
        fail(f"{file}: a QR code is written to .svg or .png", code=2)

    async def work(site: Site) -> bytes:
        async with site.database.reading() as session:
            one, campaign = await recruiting.get_link(session, OPERATOR, code)
            links = await _find_links(session, site, one.link.code)
            if not links.get(channel, "") and channel:
                fail(f"{channel} has no address; there is: {', '.join(links) or 'none'}")
            address = links[channel or next(iter(links))]
            if file.suffix == ".png":
                return qr.draw_png(address)
            return qr.draw_svg(address, campaign.name, *filter(None, _titles(one)), address)

    file.write_bytes(on_site(work))
    click.echo(f"Written: {file}")


async def _find_links(session: AsyncSession, site: Site, code: str) -> dict[str, str]:
    links = await find_links(session, site.settings, f"{recruiting.PREFIX}{code}")
    if not links:
        fail(say("en", "link-no-address"))
    return links


def _titles(one: Counted) -> tuple[str, str]:
    return one.link.recruiter, one.ward


def _whose(one: Counted) -> str:
    return ", ".join(filter(None, _titles(one))) or "the whole campaign"
