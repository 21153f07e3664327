"""Door, Zalo bot: receiving, by webhook, or by polling for development; it comes back by itself.

Polling cannot acknowledge: what the platform has handed out is gone there. So what was fetched is
held until it is stored, and a program that is killed meanwhile loses it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.channels.zalo_bot.calls import AnswerLost, Caller, Json, NotSent, Refused, Timeouts
from bot.channels.zalo_bot.errors import NOTHING_NEW, describe
from bot.channels.zalo_bot.updates import read_event, unwrap
from bot.doorplates import Doorplate
from bot.messages import Take

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Hold how long we wait for the platform, in seconds."""

    requests: Timeouts = field(default_factory=Timeouts)
    poll: int = 30
    first: float = 1.0  # before a second try to receive; twice as long each time
    longest: float = 60.0
    watch: float = 300.0  # between two looks at whether the webhook is still ours
    verify: float = 900.0  # before the webhook is set again that did not answer: calls are few


@dataclass
class Receiver:
    """Receive events of one bot, and tell how that goes."""

    account: str
    caller: Caller
    patience: Patience
    public_url: str
    plate: Doorplate
    state: str = "starting"
    name: str = ""
    _prepared: bool = False

    async def run(self, take: Take) -> None:
        """Receive until cancelled, whatever the platform, the network or the database do."""
        wait = self.patience.first
        if not self.public_url:
            log.warning(
                "zalo-bot-polls", account=self.account, why="cannot acknowledge: for trying"
            )
        while True:
            try:
                await self._receive(take)
                wait = self.patience.first
            except (Refused, NotSent, AnswerLost) as error:
                self._tell(describe(error))
                self._prepared = False
                await asyncio.sleep(wait)
                wait = min(wait * 2, self.patience.longest)

    async def take_body(self, take: Take, body: Any) -> None:
        """Have what was posted taken; returns when it may be confirmed."""
        event = unwrap(body)
        if event is None:
            log.info("zalo-bot-no-event", account=self.account)
            return
        await self._take(take, event)
        if self.public_url:
            self._tell("ready")  # whoever posts has found us

    async def _receive(self, take: Take) -> None:
        """Get ready where need be, then wait for events once."""
        if not self._prepared:
            await self._prepare()
            self._prepared = True
        if self.public_url:
            await self._watch()
        else:
            await self._poll(take)

    async def _prepare(self) -> None:
        me = await self.caller.call("getMe")
        self.name = str(me.get("account_name") or "") if isinstance(me, dict) else ""
        if not self.public_url:
            await self.caller.call("deleteWebhook")
        elif await self._find_hook() != self._address:
            await self._set_hook()
        else:
            self._tell("ready")

    async def _set_hook(self) -> None:
        """Say where we are; the address is kept even when the platform does not reach it."""
        told = await self.caller.call(
            "setWebhook", url=self._address, secret_token=self.plate.secret
        )
        verified = told.get("verification") if isinstance(told, dict) else None
        if isinstance(verified, dict) and verified.get("ok") is False:
            outcome = f"{verified.get('outcome', '')} {verified.get('hint', '')}"
            self._tell(f"the platform does not reach the webhook: {outcome.strip()}")
            await asyncio.sleep(self.patience.verify)
            self._prepared = False
        else:
            self._tell("ready")

    async def _watch(self) -> None:
        await asyncio.sleep(self.patience.watch)
        if await self._find_hook() != self._address:
            self._tell("webhook was taken away")
            self._prepared = False

    async def _poll(self, take: Take) -> None:
        """Fetch one event and have it taken; again until it is, for it is nowhere else."""
        try:
            within = self.patience.poll + self.patience.requests.read
            found = await self.caller.call("getUpdates", timeout=self.patience.poll, within=within)
        except Refused as error:
            if error.code != NOTHING_NEW:
                raise
            found = None
        self._tell("ready")
        for one in found if isinstance(found, list) else [found]:
            event = unwrap(one)
            while event is not None:
                try:
                    await self._take(take, event)
                    break
                except Exception as error:
                    self._tell(f"updates cannot be stored: {type(error).__name__}")
                    await asyncio.sleep(self.patience.first)

    async def _take(self, take: Take, event: Json) -> None:
        try:
            incoming = read_event(event, self.account)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            log.exception("update-unreadable", error=type(error).__name__)
            return
        if incoming is not None:
            await take(incoming)

    async def _find_hook(self) -> str:
        told = await self.caller.call("getWebhookInfo")
        return str(told.get("url") or "") if isinstance(told, dict) else ""

    @property
    def _address(self) -> str:
        return self.public_url + self.plate.path

    def _tell(self, state: str) -> None:
        if state != self.state:
            log.log(
                20 if state == "ready" else 30, "zalo-bot-state", account=self.account, state=state
            )
            self.state = state
