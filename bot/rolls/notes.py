"""Room: dates and tags of a roll's members, written with an import and taken back with it.

What they were before stands in the row's own change, under `date:card_expiry` and `tag:word`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Member, MemberDate, MemberTag, RollChange
from bot.rolls.planning import Plan

DATE, TAG = "date:", "tag:"


async def write_notes(
    session: AsyncSession, plans: Iterable[Plan], import_id: int, *, now: datetime
) -> None:
    """Write the dates and tags that a slice of rows brings."""
    days: list[dict[str, Any]] = []
    tags: list[dict[str, Any]] = []
    shared = {"source": "roll", "import_id": import_id, "created_at": now}
    for number, notes in _by_member(plans).items():
        for name, note in notes.items():
            if isinstance(note, str):
                tags.append({"member_id": number, "tag": note})
                continue
            before, after = note
            if before is not None:
                await _drop_date(session, number, name)
            days.append({"member_id": number, "kind": name, "day": after, **shared})
    if days:
        await session.execute(insert(MemberDate), days)
    if tags:
        await session.execute(insert(MemberTag), tags)


def _by_member(plans: Iterable[Plan]) -> dict[int, dict[str, Any]]:
    """Gather what is new of each member; of two rows that mean the same one the first counts."""
    found: dict[int, dict[str, Any]] = {}
    for plan in plans:
        if plan.member is not None:
            notes = found.setdefault(plan.member.id, {})
            for name, note in (*plan.dates.items(), *((TAG + tag, tag) for tag in plan.tags)):
                notes.setdefault(name, note)
    return found


def describe_notes(plan: Plan) -> dict[str, list[Any]]:
    """Return what a row's change keeps of its dates and tags: before and after."""
    days = {
        f"{DATE}{kind}": [before and before.isoformat(), after.isoformat()]
        for kind, (before, after) in plan.dates.items()
    }
    return {**days, **{f"{TAG}{tag}": [None, tag] for tag in plan.tags}}


async def take_back_notes(session: AsyncSession, member: Member, change: RollChange) -> None:
    """Make a member's dates and tags as they were, save what the person has told since."""
    for name, (before, after) in change.before.items():
        if name.startswith(DATE):
            await _restore_date(session, member.id, name.removeprefix(DATE), before, after)
        elif name.startswith(TAG):
            tag = name.removeprefix(TAG)
            await session.execute(delete(MemberTag).filter_by(member_id=member.id, tag=tag))


async def drop_notes(session: AsyncSession, member_id: int) -> None:
    """Remove every date and tag of a member who leaves with their import."""
    for table in (MemberDate, MemberTag):
        await session.execute(delete(table).where(table.member_id == member_id))


async def _restore_date(
    session: AsyncSession, member_id: int, kind: str, before: str | None, after: str
) -> None:
    held = await session.scalar(select(MemberDate).filter_by(member_id=member_id, kind=kind))
    if held is None or held.source != "roll" or held.day.isoformat() != after:
        return
    if before is None:
        await _drop_date(session, member_id, kind)
    else:
        held.day, held.import_id = date.fromisoformat(before), None


async def _drop_date(session: AsyncSession, member_id: int, kind: str) -> None:
    await session.execute(delete(MemberDate).filter_by(member_id=member_id, kind=kind))
