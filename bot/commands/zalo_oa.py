"""The command line: `nhipcau zalo-oa …`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bot import audit, templates, tokens
from bot.access import OPERATOR
from bot.app import ask_zalo_oa, list_zalo_oa_templates, sign_in_zalo_oa
from bot.commands.running import epilog, fail, on_site, read_settings
from bot.errors import BadSettings
from bot.models import MessageTemplate
from bot.official_accounts import find_official_accounts
from bot.settings import Settings
from bot.site import Site
from bot.tokens import Vault

account_option = click.option(
    "--account", default="", help="Which Official Account, where the site has several."
)
STEPS = """\
1. In the app at developers.zalo.me, name this callback address:
   {callback}
2. Open this address as an admin of the Official Account, and allow:
   {address}
3. You are led to the callback address. Copy it whole and paste it here.
"""


@click.group("zalo-oa", epilog=epilog("zalo-oa connect", "zalo-oa status"))
def zalo_oa() -> None:
    """Sign a Zalo Official Account in, and see how that stands."""


def _choose(settings: Settings, wanted: str) -> tuple[str, Settings]:
    """Return the account that is meant, and its settings; end when that is unclear."""
    try:
        known = find_official_accounts(settings)
    except BadSettings as error:
        fail(error.sentence, code=2)
    if not known:
        fail("NHIPCAU_ZALO_OA_APP_ID is empty: no Official Account is set", code=2)
    name = wanted or next(iter(known))
    if name not in known or (not wanted and len(known) > 1):
        fail(f"--account is one of: {', '.join(known)}", code=2)
    return name, known[name]


@zalo_oa.command("connect", epilog=epilog("zalo-oa connect"))
@account_option
def connect(account: str) -> None:
    """Sign the Official Account in: prints an address to open, takes the code that comes back."""
    settings = read_settings()
    account, own = _choose(settings, account)
    if not settings.public_url:
        fail(
            "NHIPCAU_PUBLIC_URL is empty: the Official Account has nowhere to lead back to", code=2
        )
    try:
        sign_in = sign_in_zalo_oa(own, account)
    except BadSettings as error:
        fail(error.sentence, code=2)
    click.echo(STEPS.format(callback=sign_in.callback, address=sign_in.address))
    pasted = click.prompt("Address or code")

    async def work(site: Site) -> list[str]:
        vault = Vault(settings.secret_key.get_secret_value())
        pair = await sign_in.finish(sign_in.read_code(pasted))
        async with site.database.transaction() as session:
            await tokens.keep(session, vault, account, pair, now=site.now)
            audit.record(session, OPERATOR, "account:connect", f"account:{account}", now=site.now)
        return (await ask_zalo_oa(site, account))[1]

    for line in on_site(work, settings=settings):
        click.echo(line)
    click.echo("Connected. A running `nhipcau run` uses it within half a minute.")


@zalo_oa.command("status", epilog=epilog("zalo-oa status"))
@account_option
def status(account: str) -> None:
    """Show how the sign-in stands, and what the service answers."""
    settings = read_settings()
    account, _ = _choose(settings, account)
    for line in on_site(lambda site: ask_zalo_oa(site, account), settings=settings)[1]:
        click.echo(line)


@zalo_oa.command("templates", epilog=epilog("zalo-oa templates", "zalo-oa templates --kept"))
@click.option("--kept", is_flag=True, help="Show what was kept the last time; ask nobody.")
@account_option
def list_templates(kept: bool, account: str) -> None:
    """Fetch the approved templates with their parameters and prices, keep and list them."""
    settings = read_settings()
    if not kept:
        account, _ = _choose(settings, account)

    async def work(site: Site) -> Sequence[MessageTemplate]:
        found = None if kept else await list_zalo_oa_templates(site, account)
        async with site.database.transaction() as session:
            if found is None:
                return await templates.list_all(session)
            return await templates.keep(session, account, found, now=site.now)

    rows = on_site(work, settings=settings)
    for one in rows:
        price = f"{one.price} đ" if one.price != templates.UNTOLD else "price not told"
        fields = ", ".join(f"{name} (up to {most} letters)" for name, most in one.parameters)
        click.echo(f"{one.number}\t{one.status}\t{price}\t{one.name}\t{fields}")
    if not rows:
        click.echo("No template. They are written and approved at Zalo's own pages first.")
