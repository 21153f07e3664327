"""Room: stored replies: which have not left yet, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.models import ChannelAccount, Chat, StoredReply


@dataclass(frozen=True, slots=True)
class Leaving:
    """Name a stored reply that may leave now."""

    id: int
    chat_id: int
    account: str
    external_id: str
    reply: Reply


async def set_states(session: AsyncSession, marks: list[dict[str, Any]]) -> None:
    """Store the states of many replies."""
    table = StoredReply.__table__
    statement = (
        update(StoredReply)
        .where(table.c.id == bindparam("key"))
        .values(state=bindparam("to"), reason=bindparam("why"), platform_ref=bindparam("ref"))
    )
    connection = await session.connection()
    await connection.execute(statement, marks)


async def forget_words(session: AsyncSession, reply_id: int) -> None:
    """Keep of a reply that held a secret only that it was there."""
    gone = Reply("", fleeting=True).as_document()
    await session.execute(update(StoredReply).where(StoredReply.id == reply_id).values(body=gone))


async def mark_unknown(session: AsyncSession, accounts: Sequence[str]) -> None:
    """Say of replies whose sending a crash cut off that nobody knows; their chats ask again."""
    chats = select(Chat.id).join(ChannelAccount).where(ChannelAccount.name.in_(accounts))
    cut = (
        await session.execute(
            update(StoredReply)
            .where(StoredReply.state == "sending", StoredReply.chat_id.in_(chats))
            .values(state="unknown", reason="killed")
            .returning(StoredReply.chat_id)
        )
    ).scalars()
    await make_unsure(session, sorted(set(cut)))


async def find_open_ids(
    session: AsyncSession, accounts: Sequence[str], *, after: int = 0
) -> Sequence[int]:
    """Return the numbers of these accounts' replies that have not begun, oldest first."""
    ours = select(ChannelAccount.id).where(ChannelAccount.name.in_(accounts))
    query = (
        select(StoredReply.id)
        .join(Chat, Chat.id == StoredReply.chat_id)
        .where(StoredReply.state == "queued", StoredReply.id > after, Chat.account_id.in_(ours))
    )
    return (await session.scalars(query.order_by(StoredReply.id))).all()


async def find_open(session: AsyncSession, ids: Sequence[int]) -> list[Leaving]:
    """Return those of these replies that have not begun, oldest first."""
    rows = await session.execute(
        select(StoredReply, Chat.external_id, ChannelAccount.name)
        .join(Chat, Chat.id == StoredReply.chat_id)
        .join(ChannelAccount, ChannelAccount.id == Chat.account_id)
        .where(StoredReply.state == "queued", StoredReply.id.in_(ids))
        .order_by(StoredReply.id)
    )
    return [
        Leaving(row.id, row.chat_id, account, external_id, Reply.from_document(row.body))
        for row, external_id, account in rows
    ]


async def make_unsure(session: AsyncSession, chat_ids: list[int]) -> None:
    """Let these chats ask their question again with the person's next message."""
    for chat in await session.scalars(select(Chat).where(Chat.id.in_(chat_ids))):
        if chat.asked:
            chat.asked = {**chat.asked, "unsure": True}


async def block(session: AsyncSession, chat_id: int) -> None:
    """Note that the platform says that a chat is closed to us."""
    await session.execute(update(Chat).where(Chat.id == chat_id).values(state="blocked"))
