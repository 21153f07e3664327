"""One bot of the Bot Platform: its people, its month's quota, and what it answers."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from tests.kit.journal import Journal
from tests.kit.striking import Faults
from tests.kit.zalo.bot_faults import Fault
from tests.kit.zalo.bot_hooks import Hook, is_public
from tests.kit.zalo.bot_methods import COUNTED, METHODS, Json, Refusal, find_wrong

TOKEN = "5150:kit-zalo-bot-token"
VIETNAM = timedelta(hours=7)
CAP, QUOTA, TESTS_A_DAY = 50, 3000, 20


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Set how a bot behaves; `log` gets a line of JSON per message appended."""

    token: str = TOKEN
    name: str = "Bot Nhịp Cầu"
    cap: int = CAP  # people
    quota: int = QUOTA  # messages a month
    shapes: tuple[str, ...] = ("flat",)  # of what is posted, in turn: flat | wrapped
    resends: tuple[float, ...] = ()  # seconds until a webhook that failed is tried again
    private_hooks: bool = False  # whether a webhook may be on this machine
    http_errors: bool = False  # whether an error is told by HTTP's status as well
    log: Path | None = None
    now: Callable[[], float] = time.time


@dataclass
class Person:
    """Hold one person in their chat with the bot."""

    id: str
    name: str
    protected: bool = False  # whose words the platform keeps to itself
    gone: bool = False  # has left the bot; the platform tells nobody
    inbox: list[Json] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """Hold what is answered, and what befalls the answer on its way."""

    result: Any = None
    refusal: Refusal | None = None
    fault: Fault | None = None


