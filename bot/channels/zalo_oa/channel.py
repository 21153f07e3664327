"""Door, Zalo OA: the channel: what the app sees of one Official Account."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import structlog
from starlette.routing import BaseRoute

from bot.channels.zalo_oa.calls import AnswerLost, Call, Caller, Json, NotSent
from bot.channels.zalo_oa.errors import TOKEN_REFUSED, WRONG_PARAMETER, read_refusal
from bot.channels.zalo_oa.events import read_event
from bot.channels.zalo_oa.requests import CAPABILITIES, is_uploaded, write_call, write_upload
from bot.channels.zalo_oa.wallet import READY, Wallet
from bot.channels.zalo_oa.webhook import Signs, make_routes
from bot.clock import Clock
from bot.db import Database
from bot.errors import BadSettings
from bot.messages import (
    Attachment,
    Capabilities,
    Halted,
    Outcome,
    Rejected,
    Reply,
    Sent,
    Take,
    Unknown,
    Unreachable,
)
from bot.settings import Settings
from bot.showing import Showcase
from bot.tokens import Vault

log = structlog.get_logger(__name__)

PLATFORM = "zalo-oa"
LOOK_EVERY = 10.0  # seconds between two looks at how the sign-in stands


class ZaloOaChannel:
    """Carry messages of one Official Account; the settings are those of this one alone."""

    public_name = ""
    capabilities: Capabilities = CAPABILITIES

    def __init__(
        self, database: Database, clock: Clock, settings: Settings, *, account: str = PLATFORM
    ) -> None:
        check_settings(settings)
        self.account = account
        self._settings, self._caller = settings, Caller()
        vault = Vault(settings.secret_key.get_secret_value())
        self._wallet = Wallet(database, clock, account, vault)
        self.signs = Signs(
            settings.zalo_oa_app_id,
            settings.zalo_oa_secret.get_secret_value(),
            settings.zalo_oa_timestamp,
        )
        key = settings.secret_key.get_secret_value()
        self._showcase = Showcase(account, settings.public_url, key, database, clock)
        self.state = "starting"

    async def send(self, chat: str, reply: Reply) -> Outcome:
        """Send one message, or raise a SendError."""
        if reply.recalls:
            return Sent("")  # what was sent here stays
        try:
            return await self._send(chat, reply)
        except AnswerLost as error:
            return Unknown(str(error))

    async def _send(self, chat: str, reply: Reply) -> Outcome:
        file = reply.attachment
        if file is not None and not is_uploaded(file):
            note = self._showcase.note_of(file, self._settings.site_contact)
            words = f"{reply.text}\n\n{note}".strip()
            reply, file = replace(reply, text=words, attachment=None), None
        if file is None:
            write = partial(write_call, self._settings, chat, reply)
            return _read_outcome(*await self._ask(write))
        return await self._send_picture(chat, reply, file)

    async def _send_picture(self, chat: str, reply: Reply, file: Attachment) -> Outcome:
        """Send a message with a picture: handed over once, again when it is forgotten there."""
        if file.known_as:
            answer, code = await self._ask(partial(write_call, self._settings, chat, reply))
            if code != WRONG_PARAMETER:
                return _read_outcome(answer, code)
        named = replace(file, known_as=await self._hand_over(file))
        write = partial(write_call, self._settings, chat, replace(reply, attachment=named))
        outcome = _read_outcome(*await self._ask(write))
        return replace(outcome, file_ref=named.known_as) if isinstance(outcome, Sent) else outcome

    async def _hand_over(self, file: Attachment) -> str:
        """Give a picture to the service and return its name there; nobody sees it by that."""
        try:
            answer, code = await self._ask(partial(write_upload, self._settings, file))
        except AnswerLost as error:
            raise Unreachable(str(error)) from error
        if code:
            raise read_refusal(code, str(answer.get("message", "")))
        return str((answer.get("data") or {}).get("attachment_id") or "")

    async def _ask(self, write: Callable[[str], Call]) -> tuple[Json, int]:
        """Make a call with the access token and return its answer and code; raise a SendError.

        Raise AnswerLost when nobody knows what became of it.
        """
        while True:
            access = await self._get_access()
            try:
                answer = await self._caller.make(write(access))
            except NotSent as error:
                raise Unreachable(str(error)) from error
            code = _code_of(answer)
            if code not in TOKEN_REFUSED:
                return answer, code
            if not await self._wallet.distrust(access):
                raise Unreachable("the access token is refused; a new one is asked for")

    async def fetch(self, ref: str) -> bytes:
        """Refuse: files that people send here are answered, not read."""
        raise Rejected("files are not read from the Official Account")

    async def show_commands(self, chat: str, commands: Sequence[str]) -> None:
        """Do nothing: an Official Account lists no commands in a chat."""

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Return the webhook's route, and the files' where the world reaches us."""
        shown = [self._showcase.route()] if self._settings.public_url else []
        return [*make_routes(self.account, self.signs, partial(self._take, take)), *shown]

    async def run(self, take: Take) -> None:
        """Look at how the sign-in stands until cancelled; updates come by the webhook."""
        while True:
            self._tell(self._wallet.describe(await self._wallet.look()))
            await asyncio.sleep(LOOK_EVERY)

    async def close(self) -> None:
        """Close every connection."""
        await self._caller.close()

    async def _take(self, take: Take, event: Json) -> None:
        """Have one event taken; what cannot be read is noted and acknowledged."""
        try:
            incoming = read_event(event, self.account)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            log.exception("event-unreadable", error=type(error).__name__)
            return
        if incoming is not None:
            await take(incoming)

    async def _get_access(self) -> str:
        held = await self._wallet.look()
        state = self._wallet.describe(held)
        self._tell(state)
        if held is None:
            raise Halted(f"Zalo OA: {state}")
        return held.access

    def _tell(self, state: str) -> None:
        if state != self.state:
            log.log(20 if state == READY else 30, "zalo-oa-state", state=state)
            self.state = state


def check_settings(settings: Settings) -> None:
    """Raise BadSettings for what is missing."""
    needed = ("zalo_oa_app_secret", "zalo_oa_secret", "secret_key")
    missing = [name for name in needed if not getattr(settings, name).get_secret_value()]
    if missing:
        names = ", ".join(f"NHIPCAU_{name.upper()}" for name in missing)
        raise BadSettings(f"{names}: missing, while NHIPCAU_ZALO_OA_APP_ID is set")


def _code_of(answer: Json) -> int:
    try:
        return int(answer.get("error", 0))
    except (TypeError, ValueError):
        return 1


def _read_outcome(answer: Json, code: int) -> Outcome:
    if code:
        raise read_refusal(code, str(answer.get("message", "")))
    data = answer.get("data") or {}
    ref = str(data.get("message_id") or data.get("msg_id") or "")
    return Sent(ref) if ref else Unknown("unreadable_answer")
