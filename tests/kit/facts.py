"""Kit: what a transcript may look up in the database: `= name: value`, of the chat that speaks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import (
    AuditEntry,
    Chat,
    Consent,
    Link,
    Member,
    Membership,
    Organisation,
    Suppression,
)
from bot.turns.reading import find_members
from tests.kit.answering_stage import ANSWERING_FACTS
from tests.kit.approving_stage import APPROVING_FACTS
from tests.kit.organizing_stage import ORGANIZING_FACTS
from tests.kit.series_stage import SERIES_FACTS

Fact = Callable[[AsyncSession, Chat], Awaitable[str]]


def of_members(column: str) -> Fact:
    """Return the fact that shows one column of each member whom the chat serves."""

    async def show(session: AsyncSession, chat: Chat) -> str:
        found = [getattr(member, column) for member in await find_members(session, chat.id)]
        return " | ".join(str(value or "none") for value in found) or "none"

    return show


async def show_consents(session: AsyncSession, chat: Chat) -> str:
    """Show the purposes that the chat's members agree to."""
    shown = []
    for member in await find_members(session, chat.id):
        query = select(Consent.purpose).where(
            Consent.member_id == member.id, Consent.withdrawn_at.is_(None)
        )
        shown.append(" ".join(sorted(await session.scalars(query))) or "none")
    return " | ".join(shown) or "none"


async def show_organisations(session: AsyncSession, chat: Chat) -> str:
    """Show the codes of the organisations of the chat's members."""
    ids = [member.id for member in await find_members(session, chat.id)]
    query = (
        select(Organisation.code)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.member_id.in_(ids))
        .order_by(Organisation.code)
    )
    return " ".join(await session.scalars(query)) or "none"


async def show_strengths(session: AsyncSession, chat: Chat) -> str:
    """Show how strongly the chat is tied to its members."""
    query = select(Link.strength).where(Link.chat_id == chat.id).order_by(Link.id)
    return " ".join(await session.scalars(query)) or "none"


async def show_claims(session: AsyncSession, chat: Chat) -> str:
    """Show whom of the roll the chat's members claim to be."""
    ids = [member.claims_id for member in await find_members(session, chat.id) if member.claims_id]
    query = select(Member.full_name).where(Member.id.in_(ids)).order_by(Member.id)
    return " | ".join(await session.scalars(query)) or "none"


async def show_stopped(session: AsyncSession, chat: Chat) -> str:
    """Show which of the chat's members opted out."""
    found = await find_members(session, chat.id)
    return " ".join("yes" if member.stopped_at else "no" for member in found) or "none"


async def show_count(session: AsyncSession, chat: Chat) -> str:
    """Show how many members the database knows, empty records aside."""
    query = select(func.count(Member.id)).where(Member.state.not_in(("erased", "merged")))
    return str(await session.scalar(query))


async def show_suppressions(session: AsyncSession, chat: Chat) -> str:
    """Show why people are kept out of imports."""
    query = select(Suppression.reason).order_by(Suppression.reason)
    return " ".join(await session.scalars(query)) or "none"


async def show_doubts(session: AsyncSession, chat: Chat) -> str:
    """Show how many doubtful matches wait for an organizer."""
    query = select(func.count(AuditEntry.id)).where(AuditEntry.action == "member:doubt")
    return str(await session.scalar(query))


def of_chat(column: str) -> Fact:
    """Return the fact that shows one column of the chat, or `none`."""

    async def show(session: AsyncSession, chat: Chat) -> str:
        found = getattr(chat, column) or "none"
        return str(dict(sorted(found.items())) if isinstance(found, dict) else found)

    return show


async def show_hushed(session: AsyncSession, chat: Chat) -> str:
    """Show whether an unsettled word holds broadcasts back."""
    return "yes" if chat.hushed_until else "no"


FACTS: dict[str, Fact] = {
    "members": show_count,
    "name": of_members("full_name"),
    "phone": of_members("phone"),
    "ward": of_members("ward_key"),
    "old ward": of_members("old_ward_key"),
    "group": of_members("residential_group"),
    "birth": of_members("birth_year"),
    "sex": of_members("sex"),
    "form": of_members("address_form"),
    "source": of_members("source"),
    "state": of_members("state"),
    "language": of_members("locale"),
    "organisations": show_organisations,
    "consents": show_consents,
    "strengths": show_strengths,
    "claims": show_claims,
    "stopped": show_stopped,
    "suppressions": show_suppressions,
    "doubts": show_doubts,
    "step": of_chat("step"),
    "notes": of_chat("data"),
    "locale": of_chat("locale"),
    "chat state": of_chat("state"),
    "hushed": show_hushed,
    **ORGANIZING_FACTS,
    **SERIES_FACTS,
    **ANSWERING_FACTS,
    **APPROVING_FACTS,
}
