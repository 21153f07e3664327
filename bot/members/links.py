"""Room: what ties a chat to a member, and how strongly.

It grows weaker in one case only: a typed phone replaces the one that the platform vouched for.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Chat, Link, Member

STRENGTHS = ("typed", "contact", "code", "confirmed")  # weakest first


async def find_links(session: AsyncSession, member_id: int) -> list[Link]:
    """Return a member's links to chats."""
    query = select(Link).where(Link.member_id == member_id).order_by(Link.id)
    return list(await session.scalars(query))


async def find_link(session: AsyncSession, chat: Chat, member_id: int) -> Link | None:
    """Return what ties a chat to a member, if anything does."""
    query = select(Link).where(Link.chat_id == chat.id, Link.member_id == member_id)
    return (await session.scalars(query)).first()


async def link(
    session: AsyncSession, chat: Chat, member: Member, strength: str, *, now: datetime
) -> Link:
    """Tie a chat to a member, or make the tie as strong as this."""
    await session.flush()
    found = await find_link(session, chat, member.id)
    if found is None:
        found = Link(chat_id=chat.id, member_id=member.id, strength=strength, created_at=now)
        session.add(found)
    found.strength = max(found.strength, strength, key=STRENGTHS.index)
    await session.flush()
    return found


async def distrust_phone(session: AsyncSession, member_id: int) -> None:
    """Take back what the contact button proved of a member: it proved another phone."""
    await session.execute(
        update(Link)
        .where(Link.member_id == member_id, Link.strength == "contact")
        .values(strength="typed")
    )
