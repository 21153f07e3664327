"""Room: single answers to a survey with names: a right of its own, and every look is noted.

Who looks sees names beside answers; results without names need none of this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.models import Answer, Member, Response, Survey
from bot.surveys.locking import require_for
from bot.surveys.values import Value

PERMISSION = "answers:read"


@dataclass(frozen=True, slots=True)
class Single:
    """Hold what one member answered, by question."""

    member_id: int
    name: str
    state: str  # finished | started | abandoned
    answers: Mapping[str, Value]


async def look(
    session: AsyncSession,
    actor: Actor,
    survey: Survey,
    *,
    now: datetime,
    member_id: int | None = None,
) -> Sequence[Single]:
    """Return who answered what, of all or of one member; the look stands in the audit trail.

    Raises NotPermitted without `answers:read` for all whom the survey asks, and Refused for an
    anonymous one, of which there is nothing to see.
    """
    require_for(actor, PERMISSION, survey)
    if survey.anonymous:
        raise Refused("survey-no-single-answers", name=survey.code)
    found = await _find(session, survey, member_id)
    whom = {} if member_id is None else {"member": member_id}
    subject = f"survey:{survey.id}"
    audit.record(session, actor, "answers:look", subject, now=now, people=len(found), **whom)
    return found


async def _find(session: AsyncSession, survey: Survey, member_id: int | None) -> list[Single]:
    query = (
        select(Member.id, Member.full_name, Response.state, Answer.question, Answer.value)
        .join(Response, Response.member_id == Member.id)
        .join(Answer, Answer.response_id == Response.id)
        .where(Response.survey_id == survey.id)
        .order_by(Member.sort_key, Member.id, Answer.id)
    )
    if member_id is not None:
        query = query.where(Member.id == member_id)
    found: dict[int, Single] = {}
    answers: dict[int, dict[str, Value]] = {}
    for one, name, state, question, value in await session.execute(query):
        kept = answers.setdefault(one, {})
        kept[question] = value
        found.setdefault(one, Single(one, name, state, kept))
    return list(found.values())
