"""Room: what a slice of a roll's rows means for the members that the database already holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.members import person_digest
from bot.models import Member, MemberDate, Membership, MemberTag, Suppression
from bot.rolls.fates import Fate, RollRow
from bot.words import fold, same_name

STORED = frozenset({Fate.NEW, Fate.SHARED_PHONE, Fate.NO_PHONE})
FILLED = ("birth_year", "sex", "ward_key", "old_ward_key", "residential_group")


class Action(StrEnum):
    """Name what an import does with a row."""

    CREATE = "created"
    CHANGE = "changed"
    KEEP = "unchanged"
    REFUSE = "refused"
    IGNORE = "ignored"
    SUPPRESS = "suppressed"  # the person asked to be erased


class WardKeys(Protocol):
    """Give a ward's keys by its name: (today's or None where it was divided, the old one's)."""

    def __call__(self, name: str | None, /) -> tuple[str | None, str | None]:
        """Return (ward_key, old_ward_key)."""


@dataclass(slots=True)
class Plan:
    """Hold what is to be done with one row."""

    row: RollRow
    action: Action
    member: Member | None = None
    values: dict[str, Any] = field(default_factory=dict)  # for a new member
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # field -> (before, after)
    dates: dict[str, tuple[date | None, date]] = field(default_factory=dict)  # (before, after)
    tags: tuple[str, ...] = ()  # those that are new
    joins: bool = False  # gets a membership
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold what a plan needs to know besides the rows."""

    organisation_id: int
    ward_keys: WardKeys
    secret: str


@dataclass(frozen=True, slots=True)
class _Known:
    """Hold what the database has of the members who may stand in a slice."""

    members: Sequence[Member]
    joined: set[int]
    dates: dict[tuple[int, str], MemberDate]
    tags: set[tuple[int, str]]


async def plan_rows(session: AsyncSession, rows: Sequence[RollRow], rules: Rules) -> list[Plan]:
    """Decide for each row, with one look into the database for all of them."""
    stored = [row for row in rows if row.fate in STORED]
    living = await _find_known(session, stored)
    joined = await _find_joined(session, living, rules.organisation_id)
    known = _Known(living, joined, *await _find_notes(session, living))
    suppressed = await _find_suppressed(session, stored, rules)
    return [_plan(row, known, suppressed, rules) for row in rows]


def _plan(row: RollRow, known: _Known, suppressed: dict[str, str], rules: Rules) -> Plan:
    if row.fate not in STORED:
        return Plan(row, Action.REFUSE if row.is_mendable else Action.IGNORE)
    why = suppressed.get(_digest(row, rules), "")
    if why == "erased":
        return Plan(row, Action.SUPPRESS)
    values = _values(row, rules)
    member = next((m for m in known.members if _is_same(m, row, values)), None)
    if member is None:
        dates: dict[str, tuple[date | None, date]] = {k: (None, d) for k, d in row.dates.items()}
        plan = Plan(row, Action.CREATE, values=values, joins=True, stopped=bool(why))
        plan.dates, plan.tags = dates, row.tags
        return plan
    plan = Plan(row, Action.KEEP, member=member, changes=_changes(member, values))
    plan.joins = member.id not in known.joined
    plan.dates = _new_dates(member, row, known)
    plan.tags = tuple(tag for tag in row.tags if (member.id, tag) not in known.tags)
    if plan.changes or plan.joins or plan.dates or plan.tags:
        plan.action = Action.CHANGE
    return plan


def _values(row: RollRow, rules: Rules) -> dict[str, Any]:
    ward_key, old_ward_key = rules.ward_keys(row.ward)
    return {
        "full_name": row.full_name,
        "phone": row.phone or "",
        "birth_year": row.birth_year,
        "sex": row.sex,
        "ward_key": ward_key,
        "old_ward_key": old_ward_key,
        "residential_group": row.group or "",
    }


def _is_same(member: Member, row: RollRow, values: dict[str, Any]) -> bool:
    if member.phone != (row.phone or ""):  # first what tells most of them apart at once
        return False
    places = () if row.phone else ("birth_year", "old_ward_key", "ward_key")
    fits = all(
        values[name] is None or getattr(member, name) in (None, values[name]) for name in places
    )
    return fits and same_name(member.full_name, row.full_name)


def _changes(member: Member, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what the roll knows better: all of it, or only what a registered person left out."""
    changes: dict[str, tuple[Any, Any]] = {}
    for name in FILLED:
        before, after = getattr(member, name), values[name]
        own_word = member.registered_at is not None and before not in (None, "")
        if after not in (None, "") and after != before and not own_word:
            changes[name] = (before, after)
    return changes


def _new_dates(member: Member, row: RollRow, known: _Known) -> dict[str, tuple[date | None, date]]:
    """Return the dates that the roll knows and the database does not; a person's word stays."""
    changes: dict[str, tuple[date | None, date]] = {}
    for kind, day in row.dates.items():
        held = known.dates.get((member.id, kind))
        if held is None:
            changes[kind] = (None, day)
        elif held.source == "roll" and held.day != day:
            changes[kind] = (held.day, day)
    return changes


async def _find_known(session: AsyncSession, rows: Sequence[RollRow]) -> Sequence[Member]:
    phones = {row.phone for row in rows if row.phone}
    names = {fold(row.full_name) for row in rows if not row.phone}
    living = select(Member).where(Member.source == "roll", Member.state.in_(("active", "moved")))
    known: list[Member] = []
    for query in (
        living.where(Member.phone.in_(phones)) if phones else None,
        living.where(Member.phone == "", Member.folded.in_(names)) if names else None,
    ):
        if query is not None:
            known.extend(await session.scalars(query))
    return known


async def _find_joined(
    session: AsyncSession, known: Iterable[Member], organisation_id: int
) -> set[int]:
    ids = [member.id for member in known]
    return set(
        await session.scalars(
            select(Membership.member_id).where(
                Membership.organisation_id == organisation_id, Membership.member_id.in_(ids)
            )
        )
    )


async def _find_notes(
    session: AsyncSession, known: Iterable[Member]
) -> tuple[dict[tuple[int, str], MemberDate], set[tuple[int, str]]]:
    ids = [member.id for member in known]
    if not ids:
        return {}, set()
    dates = await session.scalars(select(MemberDate).where(MemberDate.member_id.in_(ids)))
    tags = await session.scalars(select(MemberTag).where(MemberTag.member_id.in_(ids)))
    return {(d.member_id, d.kind): d for d in dates}, {(t.member_id, t.tag) for t in tags}


async def _find_suppressed(
    session: AsyncSession, rows: Sequence[RollRow], rules: Rules
) -> dict[str, str]:
    digests = [_digest(row, rules) for row in rows]
    found = await session.scalars(select(Suppression).where(Suppression.digest.in_(digests)))
    return {one.digest: one.reason for one in found}


def _digest(row: RollRow, rules: Rules) -> str:
    return person_digest(rules.secret, phone=row.phone or "", full_name=row.full_name)
