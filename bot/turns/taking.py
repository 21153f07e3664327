"""Hallway: take an incoming: note it, find the chat, let the switchboard answer, store all."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

import structlog
from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.messages import Incoming, Kind, Reply
from bot.models import Chat, FailedUpdate, Link, Member, StoredReply, Update
from bot.outbox import Leaving
from bot.settings import Settings
from bot.text import LOCALES, say
from bot.turns.routing import Handler, Router, dispatch, is_sealed
from bot.turns.turn import CONVERSATION_HOLDS, Turn

log = structlog.get_logger(__name__)
DEADLINE = 10.0  # seconds a handler may take
# built once: to build a statement costs a quarter of what it takes to run it
FIND_CHAT = (
    select(Chat)
    .where(
        Chat.account_id == bindparam("account_id"), Chat.external_id == bindparam("external_id")
    )
    .with_for_update()
)
FIND_MEMBERS = (
    select(Member)
    .join(Link, Link.member_id == Member.id)
    .where(Link.chat_id == bindparam("chat_id"), Member.state.in_(("active", "moved")))
    .order_by(Link.id)
)
UPDATES, REPLIES = cast("Table", Update.__table__), cast("Table", StoredReply.__table__)
NOTE = {
    name: insert_into(UPDATES).on_conflict_do_nothing().returning(UPDATES.c.update_id)
    for name, insert_into in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
QUEUED = {"state": "queued", "reason": "", "platform_ref": ""}
ADD_REPLY = insert(REPLIES).returning(REPLIES.c.id)


@dataclass
class Taker:
    """Take incomings: each is stored whole or not at all, and a repeat ends at its first line."""

    database: Database
    clock: Clock
    settings: Settings
    accounts: dict[str, int]  # channel account name -> id
    switchboard: Sequence[Router]
    otherwise: Handler

    async def take(self, incoming: Incoming) -> list[Leaving]:
        """Store one turn and return the replies that may leave; a repeat returns none."""
        try:
            return list(await self.database.together(lambda s: self._turn(s, incoming)))
        except Exception as error:
            log.exception("turn-failed", account=incoming.account, error=type(error).__name__)
            failure = traceback.format_exc()
        return list(await self.database.together(lambda s: self._fail(s, incoming, failure)))

    async def _turn(self, session: AsyncSession, incoming: Incoming) -> list[Leaving]:
        if not await self._note_update(session, incoming):
            return []
        chat = await self._get_chat(session, incoming)
        turn = Turn(
            session=session,
            incoming=incoming,
            chat=chat,
            members=await find_members(session, chat.id),
            now=self.clock.now(),
            settings=self.settings,
        )
        before = chat.misses, chat.hushed_until
        async with asyncio.timeout(DEADLINE):
            await dispatch(turn, self.switchboard, self.otherwise)
        settle(turn, *before)
        return await store_replies(session, incoming.account, chat, turn)

    async def _note_update(self, session: AsyncSession, incoming: Incoming) -> bool:
        connection = await session.connection()
        noted = await connection.execute(
            NOTE[connection.dialect.name],
            {
                "account_id": self.accounts[incoming.account],
                "update_id": incoming.update_id,
                "taken_at": self.clock.now(),
            },
        )
        return noted.scalar_one_or_none() is not None

    async def _get_chat(self, session: AsyncSession, incoming: Incoming) -> Chat:
        account_id = self.accounts[incoming.account]
        chat = await session.scalar(
            FIND_CHAT, {"account_id": account_id, "external_id": incoming.chat}
        )
        if chat is not None:
            return chat
        locale = incoming.locale if incoming.locale in LOCALES else "vi"
        chat = Chat(
            account_id=account_id,
            external_id=incoming.chat,
            state="open",
            locale=locale,
            data={},
            asked={},
            offered=[],
            misses=0,
            created_at=self.clock.now(),
        )
        session.add(chat)
        await session.flush()
        return chat

    async def _fail(
        self, session: AsyncSession, incoming: Incoming, failure: str
    ) -> list[Leaving]:
        """Keep an update whose handler failed, and tell the person kindly."""
        if not await self._note_update(session, incoming):
            return []
        chat = await self._get_chat(session, incoming)
        sealed = bool(chat.data.get("sealed")) or is_sealed(incoming.press, self.switchboard)
        wordless = replace(incoming, text="", press="", pressed_text="", pressed_label="")
        kept = wordless if sealed else incoming
        session.add(
            FailedUpdate(
                account_id=self.accounts[incoming.account],
                update_id=incoming.update_id,
                payload=kept.as_document(),
                traceback="" if sealed else failure,
                at=self.clock.now(),
            )
        )
        turn = Turn(session, incoming, chat, (), self.clock.now(), self.settings)
        turn.quote(say(chat.locale, "turn-failed"))
        return await store_replies(session, incoming.account, chat, turn)


def settle(turn: Turn, misses: int, hushed_until: datetime | None) -> None:
    """Note how a chat stands after its turn: heard now, busy or not, no longer in doubt."""
    chat = turn.chat
    chat.last_in_at = turn.now
    if turn.incoming.kind is not Kind.BLOCKED:
        chat.state = "open"
    if chat.misses == misses:
        chat.misses = 0
    if chat.hushed_until == hushed_until:
        chat.hushed_until = None  # a word after the doubt settles it
    chat.busy_until = turn.now + CONVERSATION_HOLDS if chat.step else None


async def find_members(session: AsyncSession, chat_id: int) -> Sequence[Member]:
    """Return the living members whom a chat serves, first linked first."""
    return (await session.scalars(FIND_MEMBERS, {"chat_id": chat_id})).all()


async def store_replies(
    session: AsyncSession, account: str, chat: Chat, turn: Turn
) -> list[Leaving]:
    """Store a turn's replies as rows of its transaction."""
    replies = turn.replies
    if turn.incoming.pressed_text and not any(reply.edits for reply in replies):
        replies = [_mark_pressed(turn), *replies]
    if turn.incoming.query_ref and replies:
        replies = [replace(replies[0], query_ref=turn.incoming.query_ref), *replies[1:]]
    connection = await session.connection()
    leaving = []
    for reply in replies:
        row = {"body": reply.as_document(), "chat_id": chat.id, "created_at": turn.now}
        added = await connection.execute(ADD_REPLY, {**row, **QUEUED})
        leaving.append(Leaving(added.scalar_one(), chat.id, account, chat.external_id, reply))
    return leaving


def _mark_pressed(turn: Turn) -> Reply:
    """Rewrite the answered message: its words, what was chosen, and no buttons."""
    incoming = turn.incoming
    told = incoming.pressed_label and not turn.chat.data.get("sealed")
    chosen = f"\n\n→ {incoming.pressed_label}" if told else ""
    return Reply(incoming.pressed_text + chosen, edits=incoming.pressed_ref)
