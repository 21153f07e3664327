"""Room: which organizers may act on a member: of one of their organisations, in their ward."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import ROLES, Actor, Scope
from bot.errors import NotPermitted
from bot.members.wards import lives_where
from bot.models import Member, Membership


async def require_over(
    session: AsyncSession, actor: Actor, permission: str, member: Member
) -> None:
    """Raise NotPermitted unless the actor has the permission over this member."""
    if actor.trusted:
        return
    query = select(Member.id).where(Member.id == member.id, within(actor, permission))
    if await session.scalar(query) is None:
        raise NotPermitted(permission)


def within(actor: Actor, permission: str, member: Any = Member) -> ColumnElement[bool]:
    """Return the condition that a member lies where the actor has a permission.

    `member` is the table, or an alias of it.
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
        keys = sorted(scope.area_keys)
        lives = lives_where(member.ward_key.in_(keys), member.old_ward_key.in_(keys), member)
        bounds.append(lives)
    return and_(*bounds)
