"""The counter: one bot account; a request is checked, counted, perhaps struck, carried out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from tests.kit.bot_api.account_methods import ACCOUNT_METHODS
from tests.kit.bot_api.checking import Checker
from tests.kit.bot_api.faults import Fault
from tests.kit.bot_api.message_methods import MESSAGE_METHODS
from tests.kit.bot_api.people import People
from tests.kit.bot_api.rates import COUNTED, Limits, Rates
from tests.kit.bot_api.refusals import Json, Refusal, Violation, bad_request
from tests.kit.bot_api.specification import read_specification
from tests.kit.bot_api.webhook import Patience, Webhook
from tests.kit.bot_api.world import World
from tests.kit.striking import Faults
from tests.kit.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from typing import BinaryIO

    from tests.kit.bot_api.checking import MethodCheck

METHODS = ACCOUNT_METHODS | MESSAGE_METHODS
LOGGED = COUNTED | {"editMessageText"}
VIOLATIONS_KEPT = 1000


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Set how an account behaves; ``log`` gets a line of JSON per message appended."""

    token: str = TOKEN
    username: str = "nhip_cau_bot"
    limits: Limits = field(default_factory=Limits)
    log: Path | None = None
    first_update: int = 1
    patience: Patience = field(default_factory=Patience)
    now: Callable[[], float] = time.time
    monotonic_ns: Callable[[], int] = time.monotonic_ns


@dataclass(frozen=True)
class Outcome:
    """Hold a request's result and what misfortune its answer meets on the way."""

    result: Any = None
    refusal: Refusal | None = None
    fault: Fault | None = None


class Account:
    """Answer the Bot API for one bot."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        bot = {"id": int(settings.token.split(":")[0]), "is_bot": True, "first_name": "Nhịp Cầu"}
        self.world = World(bot=bot | {"username": settings.username}, now=settings.now)
        self.world.updates.next_id = settings.first_update
        self.people = People(self.world)
        self.updates = self.world.updates
        self.rates = Rates(settings.limits)
        self.faults: Faults[Fault] = Faults()
        self.violations: list[Json] = []
        self.webhook: Webhook | None = None
        self._checker = Checker(read_specification())
        self._log: BinaryIO | None = None
        self._waiting: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "getUpdates": self.updates.poll,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }

    @property
    def carried(self) -> frozenset[str]:
        """Name every method that is answered here."""
        return frozenset(METHODS) | frozenset(self._waiting)

    def open(self) -> None:
        """Open the log, at its end."""
        if self.settings.log:
            self._log = self.settings.log.open("ab", buffering=0)

    async def close(self) -> None:
        """Stop the webhook and close the log."""
        if self.webhook:
            await self.webhook.close()
        if self._log:
            self._log.close()

    def check(self, name: str) -> MethodCheck:
        """Find a method's check; raises the real server's 404, or a note of what is missing."""
        check = self._checker.method(name)
        if check is None:
            self._violated(name, Violation(name, "there is no such method"))
            raise Refusal(404, "Not Found: method not found")
        if check.name not in self.carried:
            self._violated(name, Violation(name, "is not carried by this server"))
            raise bad_request(f"kit: {name}: is not carried by this server")
        return check

    async def call(self, name: str, given: Json) -> Outcome:
        """Carry out one request from its raw parameters."""
        arrived = self.settings.monotonic_ns()
        try:
            check = self.check(name)
            asked = self._checked(check, given)
        except Refusal as refusal:
            return Outcome(refusal=refusal)
        chat_id = _chat_of(asked)
        if check.name in COUNTED:
            too_fast = self.rates.admit(chat_id or 0, at=arrived)
            if too_fast:
                return Outcome(refusal=too_fast)
        fault = self.faults.pick(check.name, chat_id)
        if fault and fault.kind == "429":
            self.rates.halt(fault.retry_after, chat_id=fault.chat_id, at=arrived)
        return await self._carry_out(check.name, asked, fault)

    async def _carry_out(self, name: str, asked: Json, fault: Fault | None) -> Outcome:
        if fault and not fault.takes:
            return Outcome(refusal=fault.refusal(), fault=fault)
        try:
            result = await self._run(name, asked)
        except Refusal as refused:
            return Outcome(refusal=refused, fault=fault)
        if self._log and name in LOGGED:
            self._write_log(name, result)
        return Outcome(result, fault.refusal() if fault else None, fault)

    async def _run(self, name: str, asked: Json) -> Any:
        method = METHODS.get(name)
        return method(self.world, asked) if method else await self._waiting[name](asked)

    def _checked(self, check: MethodCheck, given: Json) -> Json:
        try:
            return check.check(given)
        except Violation as violation:
            self._violated(check.name, violation)
            raise bad_request(f"kit: {violation.field}: {violation.why}") from violation

    def _violated(self, method: str, violation: Violation) -> None:
        if len(self.violations) < VIOLATIONS_KEPT:
            self.violations.append(
                {"method": method, "field": violation.field, "why": violation.why}
            )

    def _write_log(self, name: str, message: Json) -> None:
        text = message.get("text") or message.get("caption") or message.get("poll", {})
        line = {
            "at": self.settings.now(),
            "chat_id": message["chat"]["id"],
            "message_id": message["message_id"],
            "text": text if isinstance(text, str) else text.get("question", ""),
            "method": name,
        }
        if self._log:
            self._log.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    async def _set_webhook(self, asked: Json) -> bool:
        if not asked["url"]:
            return await self._delete_webhook(asked)
        if not asked["url"].startswith(("http://", "https://")):
            raise bad_request("bad webhook: invalid webhook URL specified")
        await self._delete_webhook(asked)
        self.updates.allow(asked.get("allowed_updates"))
        self.webhook = Webhook(
            self.updates, asked, patience=self.settings.patience, carry=self._carry
        )
        self.updates.on_new = self.webhook.offer
        self.updates.hook(on=True)
        for update in self.updates.pending.values():
            self.webhook.offer(update)
        return True

    async def _delete_webhook(self, asked: Json) -> bool:
        if asked.get("drop_pending_updates"):
            self.updates.drop()
        webhook, self.webhook = self.webhook, None
        self.updates.on_new = None
        self.updates.hook(on=False)
        if webhook:
            await webhook.close()
        return True

    async def _carry(self, call: Json) -> None:
        """Carry out a method that came as a webhook's answer, whose result nobody sees."""
        await self.call(call.pop("method"), call)

    async def _webhook_info(self, asked: Json) -> Json:
        settings = self.webhook.settings if self.webhook else {}
        info: Json = {
            "url": settings.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if self.webhook:
            info["max_connections"] = settings.get("max_connections", 40)
            if self.webhook.last_error:
                at, told = self.webhook.last_error
                info |= {"last_error_date": int(at), "last_error_message": told}
        allowed = self.updates.allowed
        return info | ({"allowed_updates": allowed} if allowed else {})


def _chat_of(asked: Json) -> int | None:
    chat_id = asked.get("chat_id")
    return chat_id if isinstance(chat_id, int) else None
