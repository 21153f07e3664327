"""Room: what members agreed to, per purpose, with the wording that they saw."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.members.digests import wording_version
from bot.models import Chat, Consent, Member

PURPOSES = ("notices", "surveys", "reminders")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Hold the words that somebody agreed to, and when they did."""

    words: str
    at: datetime


Agreed = Mapping[str, Agreement]  # by purpose


async def find_consents(session: AsyncSession, member_id: int) -> list[Consent]:
    """Return a member's current consents, oldest first."""
    query = (
        select(Consent)
        .where(Consent.member_id == member_id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.id)
    )
    return list(await session.scalars(query))


async def grant(
    session: AsyncSession,
    member: Member,
    agreed: Agreed,
    *,
    chat: Chat | None,
) -> None:
    """Record consent to each purpose agreed to; what is already given stays as it was."""
    held = {consent.purpose for consent in await find_consents(session, member.id)}
    session.add_all(
        Consent(
            member_id=member.id,
            purpose=purpose,
            wording=agreement.words,
            wording_version=wording_version(agreement.words),
            chat_id=chat.id if chat else None,
            given_at=agreement.at,
        )
        for purpose, agreement in agreed.items()
        if purpose not in held
    )
    await session.flush()


async def withdraw(
    session: AsyncSession,
    member_id: int,
    *,
    now: datetime,
    purposes: Collection[str] = PURPOSES,
) -> list[str]:
    """Withdraw consent to some purposes, and return those that were held."""
    query = (
        update(Consent)
        .where(
            Consent.member_id == member_id,
            Consent.purpose.in_(purposes),
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .returning(Consent.purpose)
    )
    gone = set(await session.scalars(query))
    return [purpose for purpose in PURPOSES if purpose in gone]
