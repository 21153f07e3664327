"""Room: the roll of those entitled to answer a survey: frozen at its opening by one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    CursorResult,
    Insert,
    Select,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import to_local
from bot.members import SEXES
from bot.models import Entitlement, Member, Membership, Survey
from bot.segments import members_where
from bot.surveys.ages import select_band
from bot.surveys.ballots import HOUSEHOLD, freeze_households, lives_in_one
from bot.surveys.sampling import sample_roll

COLUMNS = (
    *("survey_id", "member_id", "ward_key", "organisation_ids"),
    *("residential_group", "age_band", "sex", "confirmed", "late"),
)


async def freeze_roll(session: AsyncSession, survey: Survey) -> None:
    """Entitle everybody whom the survey's rule selects now, each under where they count.

    Of a consultation of households it is first they who are put on its roll; of a wave of a
    pulse only its sample stays.
    """
    if survey.type == HOUSEHOLD:
        await freeze_households(session, survey)
    await session.execute(_insert(session, survey, late=False))
    await sample_roll(session, survey)


async def admit_late(session: AsyncSession, survey: Survey, member_id: int | None = None) -> None:
    """Entitle who came after the opening, one member or all, where the survey's rule lets them.

    Does nothing for a survey that is not open or refuses late comers; again, changes nothing.
    """
    if survey.state != "open" or survey.late != "join" or survey.opened_at is None:
        return
    came = or_(Member.created_at >= survey.opened_at, Member.registered_at >= survey.opened_at)
    whom = came if member_id is None else came & (Member.id == member_id)
    await session.execute(_insert(session, survey, late=True, also=whom))


async def admit(session: AsyncSession, survey: Survey, whom: ColumnElement[bool]) -> int:
    """Entitle those of a survey's people who fit now, and return how many are new on the roll."""
    added = await session.execute(_insert(session, survey, late=False, also=whom))
    return cast("CursorResult[Any]", added).rowcount


async def admit_member(session: AsyncSession, member: Member, now: datetime) -> None:
    """Entitle a member who has just registered in every open survey that lets late comers join."""
    query = select(Survey).where(
        Survey.state == "open", Survey.late == "join", Survey.closes_at > now
    )
    for survey in (await session.scalars(query)).all():
        await admit_late(session, survey, member.id)


def _insert(
    session: AsyncSession,
    survey: Survey,
    *,
    late: bool,
    also: ColumnElement[bool] | None = None,
) -> Insert:
    """Write the one INSERT … SELECT; who stands on the roll already is left as they stand."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    chosen: Select[Any] = select(
        literal(survey.id),
        Member.id,
        func.coalesce(Member.old_ward_key, Member.ward_key),
        _organisation_ids(is_sqlite=is_sqlite),
        Member.residential_group,
        select_band(Member.birth_year, to_local(survey.opened_at or survey.opens_at).year),
        case((Member.sex.in_(SEXES), Member.sex), else_=""),
        Member.claims_id.is_(None),
        literal(late),
    ).where(members_where(survey.rule), Member.state == "active")
    chosen = chosen.where(lives_in_one(survey)) if survey.type == HOUSEHOLD else chosen
    chosen = chosen if also is None else chosen.where(also)
    if is_sqlite:
        return sqlite.insert(Entitlement).from_select(COLUMNS, chosen).on_conflict_do_nothing()
    return postgresql.insert(Entitlement).from_select(COLUMNS, chosen).on_conflict_do_nothing()


def _organisation_ids(*, is_sqlite: bool) -> ColumnElement[Any]:
    """Gather a member's organisations as a JSON list, in the words of either database."""
    ids = (
        func.json_group_array(Membership.organisation_id)
        if is_sqlite
        else func.coalesce(
            func.jsonb_agg(Membership.organisation_id), literal_column("'[]'::jsonb")
        )
    )
    gathered = select(type_coerce(ids, JSON)).where(Membership.member_id == Member.id)
    return gathered.correlate(Member).scalar_subquery()
