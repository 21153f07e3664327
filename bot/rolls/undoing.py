"""Room: a whole import taken back: who came by it leaves, what it changed is as before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor, require
from bot.audit import record
from bot.errors import NotFound, Refused
from bot.models import (
    Delivery,
    Entitlement,
    Link,
    Member,
    Membership,
    PersonalCode,
    RollChange,
    RollImport,
)
from bot.rolls.notes import drop_notes, take_back_notes
from bot.site import Site
from bot.words import fold

SLICE = 500
GONE = {
    "full_name": "",
    "folded": "",
    "sort_key": "",
    "phone": "",
    "birth_year": None,
    "sex": None,
}


@dataclass(frozen=True, slots=True)
class Undone:
    """Hold what an undo did: members removed, kept (they have registered since), restored."""

    removed: int
    kept: int
    restored: int


async def undo_import(site: Site, actor: Actor, import_id: int) -> Undone:
    """Take an import back, slice by slice; raises NotFound, Refused when it was undone before."""
    async with site.database.transaction() as session:
        made = await session.get(RollImport, import_id)
        if made is None:
            raise NotFound("import-unknown", number=str(import_id))
        require(actor, "roll:import", organisation_id=made.organisation_id)
        if made.state == "undone":
            raise Refused("import-undone-before", number=str(import_id))
        record(session, actor, "roll:undo", f"import:{import_id}", now=site.now)
    counts: Counter[str] = Counter()
    last = 0
    while True:
        async with site.database.transaction() as session:
            changes = (await session.scalars(_next_changes(import_id, last))).all()
            if not changes:
                made = await session.get_one(RollImport, import_id)
                made.state, made.ended_at = "undone", site.now
                break
            for change in changes:
                counts[await _take_back(session, change)] += 1
            last = changes[-1].id
    return Undone(counts["removed"], counts["kept"], counts["restored"])


def _next_changes(import_id: int, last: int):  # type: ignore[no-untyped-def]  # a select
    return (
        select(RollChange)
        .where(RollChange.import_id == import_id, RollChange.id > last)
        .order_by(RollChange.id)
        .limit(SLICE)
    )


async def _take_back(session: AsyncSession, change: RollChange) -> str:
    member = await session.get_one(Member, change.member_id)
    await session.execute(
        delete(Membership).where(
            Membership.member_id == member.id, Membership.import_id == change.import_id
        )
    )
    await take_back_notes(session, member, change)
    if change.fate == "changed":
        for name, (before, after) in change.before.items():
            if ":" not in name and getattr(member, name) == after:
                setattr(member, name, before)
        member.group_folded = fold(member.residential_group)
        return "restored"
    if await _is_needed(session, member.id):
        return "kept"
    await _remove(session, member, change)
    return "removed"


async def _is_needed(session: AsyncSession, member_id: int) -> bool:
    """Tell whether a member has come to us since, or is on another roll."""
    return bool(
        await session.scalar(
            select(
                exists().where(Link.member_id == member_id)
                | exists().where(Membership.member_id == member_id)
            )
        )
    )


async def _remove(session: AsyncSession, member: Member, change: RollChange) -> None:
    """Delete a member, or empty the row where ledgers and turnout point at it."""
    await session.execute(
        update(Member).where(Member.claims_id == member.id).values(claims_id=None)
    )
    await drop_notes(session, member.id)
    await session.execute(delete(PersonalCode).where(PersonalCode.member_id == member.id))
    await session.execute(delete(RollChange).where(RollChange.member_id == member.id))
    counted = await session.scalar(
        select(
            exists().where(Delivery.member_id == member.id)
            | exists().where(Entitlement.member_id == member.id)
        )
    )
    if counted:
        for name, value in GONE.items():
            setattr(member, name, value)
        member.state = "erased"
    else:
        await session.delete(member)
        await session.flush()
