"""The command line: `nhipcau account …`."""

from __future__ import annotations

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, on_site
from bot.health import list_accounts, set_rate
from bot.site import Site

FASTEST = 1000.0  # messages a second: what a paid broadcast or a server of one's own may allow
SETTING = "setting"


@click.group(epilog=epilog("account list", "account rate telegram 30"))
def account() -> None:
    """List channel accounts, and set how fast each may send."""


@account.command("list", epilog=epilog("account list"))
def show() -> None:
    """List the accounts with their rate and whether they stand still."""

    async def work(site: Site) -> list[str]:
        async with site.database.reading() as session:
            found = await list_accounts(session)
        return [
            f"{one.name}\t{one.rate or SETTING}\t{one.halted_reason or 'ready'}" for one in found
        ]

    lines = on_site(work)
    click.echo("\n".join(lines) or "No account yet: nhipcau run")


@account.command("rate", epilog=epilog("account rate telegram 30", "account rate web setting"))
@click.argument("name")
@click.argument("rate")
def rate(name: str, rate: str) -> None:
    """Let account NAME send RATE messages a second, from its next start on.

    RATE `setting` lets the setting of its platform hold again (NHIPCAU_TELEGRAM_RATE …).
    """
    wanted = None if rate == SETTING else _read(rate)

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            await set_rate(session, OPERATOR, name, wanted, now=site.now)

    on_site(work)
    click.echo(f"{name}: {rate}")


def _read(words: str) -> float:
    try:
        wanted = float(words)
    except ValueError:
        wanted = 0.0
    if not 0 < wanted <= FASTEST:
        raise click.BadParameter(f"a number up to {FASTEST:.0f}, or {SETTING!r}")
    return wanted
