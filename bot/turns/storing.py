"""Hallway: how a turn ends: how its chat stands, and its replies as rows of the transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import instance_dict, instance_state

from bot.messages import Key, Kind, Reply
from bot.models import Chat, StoredReply
from bot.models.many import given_rows, put_rows, select_given
from bot.replies import Leaving
from bot.turns.turn import CONVERSATION_HOLDS, Turn

REPLIES = cast("Table", StoredReply.__table__)
SAID = ("chat_id", "body", "state", "reason", "platform_ref", "created_at")
ADD_REPLIES = {
    "sqlite": insert(REPLIES).returning(REPLIES.c.id),
    "postgresql": insert(REPLIES)
    .from_select(SAID, select_given(REPLIES, SAID))
    .returning(REPLIES.c.id),
}
QUEUED = {"state": "queued", "reason": "", "platform_ref": ""}
# what a turn may change of its chat
STANDING = ("state", "step", "data", "asked", "misses", "busy_until", "hushed_until", "last_in_at")
CHATS = cast("Table", Chat.__table__)
STAND = given_rows({"chat": CHATS.c.id.type, **{name: CHATS.c[name].type for name in STANDING}})
WRITE_STANDING = {
    "sqlite": update(CHATS).where(CHATS.c.id == bindparam("chat")),
    "postgresql": update(CHATS)
    .where(CHATS.c.id == STAND.c.chat)
    .values({name: STAND.c[name] for name in STANDING}),
}


def settle(turn: Turn, misses: int, hushed_until: datetime | None) -> None:
    """Note how a chat stands after its turn: heard now, busy or not, no longer in doubt."""
    chat = turn.chat
    if turn.incoming.kind is not Kind.BLOCKED:  # who leaves does not write to us
        chat.last_in_at, chat.state = turn.now, "open"
    if chat.misses == misses:
        chat.misses = 0
    if chat.hushed_until == hushed_until:
        chat.hushed_until = None  # a word after the doubt settles it
    chat.busy_until = turn.now + CONVERSATION_HOLDS if chat.step else None


async def write_standing(session: AsyncSession, chats: Collection[Chat]) -> None:
    """Write how these chats stand by one statement, on SQLite by one that is run for each."""
    if not chats:
        return
    rows = [
        {"chat": chat.id, **{name: getattr(chat, name) for name in STANDING}} for chat in chats
    ]
    await put_rows(session, WRITE_STANDING, rows)
    known = session.sync_session.identity_map
    for chat in chats:
        state = instance_state(chat)
        if state.committed_state.keys() <= set(STANDING):  # else the session writes the rest
            state._commit_all(instance_dict(chat), known)


async def store_replies(session: AsyncSession, turns: Sequence[Turn]) -> dict[Key, list[Leaving]]:
    """Store what turns say by one statement, each chat's in the order of its turns."""
    leaving: dict[Key, list[Leaving]] = {turn.incoming.key: [] for turn in turns}
    said = [(turn, reply) for turn in turns for reply in spoken(turn)]
    if not said:
        return leaving
    added = await put_rows(session, ADD_REPLIES, [_row(turn, reply) for turn, reply in said])
    ids = sorted(added.scalars())  # numbered in the order given, but told in any
    for (turn, reply), reply_id in zip(said, ids, strict=True):
        chat, incoming = turn.chat, turn.incoming
        one = Leaving(reply_id, chat.id, incoming.account, chat.external_id, reply)
        leaving[incoming.key].append(one)
    return leaving


def spoken(turn: Turn) -> list[Reply]:
    """Return what a turn says, a pressed message rewritten and its press acknowledged first."""
    replies = turn.replies
    if turn.incoming.pressed_text and not any(reply.edits for reply in replies):
        replies = [_mark_pressed(turn), *replies]
    if turn.incoming.query_ref and replies:
        replies = [replace(replies[0], query_ref=turn.incoming.query_ref), *replies[1:]]
    return replies


def _row(turn: Turn, reply: Reply) -> dict[str, Any]:
    return {
        "body": reply.as_document(),
        "chat_id": turn.chat.id,
        "created_at": turn.now,
        **QUEUED,
    }


def _mark_pressed(turn: Turn) -> Reply:
    """Rewrite the answered message: its words, what was chosen, and no buttons."""
    incoming = turn.incoming
    told = incoming.pressed_label and not turn.chat.data.get("sealed")
    chosen = f"\n\n→ {incoming.pressed_label}" if told else ""
    return Reply(
        incoming.pressed_text + chosen,
        edits=incoming.pressed_ref,
        spans=incoming.pressed_spans,
        links=incoming.pressed_links,
    )
