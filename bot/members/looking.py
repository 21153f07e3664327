"""Room: members looked up by an operator: by name or number, or those who claim a roll's line."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.errors import NotFound
from bot.models import Member
from bot.phones import parse_phone
from bot.words import fold

LIVING = ("active", "moved")


async def look_up(session: AsyncSession, text: str, *, most: int = 20) -> Sequence[Member]:
    """Return members whose name holds these words, or whose phone this is, in Vietnamese order."""
    phone = parse_phone(text)
    named = Member.folded.contains(fold(text), autoescape=True)
    query = (
        select(Member)
        .where(Member.state != "erased", Member.state != "merged")
        .where(or_(named, Member.phone == phone) if phone else named)
        .order_by(Member.sort_key, Member.id)
        .limit(most)
    )
    return (await session.scalars(query)).all()


async def find_claims(session: AsyncSession) -> Sequence[tuple[Member, Member]]:
    """Return who typed a name and number of a roll, each with the roll's member, oldest first."""
    listed = aliased(Member)
    query = (
        select(Member, listed)
        .join(listed, listed.id == Member.claims_id)
        .where(Member.state.in_(LIVING))
        .order_by(Member.id)
    )
    return [(claimant, member) for claimant, member in await session.execute(query)]


async def get(session: AsyncSession, number: int) -> Member:
    """Return a member by number, or raise NotFound."""
    found = await session.get(Member, number)
    if found is None:
        raise NotFound("member-unknown", number=str(number))
    return found
