"""Room: organizers are told in chat what happened without them: a stored reply, no broadcast."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import ROLES, Actor, get_actor
from bot.messages import Reply
from bot.models import Chat, Grant, Organizer, StoredReply

Say = Callable[[str], Reply]
"""Make a message in a locale."""


async def tell(
    session: AsyncSession,
    organizer_ids: Collection[int],
    say: Say,
    *,
    now: datetime,
) -> int:
    """Store what each organizer is told, in the open chat where they last wrote; return how many.

    `say` makes the message in a chat's language. It leaves with the outbox, once committed.
    """
    query = (
        select(Chat)
        .where(Chat.organizer_id.in_(organizer_ids), Chat.state == "open")
        .order_by(Chat.last_in_at.desc().nulls_last(), Chat.id)
    )
    chats: dict[int | None, Chat] = {}
    for chat in await session.scalars(query):
        chats.setdefault(chat.organizer_id, chat)
    session.add_all(
        StoredReply(
            chat_id=chat.id, body=say(chat.locale).as_document(), state="queued", created_at=now
        )
        for chat in chats.values()
    )
    await session.flush()
    return len(chats)


async def find_organizers(
    session: AsyncSession, permission: str, reaches: Callable[[Actor], bool]
) -> Sequence[int]:
    """Return the organizers who have a permission somewhere, and reach what is concerned."""
    roles = [role for role, permissions in ROLES.items() if permission in permissions]
    query = (
        select(Grant.organizer_id)
        .join(Organizer, Organizer.id == Grant.organizer_id)
        .where(Grant.role.in_(roles), Organizer.removed_at.is_(None))
        .distinct()
        .order_by(Grant.organizer_id)
    )
    found = (await session.scalars(query)).all()
    return [one for one in found if reaches(await get_actor(session, one))]
