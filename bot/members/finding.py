"""Room: who on a roll a name and a phone may be; a doubt is said, never settled here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.members.links import find_links
from bot.models import Chat, Link, Member
from bot.words import fold, same_name

NEARLY = 0.82  # how alike two folded names of one phone are before we doubt: Lan and Lam are
LIVING = ("active", "moved")


@dataclass(frozen=True, slots=True)
class Match:
    """Hold the one member that a name and phone fit, or those that they may fit."""

    member: Member | None = None
    doubts: tuple[Member, ...] = ()


async def find_match(
    session: AsyncSession, *, phone: str, full_name: str, proven: bool, beside: int | None = None
) -> Match:
    """Find the roll's member of this name and phone.

    A phone that the platform vouches for (`proven`) may also be that of a member whom another
    chat has proven; one who may have typed that phone over the roll's is a doubt. `beside` is a
    member who is not to be found: the asker.
    """
    if not phone:
        return Match()
    known = Member.source == "roll"
    if proven:
        strong = exists().where(Link.member_id == Member.id, Link.strength != "typed")
        known = or_(known, strong)
    query = (
        select(Member)
        .where(Member.phone == phone, Member.state.in_(LIVING), known, Member.id != (beside or 0))
        .order_by(Member.id)
    )
    match = _settle((await session.scalars(query)).all(), full_name)
    if proven and match.member is not None and not await _owns_phone(session, match.member.id):
        return Match(doubts=(match.member,))
    return match


async def _owns_phone(session: AsyncSession, member_id: int) -> bool:
    """Tell whether a member's phone is the roll's or the platform's word, not only their own."""
    links = await find_links(session, member_id)
    return not links or any(link.strength == "contact" for link in links)


def _settle(candidates: Sequence[Member], full_name: str) -> Match:
    same = [m for m in candidates if same_name(m.full_name, full_name)]
    near = [m for m in candidates if m not in same and _nearly_same(m.full_name, full_name)]
    if len(same) == 1 and not any(fold(m.full_name) == fold(full_name) for m in near):
        return Match(same[0])
    return Match(doubts=(*same, *near))


def _nearly_same(a: str, b: str) -> bool:
    return SequenceMatcher(None, fold(a), fold(b)).ratio() >= NEARLY


async def find_in_chat(
    session: AsyncSession, chat: Chat, *, phone: str, full_name: str
) -> Member | None:
    """Return the living member of this name and phone whom the chat already serves."""
    query = (
        select(Member)
        .join(Link, Link.member_id == Member.id)
        .where(Link.chat_id == chat.id, Member.phone == phone, Member.state.in_(LIVING))
    )
    found = [m for m in await session.scalars(query) if same_name(m.full_name, full_name)]
    return found[0] if len(found) == 1 else None
