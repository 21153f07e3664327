"""Room: tokens that are due are renewed, each account's by one program at a time."""

from __future__ import annotations

import structlog

from bot import tokens
from bot.site import Site
from bot.tokens import NotAsked, Renew, RenewalRefused, RenewalUnclear, Vault

log = structlog.get_logger(__name__)


async def renew_due(site: Site) -> int:
    """Renew the tokens of every account of this program whose time has come; return how many."""
    count = 0
    for account, renew in site.renewers.items():
        count += await _renew(site, account, renew)
    return count


async def _renew(site: Site, account: str, renew: Renew) -> bool:
    """Show a refresh token and store what comes: no transaction is open while we wait."""
    vault = Vault(site.settings.secret_key.get_secret_value())
    now = site.now
    async with site.database.transaction() as session:
        shown = await tokens.begin(session, vault, account, now=now)
    if shown is None:
        return False
    try:
        pair = await renew(shown)
    except (RenewalRefused, RenewalUnclear, NotAsked) as error:
        kind = type(error).__name__
        log.warning("tokens-not-renewed", account=account, kind=kind, why=str(error))
        async with site.database.transaction() as session:
            await tokens.note_failure(session, vault, account, shown, error, now=now)
        return False
    async with site.database.transaction() as session:
        await tokens.end(session, vault, account, shown, pair, now=now)
    return True
