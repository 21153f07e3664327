"""Benchmarks, under test: a broadcast through the ledger, the sender and the Telegram channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import select

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Sender
from bot.broadcasts.counting import count_lines
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.db import Database
from bot.errors import Refused
from bot.models import Broadcast
from bot.pacing import Pacer
from bot.site import Site
from bot.text import bundle
from jobs import freeze
from tests.benchmarks.costs import cost, used_between
from tests.benchmarks.turns_ours import settings_of
from tests.kit.broadcasting import YES_NO, make_draft

UNLIMITED = dict.fromkeys(("contact_soft_day", "contact_soft_week", "contact_hard_day"), 0)
ALL_DAY = {"quiet_from": "00:00", "quiet_until": "00:00", "closed_at_tet": False, **UNLIMITED}
EVERYBODY = 10**9  # nobody is asked to approve
LOOK_EVERY, LOOK_SELDOM = 0.05, 0.5  # seconds; a look costs CPU too, and at 30 a second it shows
WORDS = "Mời {xung_ho} {ten} ở {phuong} tham gia bảo hiểm y tế hộ gia đình."


class Ours:
    """Launch a broadcast to everybody, and let it leave at a rate, or at none."""

    def __init__(
        self, *, database: str, api: str, folder: str, account: int, rate: float | None
    ) -> None:
        settings = settings_of(database, api, folder, telegram_rate=rate or 1000, **ALL_DAY)
        self._site = Site(settings, SystemClock(), Database(database))
        self._channel = TelegramChannel(settings)
        self._pacer = Pacer(rate)
        self._every = LOOK_SELDOM if rate else LOOK_EVERY
        self._sender = Sender(
            self._site, channel=self._channel, account_id=account, pacer=self._pacer
        )
        self._sending: asyncio.Task[None] | None = None

    async def open(self) -> dict[str, Any]:
        """Let the sender wait for work; a program that runs has said something before."""
        bundle("vi")
        self._sending = asyncio.create_task(self._sender.run())
        return {}

    async def work(self, *, seconds: float) -> dict[str, Any]:
        """Launch one and let it leave until it has ended, or for some seconds."""
        before = cost()
        launched = await self._launch()
        self._site.bell.set()
        freezing = asyncio.create_task(freeze.tick(self._site))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await eventually(partial(self._has_ended, launched), self._every)
        after, sent = cost(), await self._count(launched, "sent")
        await self._end(launched)
        await freezing
        return {"items": sent, "used": used_between(before, after), "began": before["wall"]}

    async def close(self) -> None:
        """Stop the sender."""
        if self._sending is not None:
            self._sending.cancel()
            with suppress(asyncio.CancelledError):
                await self._sending
        await self._pacer.close()
        await self._channel.close()
        await self._site.database.close()

    async def _launch(self) -> int:
        async with self._site.database.transaction() as session:
            options = {"rule": {"all": True}, "purpose": "notices", "buttons": YES_NO}
            draft = await make_draft(session, text=WORDS, **options)
            now = self._site.now
            launched = await broadcasts.launch(
                session, OPERATOR, draft.id, now=now, approve_over=EVERYBODY
            )
        return launched.id

    async def _has_ended(self, broadcast: int) -> bool:
        return await self._state(broadcast) != "running" and await self._has_none_in_hand(
            broadcast
        )

    async def _state(self, broadcast: int) -> str | None:
        async with self._site.database.reading() as session:
            return await session.scalar(select(Broadcast.state).where(Broadcast.id == broadcast))

    async def _end(self, broadcast: int) -> None:
        """Let nothing more leave; what was not sent stays where it is, as nobody counts it."""
        if await self._state(broadcast) == "running":
            with suppress(Refused):  # it has ended meanwhile
                async with self._site.database.transaction() as session:
                    await broadcasts.pause(session, OPERATOR, broadcast, now=self._site.now)
        await eventually(partial(self._has_none_in_hand, broadcast), LOOK_EVERY)

    async def _has_none_in_hand(self, broadcast: int) -> bool:
        return not await self._count(broadcast, "sending")

    async def _count(self, broadcast: int, state: str) -> int:
        async with self._site.database.reading() as session:
            counts = await count_lines(session, broadcast)
        return sum(count.n for count in counts if count.state == state)


async def eventually(holds: Callable[[], Awaitable[bool]], every: float) -> None:
    """Look again and again until something holds."""
    while True:
        if await holds():
            return
        await asyncio.sleep(every)
