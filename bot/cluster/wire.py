"""Room: the one session with PostgreSQL by which this program holds accounts and hears of others.

Leases stand and fall with the session: its advisory locks are gone with it, which tells another
program at once that this one has died, and this one notices at once that it was cut off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot.cluster import taking
from bot.cluster.leases import Leased
from bot.db import Database
from bot.models.notices import WANTED

if TYPE_CHECKING:  # a site on SQLite need not wait until the driver is loaded
    import psycopg

log = structlog.get_logger(__name__)

LOOK_EVERY = 0.25  # seconds
LOOK_CLOSELY = 0.05  # seconds, while an account that we want stands free
PATIENCE = 2.0  # seconds that a round may take before the session is given up
RECONNECT = 0.3  # seconds; while nobody else takes what was ours, it goes on
ASK_EVERY = 8  # rounds between two requests for an account
Hear = Callable[[str], None]


class Wire:
    """Take, renew and give back leases; ring whatever listens to what others have stored.

    `hear` says for each name of a notice who is told its payload; an empty payload: anything.
    """

    def __init__(
        self, database: Database, leases: Sequence[Leased], hear: Mapping[str, Hear]
    ) -> None:
        self._leases = leases
        self._hear: dict[str, Hear] = {**hear, WANTED: self._hear_wanted}
        self._name = database.name
        self._address = database.url.set(drivername="postgresql").render_as_string(
            hide_password=False
        )
        self._rounds = 0

    async def run(self) -> None:
        """Keep a session open, and begin again whenever it is lost, until cancelled."""
        import psycopg

        while True:
            try:
                async with await self._connect() as session:
                    await self._live(session)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("wire-lost", error=type(error).__name__)
            finally:
                for lease in self._leases:
                    lease.suspend()
            await asyncio.sleep(RECONNECT)

    async def _connect(self) -> psycopg.AsyncConnection:
        import psycopg

        async with asyncio.timeout(PATIENCE):
            return await psycopg.AsyncConnection.connect(
                self._address,
                autocommit=True,
                application_name=self._name,
                options="-c lock_timeout=1500",
                keepalives_idle=5,
                keepalives_interval=2,
                keepalives_count=2,
            )

    async def _live(self, session: psycopg.AsyncConnection) -> None:
        async with asyncio.timeout(PATIENCE):
            held = [one for one in self._leases if one.fence_number]
            await taking.resume(session, held, name=self._name)
        for name, hear in self._hear.items():
            await session.execute(f"LISTEN {name}")
            if name != WANTED:
                hear("")  # whatever was said while nobody listened
        try:
            while True:
                async with asyncio.timeout(PATIENCE):
                    await self._round(session)
                async for notice in session.notifies(timeout=self._pause()):
                    self._hear[notice.channel](notice.payload)
        except asyncio.CancelledError:
            import psycopg

            with suppress(psycopg.Error):
                await taking.give_back(session, [one for one in self._leases if one.fence_number])
            raise

    async def _round(self, session: psycopg.AsyncConnection) -> None:
        """Renew what is ours, give back what is asked for, take what nobody has."""
        held = [one for one in self._leases if one.fence_number]
        await taking.give_back(
            session, [one for one in held if one.is_retiring and not one.in_use]
        )
        await taking.renew(session, [one for one in held if one.fence_number])
        wanted = [o for o in self._leases if o.wanted and not o.in_use and not o.fence_number]
        await taking.take(session, wanted, name=self._name, held=self._count())
        self._rounds += 1
        if wanted and not self._count() and self._rounds % ASK_EVERY == 0:
            await session.execute("SELECT pg_notify(%s, %s)", (WANTED, self._name))

    def _pause(self) -> float:
        """Return the seconds until the next look: few while an account is about to be taken."""
        free = any(o.wanted and o.free_since is not None and not o.holds for o in self._leases)
        return LOOK_CLOSELY if free else LOOK_EVERY

    def _hear_wanted(self, asker: str) -> None:
        """Give one account to a program that has none, unless it is our only one."""
        held = [one for one in self._leases if one.fence_number and not one.is_retiring]
        if asker != self._name and len(held) > 1:
            log.info("account-handed-over", account=held[-1].account_id, to=asker)
            held[-1].retire()

    def _count(self) -> int:
        return sum(1 for one in self._leases if one.fence_number)
