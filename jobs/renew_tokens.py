"""DOOR · the clock: channel accounts' tokens are renewed long before they end."""

from __future__ import annotations

from bot import renewing
from bot.site import Site


async def tick(site: Site) -> None:
    """Renew what is due; no account's failure is another's."""
    await renewing.renew_due(site)