class Bot:
    """Answer the Bot Platform's methods for one bot."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.id = settings.token.partition(":")[0]
        self.people: dict[str, Person] = {}
        self.turned_away: set[str] = set()  # who came when the bot was full
        self.faults: Faults[Fault] = Faults()
        self.journal = Journal()
        self.violations: list[str] = []
        self.calls: list[tuple[str, Json]] = []
        self.sent: list[Json] = []  # events, in their order
        self.spent: dict[str, int] = {}  # messages by month
        self.hook: Hook | None = None
        self.hooked_at = 0
        self.pending: list[Json] = []
        self._news = asyncio.Event()
        self._numbers = itertools.count(1)
        self._writers: set[str] = set()
        self._tests: dict[str, int] = {}
        self._others: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "getMe": self._tell_self,
            "getUpdates": self._poll,
            "setWebhook": self._set_hook,
            "deleteWebhook": self._delete_hook,
            "testWebhook": self._test_hook,
            "getWebhookInfo": self._tell_hook,
            "sendChatAction": self._type,
        }

    @property
    def month(self) -> str:
        """Name the month as it is in Viet Nam."""
        return f"{self._here:%Y-%m}"

    @property
    def left(self) -> int:
        """Return how many messages may still leave this month."""
        return self.settings.quota - self.spent.get(self.month, 0)

    async def close(self) -> None:
        """Stop posting."""
        if self.hook:
            await self.hook.close()

    def person(self, who: int | str, **known: Any) -> Person:
        """Return a person, who is here from the first mention; ids say nothing."""
        key = hashlib.sha256(f"{self.id}:{who}".encode()).hexdigest()[:20]
        if key not in self.people:
            self.people[key] = Person(key, f"Người {who}")
        for name, value in known.items():
            setattr(self.people[key], name, value)
        return self.people[key]

    def say(self, who: int | str, event: str = "text", **content: Any) -> Json | None:
        """Let a person write; None when the bot has as many people as it may."""
        person = self.person(who)
        if person.id not in self._writers and len(self._writers) >= self.settings.cap:
            self.turned_away.add(person.id)
            return None
        self._writers.add(person.id)
        if person.protected:
            event, content = "unsupported", {}
        message = {
            "from": {"id": person.id, "display_name": person.name, "is_bot": False},
            "chat": {"id": person.id, "chat_type": "PRIVATE"},
            "message_id": self._new_id(),
            "date": int(self.settings.now() * 1000),
            **content,
        }
        told: Json = {"event_name": f"message.{event}.received", "message": message}
        self.sent.append(told)
        self.offer(told)
        return told

    def offer(self, event: Json) -> None:
        """Hand an event to the webhook, or keep it for who polls; again: as a repeat."""
        if self.hook:
            self.hook.post(event)
        else:
            self.pending.append(event)
            self._news.set()

    async def call(self, method: str, given: Json) -> Outcome:
        """Carry out one request."""
        self.calls.append((method, given))
        if method not in METHODS:
            return Outcome(refusal=self._violated(method, ["there is no such method"], 404))
        if wrong := find_wrong(method, given):
            return Outcome(refusal=self._violated(method, wrong, 400))
        fault = self.faults.pick(method, given.get("chat_id"))
        if fault and not fault.taken:
            return Outcome(refusal=fault.refusal(), fault=fault)
        try:
            result = await self._run(method, given)
        except Refusal as refusal:
            return Outcome(refusal=refusal, fault=fault)
        return Outcome(result, fault.refusal() if fault else None, fault)

    async def _run(self, method: str, given: Json) -> Any:
        if method in COUNTED:
            return self._send(method, given)
        return await self._others[method](given)

    async def _tell_self(self, given: Json) -> Json:
        told = {"id": self.id, "account_name": self.settings.name}
        return told | {"account_type": "BASIC", "can_join_groups": False}

    async def _tell_hook(self, given: Json) -> Json:
        return {"url": self.hook.url if self.hook else "", "updated_at": self.hooked_at}

    async def _type(self, given: Json) -> None:
        self._open(given["chat_id"])

    def _send(self, method: str, given: Json) -> Json:
        person = self._open(given["chat_id"])
        if self.left <= 0:
            raise Refusal(429, "Quota exceeded")
        self.spent[self.month] = self.spent.get(self.month, 0) + 1
        stamp = {"message_id": self._new_id(), "date": int(self.settings.now() * 1000)}
        message = {**given, **stamp, "method": method}
        person.inbox.append(message)
        self.journal.note("message", to=(), chat_id=person.id, message=message)
        if self.settings.log:
            line = {"at": self.settings.now(), "chat_id": person.id, "method": method, **stamp}
            line["text"] = given.get("text", given.get("caption", ""))
            with self.settings.log.open("ab") as log:
                log.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        return stamp

    def _open(self, chat_id: str) -> Person:
        """Return who is in a chat that the bot may write in: one who wrote, and is still here."""
        person = self.people.get(chat_id)
        if person is None or person.gone:
            raise Refusal(404, "Not Found: chat not found")
        return person

    async def _poll(self, given: Json) -> Json:
        """Hand out one event, which is gone with that; nothing new is an error of its own."""
        if self.hook:
            raise Refusal(400, "getUpdates does not work while a webhook is set")
        if not self.pending:
            self._news.clear()
            try:
                async with asyncio.timeout(float(given.get("timeout", 30))):
                    await self._news.wait()
            except TimeoutError:
                raise Refusal(408, "Request timeout") from None
        return self.pending.pop(0)

    async def _set_hook(self, given: Json) -> Json:
        url, secret = given["url"], given["secret_token"]
        private = not url.startswith("https://") or not is_public(url)
        if private and not self.settings.private_hooks:
            raise Refusal(400, "url must be a public https address")
        await self._drop_hook()
        self.hook = Hook(url, secret, shapes=self.settings.shapes, resends=self.settings.resends)
        waiting, self.pending = self.pending, []
        for event in waiting:
            self.hook.post(event)
        outcome = await self.hook.verify()
        verification = {"ok": outcome == "webhook.ok", "url": url, "outcome": outcome, "hint": ""}
        return {"url": url, "updated_at": self.hooked_at, "verification": verification}

    async def _drop_hook(self) -> None:
        self.hooked_at = int(self.settings.now() * 1000)
        if self.hook:
            await self.hook.close()
        self.hook = None

    async def _delete_hook(self, given: Json) -> Json:
        await self._drop_hook()
        return await self._tell_hook(given)

    async def _test_hook(self, given: Json) -> Json:
        today = f"{self._here:%Y-%m-%d}"
        self._tests[today] = self._tests.get(today, 0) + 1
        if self._tests[today] > TESTS_A_DAY:
            raise Refusal(426, "testWebhook limit exceeded")
        if not self.hook:
            raise Refusal(400, "no webhook is set")
        outcome = await self.hook.verify()
        return {"ok": outcome == "webhook.ok", "url": self.hook.url, "outcome": outcome}

    @property
    def _here(self) -> datetime:
        return datetime.fromtimestamp(self.settings.now(), UTC) + VIETNAM

    def _new_id(self) -> str:
        text = f"{self.id}:{next(self._numbers)}"
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def _violated(self, method: str, wrong: list[str], code: int) -> Refusal:
        self.violations += [f"{method}: {one}" for one in wrong]
        return Refusal(code, f"kit: {'; '.join(wrong)}")
