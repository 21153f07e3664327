"""Room: a member who typed a name of the roll claims to be that person, until somebody decides.

Law: what an organizer has refused is not claimed again by typing the same; a code still proves it.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import AuditEntry, Member

REFUSED = "member:refuse-claim"


async def claim(session: AsyncSession, member: Member, listed_id: int | None) -> None:
    """Let a member claim to be somebody of the roll, or nobody."""
    if listed_id is not None and await _was_refused(session, member.id, listed_id):
        listed_id = None
    member.claims_id = listed_id


async def _was_refused(session: AsyncSession, member_id: int, listed_id: int) -> bool:
    """Tell whether an organizer has said that these are two people; the trail remembers."""
    query = select(AuditEntry.detail).where(
        AuditEntry.subject == f"member:{member_id}", AuditEntry.action == REFUSED
    )
    return any(detail.get("listed") == listed_id for detail in await session.scalars(query))
