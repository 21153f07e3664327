"""Room: which organizers may act on a member: of one of their organisations, in their ward."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access
from bot.access import Actor
from bot.models import Member, Membership


async def require_over(
    session: AsyncSession, actor: Actor, permission: str, member: Member
) -> None:
    """Raise NotPermitted unless the actor has the permission over this member."""
    areas = [member.ward_key or member.old_ward_key or ""]
    query = select(Membership.organisation_id).where(Membership.member_id == member.id)
    for organisation_id in await session.scalars(query):
        if access.allows(actor, permission, organisation_id=organisation_id, area_keys=areas):
            return
    access.require(actor, permission, area_keys=areas)
