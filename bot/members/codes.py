"""Room: the code that an organizer hands to a member of the roll, to prove their link."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.members.digests import code_digest
from bot.members.finding import LIVING
from bot.members.links import link
from bot.members.merging import merge
from bot.members.permissions import require_over
from bot.members.stopping import chat_actor
from bot.models import Chat, Member, PersonalCode
from bot.words import same_name

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are taken for another when read aloud
LENGTH = 10  # 31^10 codes: fifty bits, and a month to guess one of a few
LASTS = timedelta(days=30)


async def make_code(
    session: AsyncSession, actor: Actor, member: Member, *, now: datetime, secret: str
) -> str:
    """Make a code for a member, good once and for 30 days; only its hash is kept."""
    await require_over(session, actor, "member:confirm", member)
    if member.state not in LIVING:
        raise Refused("member-gone")
    audit.record(session, actor, "member:code", f"member:{member.id}", now=now)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    session.add(
        PersonalCode(digest=code_digest(secret, code), member_id=member.id, until=now + LASTS)
    )
    await session.flush()
    return code


async def use_code(  # noqa: PLR0913 - a chat, whom it serves, what was typed, when, the secret
    session: AsyncSession,
    chat: Chat,
    members: Sequence[Member],
    code: str,
    *,
    now: datetime,
    secret: str,
) -> Member:
    """Tie a chat to the member that a code is for, and return them; raise Refused for a bad one.

    A member of this chat's own who claims them, or bears their name, becomes one with them.
    """
    survivor = await _spend(session, code, now=now, secret=secret)
    audit.record(session, chat_actor(chat), "member:use-code", f"member:{survivor.id}", now=now)
    await link(session, chat, survivor, "code", now=now)
    for own in members:
        claims = own.claims_id in (survivor.id, None)
        if own.source == "chat" and claims and same_name(own.full_name, survivor.full_name):
            await merge(session, own, survivor, strength="code", now=now)
    chat.speaker_id = survivor.id
    return survivor


async def _spend(session: AsyncSession, code: str, *, now: datetime, secret: str) -> Member:
    """Use a code up; one statement, so that two who hold it cannot both have it."""
    spent = await session.scalar(
        update(PersonalCode)
        .where(
            PersonalCode.digest == code_digest(secret, code),
            PersonalCode.used_at.is_(None),
            PersonalCode.until > now,
        )
        .values(used_at=now)
        .returning(PersonalCode.member_id)
    )
    member = await session.get(Member, spent) if spent is not None else None
    if member is None or member.state not in LIVING:
        raise Refused("member-code-wrong")
    return member
