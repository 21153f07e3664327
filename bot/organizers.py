"""Room: the people who run campaigns: what they may do, and how a chat becomes theirs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import ROLES, Actor, require
from bot.audit import record
from bot.errors import NotFound, Refused
from bot.models import Area, Chat, Grant, Organisation, Organizer

CODE_LASTS = timedelta(days=7)
# what organizers type in chat -> the permissions of which one is needed
COMMANDS: dict[str, tuple[str, ...]] = {
    "tin": ("broadcast:write", "broadcast:send"),
    "khaosat": ("survey:run", "report:read"),
    "duyet": ("broadcast:approve",),
    "baocao": ("report:read",),
    "nhac": ("report:read",),
    "thanhvien": ("member:confirm",),
    "ghigiup": ("survey:record",),
    "phieu": ("member:confirm", "survey:run"),
    "moinhom": ("survey:run", "report:read"),
    "lienket": ("campaign:write",),
}
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that reads like something else


@dataclass(frozen=True, slots=True)
class Role:
    """Hold a role with its scope, as an operator names it."""

    role: str
    organisation: str = ""  # its code; empty: all
    area: str = ""  # an area's key; empty: the whole site


async def add(
    session: AsyncSession, actor: Actor, name: str, roles: Sequence[Role], *, now: datetime
) -> tuple[Organizer, str]:
    """Add an organizer and return them with the one-time code that makes a chat theirs."""
    require(actor, "organizer:add")
    if not name.strip():
        raise Refused("organizer-no-name")
    organizer = Organizer(name=name.strip(), code_digest="", created_at=now)
    session.add(organizer)
    await session.flush()
    for role in roles:
        session.add(await _make_grant(session, organizer.id, role))
    record(session, actor, "organizer:add", f"organizer:{organizer.id}", now=now, name=name)
    return organizer, await renew_code(session, actor, organizer.id, now=now)


async def renew_code(
    session: AsyncSession, actor: Actor, organizer_id: int, *, now: datetime
) -> str:
    """Make a fresh one-time code for an organizer; an older one stops working."""
    require(actor, "organizer:add")
    organizer = await session.get(Organizer, organizer_id)
    if organizer is None or organizer.removed_at is not None:
        raise NotFound("organizer-unknown")
    code = "".join(secrets.choice(ALPHABET) for _ in range(10))
    organizer.code_digest, organizer.code_until = digest(code), now + CODE_LASTS
    record(session, actor, "organizer:code", f"organizer:{organizer.id}", now=now)
    return code


async def redeem(session: AsyncSession, chat: Chat, code: str, *, now: datetime) -> Organizer:
    """Make a chat an organizer's by their one-time code, or raise Refused."""
    organizer = await session.scalar(
        select(Organizer)
        .where(
            Organizer.code_digest == digest(code),
            Organizer.code_until > now,
            Organizer.removed_at.is_(None),
        )
        .with_for_update()  # of two chats that have the code at once, one finds it spent
    )
    if organizer is None:
        raise Refused("organizer-bad-code")
    organizer.code_digest, organizer.code_until = "", None
    chat.organizer_id = organizer.id
    actor = Actor(f"organizer:{organizer.id}", organizer.name)
    record(session, actor, "organizer:enter", f"chat:{chat.id}", now=now)
    return organizer


async def find_name(session: AsyncSession, actor: str) -> str:
    """Return the name of an actor of the audit trail who is an organizer, else an empty text."""
    kind, _, number = actor.partition(":")
    found = await session.get(Organizer, int(number)) if kind == "organizer" else None
    return found.name if found else ""


def find_commands(actor: Actor) -> tuple[str, ...]:
    """Return the commands that an organizer may use somewhere, as they are listed."""
    return commands_of(scope.role for scope in actor.scopes)


def commands_of(roles: Iterable[str]) -> tuple[str, ...]:
    """Return the commands that somebody with these roles may use."""
    held = {permission for role in roles for permission in ROLES.get(role, frozenset())}
    return tuple(command for command, needed in COMMANDS.items() if held.intersection(needed))


async def find_roles(session: AsyncSession) -> dict[int, set[str]]:
    """Return every organizer's roles, whatever their scope."""
    held: dict[int, set[str]] = {}
    for organizer_id, role in await session.execute(select(Grant.organizer_id, Grant.role)):
        held.setdefault(organizer_id, set()).add(role)
    return held


async def remove(session: AsyncSession, actor: Actor, organizer_id: int, *, now: datetime) -> None:
    """Take every right from an organizer and free their chats."""
    require(actor, "organizer:remove")
    organizer = await session.get(Organizer, organizer_id)
    if organizer is None or organizer.removed_at is not None:
        raise NotFound("organizer-unknown")
    organizer.removed_at, organizer.code_digest, organizer.code_until = now, "", None
    await session.execute(delete(Grant).where(Grant.organizer_id == organizer_id))
    await session.execute(
        update(Chat).where(Chat.organizer_id == organizer_id).values(organizer_id=None)
    )
    record(session, actor, "organizer:remove", f"organizer:{organizer_id}", now=now)


async def list_all(session: AsyncSession) -> list[tuple[Organizer, list[Grant]]]:
    """Return the organizers with their grants."""
    organizers = await session.scalars(
        select(Organizer).where(Organizer.removed_at.is_(None)).order_by(Organizer.id)
    )
    grants = (await session.scalars(select(Grant))).all()
    return [(o, [g for g in grants if g.organizer_id == o.id]) for o in organizers]


def digest(code: str) -> str:
    """Return what is kept of a code: it can be checked, not read back."""
    return hashlib.sha256(code.strip().upper().replace("-", "").encode()).hexdigest()


async def _make_grant(session: AsyncSession, organizer_id: int, role: Role) -> Grant:
    if role.role not in ROLES:
        raise Refused("organizer-bad-role", role=role.role, roles=", ".join(ROLES))
    organisation = None
    if role.organisation:
        organisation = await session.scalar(
            select(Organisation).where(Organisation.code == role.organisation)
        )
        if organisation is None:
            raise NotFound("organisation-unknown", organisation=role.organisation)
    if role.area and await session.get(Area, role.area) is None:
        raise NotFound("area-unknown", area=role.area)
    return Grant(
        organizer_id=organizer_id,
        role=role.role,
        organisation_id=organisation.id if organisation else None,
        area_key=role.area or None,
    )
