"""Room: the opt-out, for all or one purpose, and how it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.members.consents import Agreed, grant, withdraw
from bot.members.digests import person_digest
from bot.models import Chat, Consent, Link, Member, Suppression


def chat_actor(chat: Chat) -> Actor:
    """Return the actor that stands for whoever writes in a chat."""
    return Actor(f"chat:{chat.id}")


async def stop_chat(
    session: AsyncSession, chat: Chat, members: Sequence[Member], *, now: datetime, secret: str
) -> list[str]:
    """Stop everything to all whom a chat serves, in all their chats; return what they received.

    A chat that serves nobody yet remembers it itself.
    """
    chat.stopped_at = now
    chat.hushed_until = None
    gone: set[str] = set()
    for member in members:
        gone.update(await stop(session, member, actor=chat_actor(chat), now=now, secret=secret))
    return sorted(gone)


async def stop(
    session: AsyncSession, member: Member, *, actor: Actor, now: datetime, secret: str
) -> list[str]:
    """Stop everything to one member, and return the purposes that were withdrawn."""
    audit.record(session, actor, "member:stop", f"member:{member.id}", now=now)
    member.stopped_at = member.stopped_at or now
    await suppress(session, member, "stopped", now=now, secret=secret)
    return await withdraw(session, member.id, now=now)


async def held_until_stop(session: AsyncSession, member: Member) -> set[str]:
    """Return the purposes that a member agreed to until they opted out of everything."""
    if member.stopped_at is None:
        return set()
    query = select(Consent.purpose).where(
        Consent.member_id == member.id, Consent.withdrawn_at >= member.stopped_at
    )
    return set(await session.scalars(query))


async def restore(  # noqa: PLR0913 - who, to what, where, when, the secret
    session: AsyncSession,
    member: Member,
    agreed: Agreed,
    *,
    chat: Chat,
    now: datetime,
    secret: str,
) -> None:
    """Undo an opt-out by fresh consent, purpose by purpose; without any, all stays stopped."""
    if not agreed:
        return
    audit.record(
        session,
        chat_actor(chat),
        "member:consent",
        f"member:{member.id}",
        now=now,
        purposes=sorted(agreed),
    )
    await grant(session, member, agreed, chat=chat)
    await lift(session, member, secret=secret)
    member.stopped_at = None
    chat.stopped_at = None


async def suppress(
    session: AsyncSession, member: Member, reason: str, *, now: datetime, secret: str
) -> None:
    """Keep a hash of a member so that no import brings them back.

    A member who only typed a name and phone that a roll knows speaks for nobody but their own
    chat: the neighbour of that name stays importable.
    """
    if not member.phone or member.claims_id is not None:
        return
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    digest = person_digest(secret, phone=member.phone, full_name=member.full_name)
    statement = insert(Suppression).values(digest=digest, reason=reason, at=now)
    stronger = {"reason": reason} if reason == "erased" else {"at": Suppression.at}
    await session.execute(
        statement.on_conflict_do_update(index_elements=[Suppression.digest], set_=stronger)
    )


async def lift(session: AsyncSession, member: Member, *, secret: str) -> None:
    """Let imports find a member again; an erasure is lifted only for a proven person."""
    if not member.phone or member.claims_id is not None:
        return
    digest = person_digest(secret, phone=member.phone, full_name=member.full_name)
    query = delete(Suppression).where(Suppression.digest == digest)
    if not await is_proven(session, member.id):
        query = query.where(Suppression.reason == "stopped")
    await session.execute(query)


async def is_proven(session: AsyncSession, member_id: int) -> bool:
    """Tell whether more than typing ties a chat to this member."""
    query = select(exists().where(Link.member_id == member_id, Link.strength != "typed"))
    return bool(await session.scalar(query))
