"""Door, Telegram: the channel: what the app sees of one bot account."""

from __future__ import annotations

import re
from collections.abc import Sequence

import structlog
from starlette.routing import BaseRoute
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.backend import MOST_CONNECTIONS, AiohttpRequest
from bot.channels.telegram.commands import list_in_chat
from bot.channels.telegram.errors import read_error
from bot.channels.telegram.receiving import Patience, Receiver
from bot.channels.telegram.requests import CAPABILITIES, Writer, number_of
from bot.channels.telegram.sending_files import fetch_file
from bot.channels.telegram.updates import Self
from bot.doorplates import Doorplate
from bot.errors import BadSettings
from bot.messages import Capabilities, Outcome, Reply, Take, Unknown, Unreachable
from bot.settings import Settings

log = structlog.get_logger(__name__)

PLATFORM = "telegram"
TOKEN = re.compile(r"(\d+):[\w-]+")


class TelegramChannel:
    """Carry messages of one bot account of Telegram."""

    capabilities: Capabilities = CAPABILITIES

    def __init__(
        self,
        settings: Settings,
        *,
        account: str = PLATFORM,
        patience: Patience | None = None,
    ) -> None:
        token, key = check_settings(settings, account)
        self.account = account
        api, patience = settings.telegram_api_url, patience or Patience()
        timeouts = patience.requests
        self._sending = AiohttpRequest(
            address=api, connections=MOST_CONNECTIONS, timeouts=timeouts
        )
        self._polling = AiohttpRequest(address=api, connections=1, timeouts=timeouts)
        bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._sending,
            get_updates_request=self._polling,
        )
        self._bot, self._writer = bot, Writer(bot)
        self._receiver = Receiver(
            bot,
            self._polling,
            patience,
            me=Self(int(token.partition(":")[0]), account=account),
            public_url=settings.public_url,
            plate=Doorplate.of(PLATFORM, key, token),
        )

    @property
    def state(self) -> str:
        """Say how the channel is: `ready`, or why no updates come."""
        return self._receiver.state

    @property
    def public_name(self) -> str:
        """Name the bot, once Telegram has told its name."""
        return self._receiver.me.username

    async def send(self, chat: str, reply: Reply) -> Outcome:
        """Send one message, or edit one, or raise a SendError."""
        try:
            return await self._writer.write(number_of(chat), reply)
        except TelegramError as error:
            outcome = read_error(error)
            if isinstance(outcome, Unknown):
                return outcome
            raise outcome from error
        except (LookupError, TypeError, ValueError) as error:
            # it was taken, and the library cannot read the answer
            log.warning("answer-unreadable", error=type(error).__name__)
            return Unknown("unreadable_answer")

    async def fetch(self, ref: str) -> bytes:
        """Return a file that a person sent, or raise a SendError."""
        try:
            return await fetch_file(self._bot, ref)
        except TelegramError as error:
            outcome = read_error(error)
            raise Unreachable(outcome.why) if isinstance(outcome, Unknown) else outcome from error

    async def show_commands(self, chat: str, commands: Sequence[str]) -> None:
        """List commands in one chat before everybody's, or everybody's alone."""
        try:
            await list_in_chat(self._bot, number_of(chat), commands)
        except TelegramError as error:
            outcome = read_error(error)
            raise Unreachable(outcome.why) if isinstance(outcome, Unknown) else outcome from error

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Return the webhook's route where the world can reach us."""
        return self._receiver.routes(take)

    async def run(self, take: Take) -> None:
        """Receive updates until cancelled, whatever Telegram, the network or the database do."""
        await self._receiver.run(take)

    async def close(self) -> None:
        """Close every connection, once nothing is sent any more."""
        await self._polling.shutdown()
        await self._sending.shutdown()


def check_settings(settings: Settings, account: str) -> tuple[str, str]:
    """Return the token and the key, or raise BadSettings for what is missing or misshapen."""
    token = settings.tokens_of(PLATFORM).get(account, "")
    if not TOKEN.fullmatch(token):
        raise BadSettings(
            f"NHIPCAU_TELEGRAM_TOKEN: {account} has no bot token; @BotFather gives one"
        )
    key = settings.secret_key.get_secret_value()
    if settings.public_url and not key:
        raise BadSettings("NHIPCAU_SECRET_KEY: is missing, the webhook's secret is made of it")
    return token, key
