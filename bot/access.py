"""Ground: who may do what, and where; the first line of every verb that changes things."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotPermitted
from bot.models import AreaSuccession, Grant, Organizer

ROLES: dict[str, frozenset[str]] = {
    "lead": frozenset(
        {
            "broadcast:write",
            "broadcast:send",
            "broadcast:approve",
            "survey:write",
            "survey:run",
            "survey:record",
            "campaign:write",
            "report:read",
            "answers:read",  # of single people, where a survey asks by name
            "member:confirm",
            "roll:import",
            "export:take",
        }
    ),
    "writer": frozenset({"broadcast:write", "survey:write", "report:read"}),
    "approver": frozenset({"broadcast:approve", "report:read"}),
    "branch": frozenset({"member:confirm", "survey:record", "report:read"}),
    "reader": frozenset({"report:read"}),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Hold where a role holds: None means everywhere."""

    role: str
    organisation_id: int | None
    area_keys: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Hold who acts: an organizer, the operator at the command line, or a job."""

    name: str  # organizer:3 | operator | job:remind
    label: str = ""
    scopes: tuple[Scope, ...] = ()
    trusted: bool = False

    @property
    def is_job(self) -> bool:
        """Tell whether nobody is there to be answered: the clock acts."""
        return self.name.startswith(JOB)


JOB = "job:"
OPERATOR = Actor("operator", trusted=True)
# built once: every turn of an organizer asks it
FIND_GRANTS = select(Grant).where(Grant.organizer_id == bindparam("organizer_id"))


def job_actor(job: str) -> Actor:
    """Return the actor that stands for a job of ours."""
    return Actor(f"{JOB}{job}", trusted=True)


async def get_actor(session: AsyncSession, organizer_id: int | None) -> Actor:
    """Return an organizer with their scopes; a stranger has none."""
    organizer = await session.get(Organizer, organizer_id) if organizer_id else None
    if organizer is None or organizer.removed_at is not None:
        return Actor("stranger")
    grants = await session.scalars(FIND_GRANTS, {"organizer_id": organizer.id})
    scopes = [
        Scope(g.role, g.organisation_id, await _with_parts(session, g.area_key)) for g in grants
    ]
    return Actor(f"organizer:{organizer.id}", organizer.name, tuple(scopes))


def allows(
    actor: Actor,
    permission: str,
    *,
    organisation_id: int | None = None,
    area_keys: Collection[str] | None = None,
) -> bool:
    """Tell whether an actor has a permission for an organisation and for all of some areas.

    `area_keys=None` means the whole site, which only a scope without an area covers.
    """
    return actor.trusted or any(
        permission in ROLES.get(scope.role, frozenset())
        and scope.organisation_id in (None, organisation_id)
        and _covers(scope.area_keys, area_keys)
        for scope in actor.scopes
    )


def may_somewhere(actor: Actor, permission: str) -> bool:
    """Tell whether an actor has a permission in any scope at all."""
    return actor.trusted or any(
        permission in ROLES.get(scope.role, frozenset()) for scope in actor.scopes
    )


def require(
    actor: Actor,
    permission: str,
    *,
    organisation_id: int | None = None,
    area_keys: Collection[str] | None = None,
) -> None:
    """Raise NotPermitted unless the actor has the permission there."""
    if not allows(actor, permission, organisation_id=organisation_id, area_keys=area_keys):
        raise NotPermitted(permission)


def _covers(held: frozenset[str] | None, asked: Collection[str] | None) -> bool:
    if held is None:
        return True
    return bool(asked) and held.issuperset(asked or ())


async def _with_parts(session: AsyncSession, area_key: str | None) -> frozenset[str] | None:
    """Return an area with the old wards that lie wholly in it."""
    if area_key is None:
        return None
    old = await session.scalars(
        select(AreaSuccession.old_key).where(
            AreaSuccession.new_key == area_key, AreaSuccession.extent == "whole"
        )
    )
    return frozenset({area_key, *old})
