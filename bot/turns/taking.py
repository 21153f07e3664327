"""Hallway: take incomings: note them, find their chats, let the switchboard answer, store all."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.messages import Incoming, Key
from bot.models import FailedUpdate
from bot.presses import Press
from bot.replies import Leaving
from bot.settings import Settings
from bot.text import say
from bot.turns.reading import Place, find_all_members, get_chats, note_updates
from bot.turns.routing import Ahead, Found, Handler, Router, Switchboard
from bot.turns.storing import settle, store_replies, write_standing
from bot.turns.turn import Turn

log = structlog.get_logger(__name__)
DEADLINE = 10.0  # seconds that a handler may take, and so may all that are known beforehand


@dataclass
class Taker:
    """Take incomings: each is stored whole or not at all, and a repeat ends at its first line.

    Those that arrive together are one group with one transaction. Turns whose reading is known
    beforehand go first, and what they read and write takes a few statements, however many they
    are; then come the others, one after another. One chat's turns keep their order.
    """

    database: Database
    clock: Clock
    settings: Settings
    accounts: dict[str, int]  # channel account name -> id
    switchboard: Sequence[Router]
    otherwise: Handler
    _board: Switchboard = field(init=False)

    def __post_init__(self) -> None:
        self._board = Switchboard(self.switchboard, self.otherwise)

    async def take(self, incoming: Incoming) -> list[Leaving]:
        """Store one turn and return the replies that may leave; a repeat returns none."""
        try:
            return await self.database.store_together(
                self._take_group, incoming, lane=incoming.chat
            )
        except Exception as error:
            log.exception("turn-failed", account=incoming.account, error=type(error).__name__)
            failure = traceback.format_exc()
        return list(await self.database.together(lambda s: self._fail(s, incoming, failure)))

    async def _take_group(
        self, session: AsyncSession, incomings: Sequence[Incoming]
    ) -> list[list[Leaving]]:
        """Take a group and return the replies of each of its incomings."""
        fresh = await note_updates(session, self.accounts, incomings, self.clock.now())
        turns = await self._begin(session, fresh) if fresh else []
        known, others = self._divide(turns)
        leaving = await self._take_known(session, known)
        for place, (turn, found) in enumerate(others):
            if place == 0:
                leaving |= await self._take_other(turn, found)
            else:  # what stood when the group began may have been changed since
                [turn_now] = await self._begin(session, [turn.incoming])
                leaving |= await self._take_other(turn_now, None)
        return [leaving.pop(one.key, []) for one in incomings]  # a repeat finds none

    async def _begin(self, session: AsyncSession, incomings: Sequence[Incoming]) -> list[Turn]:
        """Read whose turns they are."""
        now = self.clock.now()
        chats = await get_chats(session, self.accounts, incomings, now)
        members = await find_all_members(session, {chat.id for chat in chats.values()})
        turns = []
        for incoming in incomings:
            chat = chats[self._place(incoming)]
            turns.append(Turn(session, incoming, chat, members[chat.id], now, self.settings))
        return turns

    def _place(self, incoming: Incoming) -> Place:
        return self.accounts[incoming.account], incoming.chat

    def _divide(
        self, turns: Sequence[Turn]
    ) -> tuple[list[tuple[Turn, Found]], list[tuple[Turn, Found | None]]]:
        """Return the turns whose reading is known, and all others, with who answers.

        Of one chat only the first can be known: what comes after it depends on how it ends.
        """
        known: list[tuple[Turn, Found]] = []
        others: list[tuple[Turn, Found | None]] = []
        chats: set[int] = set()
        for turn in turns:
            found = self._board.find(turn) if turn.chat.id not in chats else None
            chats.add(turn.chat.id)
            if found is not None and found.ahead is not None:
                known.append((turn, found))
            else:
                others.append((turn, found))
        return known, others

    async def _take_known(
        self, session: AsyncSession, known: Sequence[tuple[Turn, Found]]
    ) -> dict[Key, list[Leaving]]:
        """Take the turns that change nothing that another of them has read."""
        async with asyncio.timeout(DEADLINE), AsyncExitStack() as stack:
            for ahead, asking in gather(known).items():
                await stack.enter_async_context(ahead(asking))
            for turn, found in known:
                await self._answer(turn, found)
        turns = [turn for turn, _ in known]
        await write_standing(session, {turn.chat.id: turn.chat for turn in turns}.values())
        await session.flush()
        return await store_replies(session, turns)

    async def _take_other(self, turn: Turn, found: Found | None) -> dict[Key, list[Leaving]]:
        """Take one of the turns that may change what others have read."""
        async with asyncio.timeout(DEADLINE):
            await self._answer(turn, found or self._board.find(turn))
        await turn.session.flush()
        return await store_replies(turn.session, [turn])

    async def _answer(self, turn: Turn, found: Found) -> None:
        before = turn.chat.misses, turn.chat.hushed_until
        await found.answer(turn)
        settle(turn, *before)

    async def _fail(
        self, session: AsyncSession, incoming: Incoming, failure: str
    ) -> list[Leaving]:
        """Keep an update whose handler failed, and tell the person kindly."""
        now = self.clock.now()
        if not await note_updates(session, self.accounts, [incoming], now):
            return []
        [turn] = await self._begin(session, [incoming])
        sealed = bool(turn.chat.data.get("sealed")) or self._board.is_sealed(incoming.press)
        wordless = replace(
            incoming, text="", press="", pressed_text="", pressed_label="", pressed_spans=()
        )
        kept = wordless if sealed else incoming
        session.add(
            FailedUpdate(
                account_id=self.accounts[incoming.account],
                update_id=incoming.update_id,
                payload=kept.as_document(),
                traceback="" if sealed else failure,
                at=now,
            )
        )
        turn.quote(say(turn.locale, "turn-failed"))
        return (await store_replies(session, [turn]))[incoming.key]


def gather(known: Sequence[tuple[Turn, Found]]) -> dict[Ahead, list[tuple[Turn, Press | None]]]:
    """Return what is read ahead, each with the turns that want it."""
    wanted: dict[Ahead, list[tuple[Turn, Press | None]]] = {}
    for turn, found in known:
        if found.ahead is not None:
            wanted.setdefault(found.ahead, []).append((turn, found.press))
    return wanted
