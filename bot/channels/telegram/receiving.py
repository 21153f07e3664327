"""Door, Telegram: receiving, by long polling or webhook; it comes back by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import urlencode

import orjson
import structlog
from starlette.routing import BaseRoute
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.backend import AiohttpRequest, Timeouts, TooFast
from bot.channels.telegram.commands import list_for_all
from bot.channels.telegram.errors import describe
from bot.channels.telegram.polling import NotTaken, Poller
from bot.channels.telegram.updates import ALLOWED, Json, Self, read_update
from bot.channels.telegram.webhook import make_route
from bot.doorplates import Doorplate
from bot.messages import Take

log = structlog.get_logger(__name__)

MOST_WEBHOOK_CONNECTIONS = 40


@dataclass(frozen=True, slots=True)
class Patience:
    """Hold how long we wait for Telegram, in seconds."""

    requests: Timeouts = field(default_factory=Timeouts)
    poll: int = 30  # the Bot API allows 50; a dead connection is noticed after this and a read
    first: float = 1.0  # before a second try to receive; twice as long each time
    longest: float = 30.0
    watch: float = 300.0  # between two looks at whether the webhook is still ours


@dataclass(repr=False)  # the bot's own repr shows its token
class Receiver:
    """Receive updates of one account, and tell how that goes."""

    bot: Bot
    polls: AiohttpRequest  # the bot's, for getUpdates alone
    patience: Patience
    me: Self
    public_url: str
    plate: Doorplate
    state: str = "starting"
    _prepared: bool = False
    _named: bool = False

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Return the webhook's route where the world can reach us."""
        if not self.public_url:
            return []
        return [make_route(self.plate, partial(self._take, take))]

    async def run(self, take: Take) -> None:
        """Receive updates until cancelled, whatever Telegram, the network or the database do."""
        poller = Poller(self._fetch, partial(self._take, take))
        wait = self.patience.first
        try:
            while True:
                try:
                    await self._receive(poller)
                    wait = self.patience.first
                except (TelegramError, NotTaken) as error:
                    await asyncio.sleep(self._explain(error, wait))
                    wait = min(wait * 2, self.patience.longest)
        finally:
            await self.polls.shutdown()

    async def _receive(self, poller: Poller) -> None:
        """Get ready where need be, then wait for updates once."""
        if not self._prepared:
            await self._prepare()
            self._prepared = True
        if not self.public_url:
            await poller.round()
            self._tell("ready")
            return
        self._tell("ready")
        await asyncio.sleep(self.patience.watch)
        info = await self.bot.get_webhook_info()
        if info.url != self._webhook_url:
            self._tell("webhook was taken away")
            self._prepared = False

    async def _prepare(self) -> None:
        me = await self.bot.get_me()
        self.me = replace(self.me, id=me.id, username=me.username or "")
        if self.public_url:
            await self.bot.set_webhook(
                self._webhook_url,
                max_connections=MOST_WEBHOOK_CONNECTIONS,
                allowed_updates=ALLOWED,
                secret_token=self.plate.secret,
            )
        else:
            await self.bot.delete_webhook()
        if not self._named:
            await self._name_commands()

    async def _name_commands(self) -> None:
        """Show people what they may type; without it the bot works all the same."""
        try:
            await list_for_all(self.bot)
            self._named = True
        except TelegramError as error:
            log.warning("telegram-commands-not-set", account=self.me.account, why=error.message)

    async def _fetch(self, offset: int) -> Sequence[Json]:
        """Ask for updates as they are on the wire; the library would read the batch as one."""
        asked = {
            "offset": offset,
            "timeout": self.patience.poll if self.state == "ready" else 0,
            "allowed_updates": orjson.dumps(ALLOWED).decode(),
        }
        found = await self.polls.post(
            f"{self.bot.base_url}/getUpdates?{urlencode(asked)}",
            read_timeout=self.patience.poll + self.patience.requests.read,
        )
        if not isinstance(found, list):
            raise TelegramError("Invalid server response")
        return [update for update in found if "update_id" in update]

    async def _take(self, take: Take, update: Json) -> None:
        """Have one update taken; returns when it may be confirmed."""
        try:
            incoming = read_update(update, self.me)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            number = update.get("update_id")
            log.exception("update-unreadable", update=number, error=type(error).__name__)
            return
        if incoming is not None:
            await take(incoming)

    @property
    def _webhook_url(self) -> str:
        return self.public_url + self.plate.path

    def _explain(self, error: TelegramError | NotTaken, wait: float) -> float:
        """Say what is wrong, and return how long to wait before the next try."""
        if isinstance(error, NotTaken):
            self._tell(f"updates cannot be stored: {error}")
            return wait
        self._tell(describe(error))
        self._prepared = False
        return error.wait.total_seconds() if isinstance(error, TooFast) else wait

    def _tell(self, state: str) -> None:
        if state != self.state:
            log.log(
                20 if state == "ready" else 30,
                "telegram-state",
                account=self.me.account,
                state=state,
            )
            self.state = state
