"""Benchmarks, under test: a broadcast through the ledger, the sender and the Telegram channel."""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import suppress
from typing import Any

from sqlalchemy import func, select

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Sender
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.db import Database
from bot.models import Broadcast, Delivery
from bot.pacing import Pacer
from bot.site import Site
from tests.benchmarks.turns_ours import settings_of
from tests.kit.broadcasting import YES_NO, make_draft

ALL_DAY = {"quiet_from": "00:00", "quiet_until": "00:00"}
LOOK_EVERY = 0.02
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
        self._sender = Sender(
            self._site, channel=self._channel, account_id=account, pacer=self._pacer
        )
        self._sending: asyncio.Task[None] | None = None

    async def open(self) -> dict[str, Any]:
        """Let the sender wait for work."""
        self._sending = asyncio.create_task(self._sender.run())
        return {}

    async def work(self, *, seconds: float) -> dict[str, Any]:
        """Launch one and wait until it has left, or stop it after some seconds."""
        launched = await self._launch()
        ends = time.monotonic() + seconds
        self._site.bell.set()
        while await self._is_under_way(launched):
            if time.monotonic() >= ends:
                ends = math.inf
                await self._cancel(launched)
            await asyncio.sleep(LOOK_EVERY)
        return {"items": await self._count(launched, "sent")}

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
            launched = await broadcasts.launch(session, OPERATOR, draft.id, now=now)
        return launched.id

    async def _is_under_way(self, broadcast: int) -> bool:
        async with self._site.database.reading() as session:
            query = select(Broadcast.state).where(Broadcast.id == broadcast)
            runs = await session.scalar(query) == "running"
        return runs or await self._count(broadcast, "sending") > 0

    async def _cancel(self, broadcast: int) -> None:
        async with self._site.database.transaction() as session:
            operator, now = OPERATOR, self._site.now
            await broadcasts.cancel(session, operator, broadcast, now=now)

    async def _count(self, broadcast: int, state: str) -> int:
        query = select(func.count()).where(
            Delivery.broadcast_id == broadcast, Delivery.state == state
        )
        async with self._site.database.reading() as session:
            return await session.scalar(query) or 0
