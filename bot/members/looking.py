"""Room: members looked up by who may act on them: by name or number, or as claims that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import audit
from bot.access import Actor
from bot.errors import NotFound, Refused
from bot.members.permissions import require_over, within
from bot.models import Member
from bot.phones import parse_phone
from bot.words import fold

LIVING = ("active", "moved")
PERMISSION = "member:confirm"
SHORTEST = 2  # letters: one letter is in half of all names
_LISTED = aliased(Member)


async def look_up(  # noqa: PLR0913 - what is looked for, and by which right
    session: AsyncSession,
    actor: Actor,
    text: str,
    *,
    now: datetime,
    most: int = 20,
    permission: str = PERMISSION,
) -> Sequence[Member]:
    """Return members of the actor's scope whose name holds these words, or whose phone this is.

    They come in Vietnamese order. That somebody looked is noted, not for whom.
    """
    phone, name = parse_phone(text), fold(text)
    if phone is None and len(name) < SHORTEST:
        raise Refused("member-search-short")
    named = Member.folded.contains(name, autoescape=True)
    query = (
        select(Member)
        .where(Member.state != "erased", Member.state != "merged")
        .where(Member.phone == phone if phone else named, within(actor, permission))
        .order_by(Member.sort_key, Member.id)
        .limit(most)
    )
    found = (await session.scalars(query)).all()
    audit.record(session, actor, "member:search", "member:0", now=now, found=len(found))
    return found


async def find_claims(
    session: AsyncSession, actor: Actor, *, most: int | None = None
) -> Sequence[tuple[Member, Member]]:
    """Return who typed a name and number of a roll, each with the roll's member, oldest first.

    Only those whose roll's member lies in the actor's scope.
    """
    query = (
        select(Member, _LISTED)
        .join(_LISTED, _LISTED.id == Member.claims_id)
        .where(Member.state.in_(LIVING), within(actor, PERMISSION, _LISTED))
        .order_by(Member.id)
        .limit(most)
    )
    return [(claimant, member) for claimant, member in await session.execute(query)]


async def count_claims(session: AsyncSession, actor: Actor) -> int:
    """Return how many claims wait for somebody of the actor's scope."""
    query = (
        select(func.count(Member.id))
        .join(_LISTED, _LISTED.id == Member.claims_id)
        .where(Member.state.in_(LIVING), within(actor, PERMISSION, _LISTED))
    )
    return await session.scalar(query) or 0


async def get_within(
    session: AsyncSession, actor: Actor, number: int
) -> tuple[Member, Member | None]:
    """Return a member whom the actor may act on, and whom of the roll they claim to be.

    A claimant's matter is the affair of who may act on the roll's member.
    """
    member = await get(session, number)
    listed = await session.get(Member, member.claims_id) if member.claims_id else None
    await require_over(session, actor, PERMISSION, listed or member)
    return member, listed


async def view(
    session: AsyncSession, actor: Actor, number: int, *, now: datetime
) -> tuple[Member, Member | None]:
    """Return a member and whom they claim to be, noting who looked at whom."""
    found = await get_within(session, actor, number)
    audit.record(session, actor, "member:view", f"member:{number}", now=now)
    return found


async def get(session: AsyncSession, number: int) -> Member:
    """Return a member by number, or raise NotFound."""
    found = await session.get(Member, number)
    if found is None:
        raise NotFound("member-unknown", number=str(number))
    return found
