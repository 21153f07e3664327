"""Proofs: the moments at which a kill hurts, seen from outside in a program that stands frozen.

A kill of a frozen process is a kill like any other, and what was true when it was frozen is still
true when it dies: so a moment is looked at, not hoped for.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from sqlalchemy import select

from bot.clock import monotonic
from bot.db import Database
from bot.models import Chat, Delivery, StoredReply
from tests.kit.gates import Failed
from tests.kit.lateness import Bystander
from tests.proofs.running import Bot

SETTLING = 0.03  # seconds in which what was on the wire reaches the server
UNKNOWN_SECONDS = 0.3  # of the rate, and what was in flight: no more is in hand at a kill
RUNS_FOR = (0.05, 0.2)  # seconds between two looks: freezing must not become its way of life
STIR_EVERY = 12  # looks
TRIES_FOR = 20.0  # seconds after which a moment that did not come is missed
SLOW = {"kind": "slow", "method": "sendMessage", "times": None, "delay": 10.0}
LETTER = "the letter of broadcast {}"  # stands for its text, which differs from chat to chat

LETTERS_SENDING = (
    select(Delivery.id, Delivery.broadcast_id, Chat.external_id)
    .join(Chat, Chat.id == Delivery.chat_id)
    .where(Delivery.state == "sending")
)
REPLIES_OPEN = (
    select(StoredReply.id, StoredReply.state, StoredReply.body, Chat.external_id)
    .join(Chat, Chat.id == StoredReply.chat_id)
    .where(StoredReply.state.in_(("queued", "sending")))
)

Stir = Callable[[], Awaitable[None]]
Lines = Counter[tuple[int, str]]  # (chat, text) -> how many


@dataclass
class View:
    """Hold what is stored and what has arrived at one frozen instant."""

    letters: Lines = field(default_factory=Counter)  # in the program's hands: of broadcasts
    replies: Lines = field(default_factory=Counter)  # and replies
    queued_replies: int = 0
    arrived: Lines = field(default_factory=Counter)  # since the program started
    held: int = 0  # requests that the server took and does not answer
    in_hand: set[tuple[str, int]] = field(default_factory=set)  # numbers of letters and replies

    def unsent(self, lines: Lines) -> int:
        """Count those of which the server knows nothing."""
        return sum((lines - self.arrived).values())

    def taken(self, lines: Lines) -> int:
        """Count those that the server took."""
        return sum(lines.values()) - self.unsent(lines)


@dataclass(frozen=True)
class Moment:
    """Name a moment in a scene: what must hold, and whether the server's answers are held back."""

    name: str
    scene: str  # broadcast | registrations
    holds: Callable[[View], bool]
    slow: bool = False


MOMENTS = (
    Moment("claimed", "broadcast", lambda v: v.unsent(v.letters) > 0),
    Moment("claimed", "registrations", lambda v: v.unsent(v.replies) > 0),
    Moment("sending", "broadcast", lambda v: v.held > 0 and v.taken(v.letters) > 0, slow=True),
    Moment("sending", "registrations", lambda v: v.held > 0 and v.taken(v.replies) > 0, slow=True),
    Moment("answered", "broadcast", lambda v: v.held == 0 and v.taken(v.letters) > 0),
    Moment("answered", "registrations", lambda v: v.held == 0 and v.taken(v.replies) > 0),
    Moment("committed but not replied", "registrations", lambda v: v.queued_replies > 0),
    Moment("committed but not replied", "broadcast", lambda v: v.queued_replies > 0),
)


class Kit(Protocol):
    """Ask the Bot API server's control."""

    async def ask(self, path: str, told: object = None, *, verb: str = "GET") -> Any:
        """Ask, or raise Failed with what it says."""


@dataclass
class Watch:
    """Look at the database and at the server's journal, and remember what arrived when."""

    bot: Bot
    database: Database
    town: Kit
    letters: dict[str, int] = field(default_factory=dict)  # body -> number of its broadcast
    arrived: Lines = field(default_factory=Counter)  # ever
    unknown: int = 0  # lines in the hands of processes that were killed
    allowed: float = 0.0  # at most so many
    bystander: Bystander = field(default_factory=Bystander)
    _dead: set[tuple[str, int]] = field(default_factory=set)  # in hand when a process was killed
    _at_start: Lines = field(default_factory=Counter)
    _after: int = 0

    async def start(self) -> None:
        """Start the program; what arrives from now on is its own work."""
        await self.town.ask("faults", verb="DELETE")
        await self.catch_up()
        self._at_start = self.arrived.copy()
        await self.bot.start()
        self.bystander.start()

    async def kill_at(self, moment: Moment, dice: random.Random, stir: Stir) -> bool:
        """Kill the program at a moment; False when it did not come in time.

        `stir` gives the program more to do, for the moments that pass in a few milliseconds.
        """
        ends = monotonic() + TRIES_FOR
        if moment.slow:
            await self.town.ask("faults", SLOW, verb="POST")
        for look in count(1):
            if monotonic() > ends:
                break
            await asyncio.sleep(dice.uniform(*RUNS_FOR))
            if look % STIR_EVERY == 0:
                await stir()
            self.bot.freeze()
            view = await self.look()
            if moment.holds(view):
                await self._kill(view)
                return True
            self.bot.thaw()
        self.bot.freeze()
        await self._kill(await self.look())
        return False

    async def _kill(self, view: View) -> None:
        await self.bot.kill()
        in_hand = len(view.in_hand)
        self._dead |= view.in_hand
        in_flight = view.held + view.unsent(view.replies)  # a reply is begun when it may leave
        recorded_within = UNKNOWN_SECONDS + self.bystander.worst  # a late machine records late
        allowed = self.bot.rate * recorded_within + in_flight
        if in_hand > allowed:
            raise Failed(f"{in_hand} lines in hand at a kill, at most {allowed:.0f}")
        self.unknown += in_hand
        self.allowed += allowed

    async def look(self) -> View:
        """Return what stands now; the program must be frozen or dead.

        What another had in hand when it was killed may still say `sending`: it is not this one's.
        """
        await asyncio.sleep(SETTLING)
        await self.catch_up()
        view = View(arrived=self.arrived - self._at_start)
        view.held = sum(fault["hits"] for fault in await self.town.ask("faults"))
        async with self.database.reading() as session:
            for number, broadcast, chat in await session.execute(LETTERS_SENDING):
                if ("letter", number) not in self._dead:
                    view.letters[int(chat), LETTER.format(broadcast)] += 1
                    view.in_hand.add(("letter", number))
            for number, state, body, chat in await session.execute(REPLIES_OPEN):
                view.queued_replies += state == "queued"
                if state == "sending" and ("reply", number) not in self._dead:
                    view.replies[int(chat), body["text"]] += 1
                    view.in_hand.add(("reply", number))
        return view

    async def catch_up(self) -> None:
        """Read on in the server's journal."""
        for event in await self.town.ask(f"inbox?after={self._after}&limit=100000"):
            self._after = event["n"]
            if event["kind"] in ("message", "edited"):
                text = event["message"].get("text", "")
                named = self._name(text) if event["kind"] == "message" else text
                self.arrived[event["chat_id"], named] += 1

    def _name(self, text: str) -> str:
        found = (number for body, number in self.letters.items() if body in text)
        return next(map(LETTER.format, found), text)
