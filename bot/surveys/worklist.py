"""Room: who may answer, has not, and cannot be reached by chat: for a visit at the door.

It never says how anybody answered. Who opted out is left in peace, and who claims a line of the
roll stands for that line, as everywhere (`bot/surveys/claims.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import audit
from bot.access import Actor, may_somewhere
from bot.errors import NotPermitted, Refused
from bot.members.permissions import within
from bot.models import (
    Area,
    Branch,
    Chat,
    Entitlement,
    Link,
    Member,
    Membership,
    Response,
    Survey,
)
from bot.words import fold

PERMISSIONS = ("member:confirm", "report:read")  # either, where the member lives and belongs


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one person to be visited, and why a visit is needed."""

    name: str
    birth_year: int | None
    phone: str
    ward: str
    group: str
    branches: str
    reason: str  # not_registered | no_chat | blocked


@dataclass(frozen=True, slots=True)
class Worklist:
    """Hold those to be visited, in the order of a walk, and how many are left in peace."""

    survey: Survey
    at: datetime
    lines: tuple[Line, ...]
    left_out: int  # opted out

    @property
    def groups(self) -> dict[tuple[str, str], int]:
        """Return how many live in each residential group, by ward and group."""
        counts: dict[tuple[str, str], int] = {}
        for line in self.lines:
            counts[line.ward, line.group] = counts.get((line.ward, line.group), 0) + 1
        return counts


async def take_worklist(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime
) -> Worklist:
    """Return the worklist of those who lie in the actor's scope, noting who took it.

    Phone and year of birth are told to who may confirm members there.
    """
    if not await concerns(session, actor, survey):
        raise NotPermitted(PERMISSIONS[0])
    if survey.state != "open":
        raise Refused("worklist-not-open", name=survey.code)
    left = _unanswered(survey, actor)
    out = select(func.count()).select_from(left.where(_opted_out(Member)).subquery())
    left_out = await session.scalar(out) or 0
    to_visit = left.where(~_opted_out(Member), ~_reachable(Member))
    rows = await session.execute(to_visit.order_by(Member.sort_key, Member.id))
    lines = sorted((Line(*row) for row in rows), key=_in_walking_order)
    subject = f"survey:{survey.id}"
    audit.record(session, actor, "survey:worklist", subject, now=now, people=len(lines))
    return Worklist(survey, now, tuple(lines), left_out)


async def concerns(session: AsyncSession, actor: Actor, survey: Survey) -> bool:
    """Tell whether anybody who may answer a survey lies in the actor's scope."""
    if not any(may_somewhere(actor, permission) for permission in PERMISSIONS):
        return False
    query = (
        select(Entitlement.member_id)
        .join(Member, Member.id == Entitlement.member_id)
        .where(Entitlement.survey_id == survey.id, _in_scope(actor))
        .limit(1)
    )
    return await session.scalar(query) is not None


async def find_concerning(session: AsyncSession, actor: Actor) -> Sequence[Survey]:
    """Return the open surveys that ask anybody in the actor's scope, the first to close first."""
    query = select(Survey).where(Survey.state == "open").order_by(Survey.closes_at, Survey.id)
    found = (await session.scalars(query)).all()
    return [survey for survey in found if await concerns(session, actor, survey)]


def _unanswered(survey: Survey, actor: Actor) -> Select[Any]:
    """Select those of the scope who may answer and for whom nobody has handed in."""
    claimant, claimed = aliased(Member), aliased(Entitlement)
    stands_in = exists().where(
        claimant.claims_id == Member.id,
        claimant.state == "active",
        or_(_has_finished(survey, claimant.id), _reachable(claimant), _opted_out(claimant)),
    )
    has_line = exists().where(
        claimed.survey_id == survey.id, claimed.member_id == Member.claims_id
    )
    known = within(actor, PERMISSIONS[0])  # who may only read reports sees no phone
    branches = (
        select(func.aggregate_strings(Branch.name, ", "))
        .join(Membership, Membership.branch_id == Branch.id)
        .where(Membership.member_id == Member.id)
        .scalar_subquery()
    )
    return (
        select(
            Member.full_name,
            case((known, Member.birth_year), else_=null()),
            case((known, Member.phone), else_=literal("")),
            func.coalesce(Area.name, ""),
            Member.residential_group,
            func.coalesce(branches, ""),
            _reason(),
        )
        .join(Entitlement, Entitlement.member_id == Member.id)
        .outerjoin(Area, Area.key == func.coalesce(Member.old_ward_key, Member.ward_key))
        .where(
            Entitlement.survey_id == survey.id,
            Member.state == "active",
            _in_scope(actor),
            ~_has_finished(survey, Member.id),
            ~stands_in,
            ~has_line,
        )
    )


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    return or_(*(within(actor, permission) for permission in PERMISSIONS))


def _reason() -> ColumnElement[str]:
    linked = exists().where(Link.member_id == Member.id)
    return case(
        (linked, literal("blocked")),
        (Member.registered_at.is_not(None), literal("no_chat")),
        else_=literal("not_registered"),
    )


def _reachable(member: Any) -> ColumnElement[bool]:
    return exists().where(
        Link.member_id == member.id, Chat.id == Link.chat_id, Chat.state == "open"
    )


def _opted_out(member: Any) -> ColumnElement[bool]:
    stopped = exists().where(
        Link.member_id == member.id, Chat.id == Link.chat_id, Chat.stopped_at.is_not(None)
    )
    return or_(member.stopped_at.is_not(None), stopped)


def _has_finished(survey: Survey, member_id: Any) -> ColumnElement[bool]:
    return exists().where(
        Response.survey_id == survey.id,
        Response.member_id == member_id,
        Response.state == "finished",
    )


def _in_walking_order(line: Line) -> tuple[Any, ...]:
    """Order by ward and residential group, 2 before 10; within a group names stay as they are."""
    pieces = re.findall(r"\d+|\D+", fold(line.group))
    return fold(line.ward), [(not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in pieces]
