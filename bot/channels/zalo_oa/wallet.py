"""Door, Zalo OA: the access token at hand: read from the database, fresh after a renewal."""

from __future__ import annotations

from datetime import datetime

from bot import tokens
from bot.clock import Clock, monotonic, to_local
from bot.db import Database
from bot.tokens import Held, Vault

FRESH_SECONDS = 20.0  # another program may have renewed it
READY = "ready"
CONNECT = "type: nhipcau zalo-oa connect"


class Wallet:
    """Hold the account's tokens, as the database has them."""

    def __init__(self, database: Database, clock: Clock, account: str, vault: Vault) -> None:
        self._database, self._clock, self._vault = database, clock, vault
        self._account = account
        self._held: Held | None = None
        self._read_at = float("-inf")

    async def look(self) -> Held | None:
        """Return what the account signs in with now."""
        if monotonic() - self._read_at > FRESH_SECONDS:
            async with self._database.reading() as session:
                self._held = await tokens.read(session, self._vault, self._account)
            self._read_at = monotonic() if self._held else self._read_at
        return self._held

    async def distrust(self, access: str) -> bool:
        """After a refusal: tell whether there is a newer token; if not, have one fetched."""
        self._read_at = float("-inf")
        held = await self.look()
        if held is not None and held.access != access:
            return True
        async with self._database.transaction() as session:
            await tokens.want(session, self._account, now=self._clock.now())
        return False

    def describe(self, held: Held | None) -> str:
        """Say how the sign-in stands: `ready`, or what somebody has to do."""
        now = self._clock.now()
        if held is None:
            return f"not connected; {CONNECT}"
        if held.fault:
            return (
                f"sign-in lost ({held.fault}); works until {_moment(held.expires_at)}; {CONNECT}"
            )
        if held.expires_at <= now:
            return f"the access token ended at {_moment(held.expires_at)} and was not renewed"
        return READY


def _moment(at: datetime) -> str:
    return f"{to_local(at):%H:%M %d/%m/%Y}"
