"""Door, Zalo bot: the channel: what the app sees of one bot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import structlog
from starlette.routing import BaseRoute

from bot.channels.zalo_bot.calls import AnswerLost, Caller, NotSent, Refused
from bot.channels.zalo_bot.errors import read_error
from bot.channels.zalo_bot.receiving import Patience, Receiver
from bot.channels.zalo_bot.requests import CAPABILITIES, write
from bot.channels.zalo_bot.webhook import make_route
from bot.clock import Clock
from bot.db import Database
from bot.doorplates import Doorplate
from bot.errors import BadSettings
from bot.messages import Capabilities, Outcome, Rejected, Reply, Sent, Take, Unknown, Unreachable
from bot.settings import Settings
from bot.showing import Showcase

log = structlog.get_logger(__name__)
PLATFORM = "zalo-bot"
MOST_PHOTO = 10 * 1024 * 1024
MOST_REF = 40  # letters of a message's id, as the table of replies holds


class ZaloBotChannel:
    """Carry messages of one bot of the Bot Platform."""

    capabilities: Capabilities = CAPABILITIES
    public_name = ""  # people find it by its name in Zalo: no address with a payload is known

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        *,
        account: str = PLATFORM,
        patience: Patience | None = None,
    ) -> None:
        token, key = check_settings(settings, account)
        patience = patience or Patience()
        self.account = account
        self._caller = Caller(settings.zalo_bot_api_url, token, patience.requests)
        self._showcase = Showcase(account, settings.public_url, key, database, clock)
        self._contact = settings.site_contact
        self._receiver = Receiver(
            account=account,
            caller=self._caller,
            patience=patience,
            public_url=settings.public_url,
            plate=Doorplate.of(PLATFORM, key, token),
        )

    @property
    def state(self) -> str:
        """Say how the channel is: `ready`, or why no events come."""
        return self._receiver.state

    async def send(self, chat: str, reply: Reply) -> Outcome:
        """Send one message, or raise a SendError; nothing can be rewritten or taken back."""
        if reply.edits or reply.recalls:
            raise Rejected("Zalo bots cannot rewrite messages")
        method, fields = write(reply, self._showcase, self._contact)
        try:
            told = await self._caller.call(method, chat_id=chat, **fields)
        except (Refused, NotSent, AnswerLost) as error:
            outcome = read_error(error)
            if isinstance(outcome, Unknown):
                return outcome
            raise outcome from error
        ref = told.get("message_id", "") if isinstance(told, dict) else ""
        return Sent(str(ref)[:MOST_REF])

    async def fetch(self, ref: str) -> bytes:
        """Return a picture that a person sent, or raise a SendError."""
        if not ref.startswith("https://"):
            raise Rejected("not an address of a picture")
        try:
            return await self._caller.download(ref, MOST_PHOTO)
        except Refused as error:
            raise Rejected(f"the picture is gone: {error.code}") from error
        except NotSent as error:
            raise Unreachable(error.why) from error

    async def show_commands(self, chat: str, commands: Sequence[str]) -> None:
        """List nothing: a chat has no list of commands, /giup tells them."""

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Return the webhook's route and the files', where the world can reach us."""
        receiver = self._receiver
        if not receiver.public_url:
            return []
        return [
            make_route(receiver.plate, partial(receiver.take_body, take)),
            self._showcase.route(),
        ]

    async def run(self, take: Take) -> None:
        """Receive events until cancelled."""
        await self._receiver.run(take)

    async def close(self) -> None:
        """Close every connection, once nothing is sent any more."""
        await self._caller.close()


def check_settings(settings: Settings, account: str) -> tuple[str, str]:
    """Return the token and the key, or raise BadSettings for what is missing."""
    token = settings.tokens_of(PLATFORM).get(account, "")
    if not token:
        raise BadSettings(f"NHIPCAU_ZALO_BOT_TOKEN: {account} has no token")
    key = settings.secret_key.get_secret_value()
    if settings.public_url and not key:
        raise BadSettings("NHIPCAU_SECRET_KEY: is missing, the webhook's secret is made of it")
    return token, key
