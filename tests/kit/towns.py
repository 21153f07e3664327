"""Kit: the wires between residents and the bot: Telegram's phones, and browsers on the web."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

import aiohttp

from bot.clock import monotonic
from bot.demo.browser import Browser, Line
from tests.kit.deeds import Act, Heard, Push, Say, ShareContact
from tests.kit.gates import Failed, Gate
from tests.kit.residents import Resident

QUIET = 0.4  # seconds without a word, after which nothing more is on its way
AT_ONCE = 600  # conversations that are under way at the same time
NUDGE_AFTER = 6.0  # seconds of silence of a bot that runs
LOOKS = 20_000  # at residents, a second
CIRCLES = 10  # times the longest silence: a talk that has not ended by then never will
GUESTS = count(1)
BEFORE = Line(id=0, mine=True, text="", choices=(), version=0)  # the page is open


@dataclass
class TelegramTown:
    """Let residents read and write through the Bot API server's control, all in few requests."""

    url: str  # of the Bot API server
    bot: str = ""  # its number, where the server has several
    residents: dict[int, Resident] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    arrived: Counter[tuple[int, str]] = field(default_factory=Counter)  # (chat, text) of messages
    edited: Counter[tuple[int, str]] = field(default_factory=Counter)
    last_word: float = 0.0

    def __post_init__(self) -> None:
        place = f"/kit/bots/{self.bot}" if self.bot else "/kit"
        self._gate = Gate(self.url, place, self._tell, self.failures)

    async def open(self) -> None:
        """Begin to read and write."""
        self.last_word = monotonic()
        self._gate.open()

    async def close(self) -> None:
        """Stop."""
        await self._gate.close()

    async def ask(self, path: str, told: object = None, *, verb: str = "GET") -> Any:
        """Ask the Bot API server's control; raise Failed with what it says."""
        return await self._gate.ask(path, told, verb=verb)

    async def settle_in(self, residents: Iterable[Resident]) -> None:
        """Let residents exist on the platform; they have not written yet."""
        moved = {one.chat: one for one in residents}
        self.residents |= moved
        acts = [{"user_id": chat, "act": "add", "first_name": f"Dân {chat}"} for chat in moved]
        await self.ask("acts", acts, verb="POST")

    def do(self, one: Resident, acts: Iterable[Act]) -> None:
        """Let a resident do something soon."""
        self._gate.hand_in(*(as_document(one.chat, act) for act in acts))

    def block(self, one: Resident) -> None:
        """Let a resident block the bot."""
        one.blocked = True
        self._gate.hand_in({"user_id": one.chat, "act": "block"})

    def _tell(self, event: dict[str, Any]) -> None:
        if event["kind"] not in ("message", "edited"):
            return
        self.last_word = monotonic()
        heard = read_event(event)
        seen = self.edited if heard.again else self.arrived
        seen[event["chat_id"], heard.text] += 1
        one = self.residents.get(event["chat_id"])
        if one is not None:
            self.do(one, hear(one, heard, self.failures))


