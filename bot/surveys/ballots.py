"""Room: a consultation of households: its roll frozen at the opening, one ballot a household.

Law: the household's row is locked before anybody of it answers, so that of two who answer at
once one hands in and the other is told. Whoever begins while nobody has handed in takes the place.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.models import Ballot, Household, HouseholdMember, Member, Response, Survey
from bot.segments import areas_of
from bot.surveys.forms import Form, QuestionKind

HOUSEHOLD = "household"


def check_ballot(form: Form) -> None:
    """Raise Refused unless the form's first question is the one that is counted: yes or no."""
    if form.questions[0].kind is not QuestionKind.YES_NO:
        raise Refused("survey-household-needs-yes-no")


async def freeze_households(session: AsyncSession, survey: Survey) -> int:
    """Put every household of the wards that a survey asks on its roll; raise Refused for none."""
    wards = areas_of(survey.rule)
    chosen = select(
        literal(survey.id), Household.id, Household.ward_key, Household.residential_group
    )
    if wards is not None:
        chosen = chosen.where(Household.ward_key.in_(wards))
    names = ("survey_id", "household_id", "ward_key", "residential_group")
    await session.execute(insert(Ballot).from_select(names, chosen))
    query = select(func.count()).where(Ballot.survey_id == survey.id)
    count = await session.scalar(query) or 0
    if not count:
        raise Refused("survey-no-households")
    return count


def lives_in_one(survey: Survey) -> ColumnElement[bool]:
    """Return the condition on Member that they live in a household on a survey's roll."""
    return exists().where(
        Ballot.survey_id == survey.id,
        HouseholdMember.household_id == Ballot.household_id,
        HouseholdMember.member_id == Member.id,
    )


async def take_ballots(
    session: AsyncSession, survey: Survey, member_ids: Collection[int]
) -> set[int]:
    """Return which of these members answer for their household now: none handed in by another."""
    query = (
        select(Ballot, HouseholdMember.member_id)
        .join(HouseholdMember, HouseholdMember.household_id == Ballot.household_id)
        .where(Ballot.survey_id == survey.id, HouseholdMember.member_id.in_(member_ids))
        .order_by(Ballot.household_id, HouseholdMember.member_id)
        .with_for_update(of=Ballot)
        .execution_options(populate_existing=True)
    )
    wanted = (await session.execute(query)).all()
    holders = {ballot.member_id for ballot, _ in wanted if ballot.member_id is not None}
    handed_in = await _find_finished(session, survey, holders)
    taken = set()
    for ballot, member_id in wanted:
        if ballot.member_id != member_id and ballot.member_id in handed_in:
            continue
        if ballot.member_id in taken:  # two of one household at one moment: the first goes on
            continue
        ballot.member_id = member_id
        taken.add(member_id)
    await session.flush()
    return taken


async def _find_finished(
    session: AsyncSession, survey: Survey, member_ids: Collection[int]
) -> set[int]:
    query = select(Response.member_id).where(
        Response.survey_id == survey.id,
        Response.member_id.in_(member_ids),
        Response.state == "finished",
    )
    return set(await session.scalars(query)) if member_ids else set()
