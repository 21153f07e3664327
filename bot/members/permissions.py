"""Room: which organizers may act on a member: of one of their organisations, in their ward."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access
from bot.access import ROLES, Actor, Scope
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


def within(actor: Actor, permission: str, member: Any = Member) -> ColumnElement[bool]:
    """Return the condition that a member lies where the actor has a permission.

    It holds of exactly those members over whom `require_over` lets the actor act; `member` is the
    table, or an alias of it.
    """
    if actor.trusted:
        return true()
    scopes = [s for s in actor.scopes if permission in ROLES.get(s.role, frozenset())]
    return or_(false(), *(_lies_in(scope, member) for scope in scopes))


def _lies_in(scope: Scope, member: Any) -> ColumnElement[bool]:
    bounds: list[ColumnElement[bool]] = [true()]
    if scope.organisation_id is not None:
        belongs = (
            exists()
            .where(Membership.member_id == member.id)
            .where(Membership.organisation_id == scope.organisation_id)
        )
        bounds.append(belongs)
    if scope.area_keys is not None:
        lives = func.coalesce(member.ward_key, member.old_ward_key)
        bounds.append(lives.in_(sorted(scope.area_keys)))
    return and_(*bounds)