@dataclass
class WebTown:
    """Let residents read and write as browsers on the web chat do, each with a page of its own."""

    url: str
    residents: dict[int, Resident] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    last_word: float = 0.0
    _pages: dict[int, Page] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def settle_in(self, residents: Iterable[Resident]) -> None:
        """Open a browser for each resident; they have not written yet."""
        for one in residents:
            self.residents[one.chat] = one
            number = next(GUESTS)
            page = Page(self.url, f"10.0.{number // 250}.{number % 250 + 1}")
            self._pages[one.chat] = await page.__aenter__()

    def do(self, one: Resident, acts: Iterable[Act]) -> None:
        """Let a resident do something soon; the first thing opens the chat."""
        if deeds := list(acts):
            self._begin(self._do(one, deeds))

    async def close(self) -> None:
        """Close every page."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(page.__aexit__(None, None, None) for page in self._pages.values()))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _do(self, one: Resident, acts: list[Act]) -> None:
        page = self._pages[one.chat]
        try:
            for act in acts:
                if page.shown or not isinstance(act, Say):
                    await page.do(act)
                else:
                    await page.start()
                    self._begin(self._live(one, page))
                    page.shown[0] = BEFORE
        except (aiohttp.ClientError, LookupError) as error:
            self.failures.append(f"web {one.chat}: {type(error).__name__}: {error}")

    async def _live(self, one: Resident, page: Page) -> None:
        while True:
            line = await page.next_line(within=24 * 3600)
            self.last_word = monotonic()
            again = line.id in page.shown
            page.shown[line.id] = line
            labels = tuple(label for label, _ in line.choices)
            heard = Heard(line.id, line.text, labels, again=again)
            await self._do(one, hear(one, heard, self.failures))


@dataclass
class Page(Browser):
    """Be a browser whose page sends again what a dead line swallowed, as ours does."""

    shown: dict[int, Line] = field(default_factory=dict)

    async def do(self, act: Act) -> None:
        """Do one thing; there is no contact button here, so a phone is typed."""
        match act:
            case Push(ref, label):
                await self.press(self.shown[ref], label)
            case Say(text) | ShareContact(text):
                await self.write(text)

    async def _post(self, fields: dict[str, str]) -> str:
        for wait in (0.2, 0.5, 1, 2, 4, 8):
            try:
                return await super()._post(fields)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(wait)
        return await super()._post(fields)


class Town(Protocol):
    """Hold residents who live on one platform."""

    residents: dict[int, Resident]
    failures: list[str]
    last_word: float

    def do(self, one: Resident, acts: Iterable[Act]) -> None:
        """Let a resident do something soon."""


def hear(one: Resident, heard: Heard, failures: list[str]) -> list[Act]:
    """Let a resident read a message; what they cannot make sense of is a failure, told whole."""
    try:
        return one.hear(heard)
    except Exception as error:
        last = one.done[-1] if one.done else None
        failures.append(f"{one.chat} after {last}: {type(error).__name__}: {error}")
        one.left, one.busy = True, False
        return []


def read_event(event: dict[str, Any]) -> Heard:
    """Read a message of the Bot API server as its phone shows it."""
    message = event["message"]
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    labels = tuple(button["text"] for row in rows for button in row)
    text = message.get("text", "")
    return Heard(message["message_id"], text, labels, again=event["kind"] == "edited")


def as_document(chat: int, act: Act) -> dict[str, Any]:
    """Write a deed as the Bot API server's control takes it."""
    match act:
        case Say("/start"):
            return {"user_id": chat, "act": "start"}
        case Say(text):
            return {"user_id": chat, "act": "text", "text": text}
        case Push(ref, label):
            return {"user_id": chat, "act": "press", "message_id": ref, "button": label}
        case ShareContact(phone):
            return {"user_id": chat, "act": "contact", "phone_number": phone}


async def begin_all(town: Town, residents: Iterable[Resident], *, within: float) -> None:
    """Let residents write for the first time, so many at once."""
    waiting, town.last_word = deque(residents), monotonic()
    looks = max(0.02, len(town.residents) / LOOKS)
    while waiting:
        busy = sum(other.busy for other in town.residents.values())
        for _ in range(min(len(waiting), AT_ONCE - busy)):
            one = waiting.popleft()
            town.do(one, one.begin())
        await asyncio.sleep(looks)
        within_or_fail(town, within)


async def settle(*towns: Town, within: float, nudges: bool = False) -> None:
    """Wait until nobody waits for an answer and nothing is on its way.

    Raise Failed after a silence of `within` seconds, or when the talk goes round in circles.
    With `nudges`, who waits in a silent town asks again: after a kill an answer may be unknown.
    """
    nudged, ends = 0.0, monotonic() + within * CIRCLES
    for town in towns:
        town.last_word = monotonic()
    looks = max(0.05, sum(len(town.residents) for town in towns) / LOOKS)
    while True:
        await asyncio.sleep(looks)
        raise_failures(*towns)
        silence = monotonic() - max(town.last_word for town in towns)
        busy = [(town, one) for town in towns for one in town.residents.values() if one.busy]
        if not busy and silence > QUIET:
            return
        if nudges and silence > NUDGE_AFTER and monotonic() - nudged > NUDGE_AFTER:
            nudged = monotonic()
            for town, one in busy:
                town.do(one, one.nudge())
        if silence > within or monotonic() > ends:
            raise Failed(tell_stuck([one for _, one in busy]))


def raise_failures(*towns: Town) -> None:
    """Raise Failed when something went wrong with a resident."""
    if wrong := [failure for town in towns for failure in town.failures]:
        raise Failed(f"{len(wrong)} failures: " + "; ".join(wrong[:5]))


def within_or_fail(town: Town, silence: float) -> None:
    """Raise Failed when a town has been silent for so long."""
    if monotonic() - town.last_word > silence:
        raise Failed(tell_stuck([one for one in town.residents.values() if one.busy]))


def tell_stuck(stuck: list[Resident]) -> str:
    """Say who waits, and for what."""
    shown = "; ".join(
        f"{one.chat} did {one.done[-1:]} after {[h.text[:60] for h in one.heard[-1:]]}"
        for one in stuck[:5]
    )
    return f"{len(stuck)} residents wait for an answer: {shown}"
