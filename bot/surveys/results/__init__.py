"""Room: a survey's results, read from the database into the one tally."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.models import (
    Answer,
    Area,
    Entitlement,
    Member,
    Organisation,
    Response,
    Survey,
    SurveyMinute,
    UnsealedAnswers,
)
from bot.segments import FEWEST
from bot.surveys.claims import Standing, find_spare
from bot.surveys.dispositions import count_dispositions, tabulate
from bot.surveys.forms import Form, form_of
from bot.surveys.locking import allows, require_for
from bot.surveys.results.crossing import QuestionTally, tally_question
from bot.surveys.standing import VOID
from bot.surveys.tally import Count, Entry, Table, tally_turnout


@dataclass(frozen=True, slots=True)
class Apart:
    """Hold, overall, the members whose link is only typed: counted in the totals, told apart."""

    entitled: Count
    finished: Count


@dataclass(frozen=True)
class Results:
    """Hold what may be told of a survey; no questions where answers may not be told yet."""

    survey: Survey
    form: Form
    at: datetime
    turnout: Table
    typed: Apart
    assisted: Count  # recorded by organizers, at the door or from paper
    questions: tuple[QuestionTally, ...]
    wards: Mapping[str, str]  # names by key
    organisations: Mapping[int, str]
    minute: SurveyMinute | None = None  # the one that stands, of a closed survey
    dispositions: Table | None = None  # what became of each line of the roll
    is_withheld: bool = False  # so few answered in secret that their answers were destroyed


@dataclass(frozen=True, slots=True)
class Listed:
    """Hold one line of the roll: where it counts, and whether it handed in."""

    response_id: int | None
    ward: str | None
    organisations: tuple[int, ...]
    confirmed: bool
    finished: bool
    assisted: bool = False


async def get_results(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime
) -> Results:
    """Return what may be told now; raise NotPermitted without `report:read` for all it asks.

    While a survey is open its answers are told to those only who may see single ones: from one
    moment's numbers and the next's, anybody could reckon what was said in between.
    """
    require_for(actor, "report:read", survey)
    form = form_of(survey)
    roll = await find_roll(session, survey)
    turnout = tally_turnout((one.ward, one.organisations, one.finished) for one in roll)
    told = survey.state == "closed" or may_see_answers(actor, survey)
    entries = await find_entries(session, survey, roll) if told else None
    secret = {place for _, place in turnout.hidden} if not survey.anonymous else set()
    questions = [tally_question(q, entries, secret) for q in form.counted if entries is not None]
    return Results(
        survey=survey,
        form=form,
        at=now,
        turnout=turnout,
        typed=_apart(roll),
        assisted=_guarded(sum(one.finished and one.assisted for one in roll)),
        questions=tuple(questions),
        wards=await _name_wards(session, {one.ward or "" for one in roll}),
        organisations=dict(
            (await session.execute(select(Organisation.id, Organisation.name))).all()
        ),
        minute=await find_minute(session, survey),
        dispositions=tabulate(await count_dispositions(session, survey)),
        is_withheld=survey.anonymous and 0 < sum(one.finished for one in roll) < FEWEST,
    )


def may_see_answers(actor: Actor, survey: Survey) -> bool:
    """Tell whether an actor may see single answers: those of a survey that asks by name."""
    return not survey.anonymous and allows(
        actor, "answers:read", organisation_id=survey.organisation_id, rule=survey.rule
    )


async def find_minute(session: AsyncSession, survey: Survey) -> SurveyMinute | None:
    """Return the minute that stands for a survey, the last one, if it has any."""
    query = select(SurveyMinute).where(SurveyMinute.survey_id == survey.id)
    return await session.scalar(query.order_by(SurveyMinute.number.desc()).limit(1))


async def find_roll(session: AsyncSession, survey: Survey) -> list[Listed]:
    """Return who may answer, one line a person; the closing has settled that for good."""
    query = (
        select(
            Member.id,
            Member.claims_id,
            Response.id,
            Entitlement.ward_key,
            Entitlement.organisation_ids,
            Entitlement.confirmed,
            Response.state,
            Response.finished_at,
            Response.recorded_by,
        )
        .join(Member, Member.id == Entitlement.member_id)
        .outerjoin(
            Response,
            (Response.survey_id == Entitlement.survey_id)
            & (Response.member_id == Entitlement.member_id),
        )
        .where(Entitlement.survey_id == survey.id)
    )
    listed, standings = {}, []
    for member_id, claims, response_id, ward, ids, confirmed, state, at, by in (
        await session.execute(query)
    ).all():
        done, where = state == "finished", (ward, tuple(sorted(ids)))
        listed[member_id] = Listed(response_id, *where, confirmed, done, bool(by))
        standings.append(Standing(member_id, claims, at if done else None))
    spare = find_spare(standings) if survey.state != "closed" else set()
    return [one for member_id, one in listed.items() if member_id not in spare]


async def find_entries(
    session: AsyncSession, survey: Survey, roll: Sequence[Listed]
) -> list[Entry] | None:
    """Return what was handed in; None while it is under seal."""
    if not survey.anonymous:
        return await _open_entries(session, survey.id, roll)
    if survey.state != "closed":
        return None
    rows = await session.scalars(
        select(UnsealedAnswers).where(UnsealedAnswers.survey_id == survey.id)
    )
    return [Entry(row.ward_key, tuple(sorted(row.organisation_ids)), row.answers) for row in rows]


async def _open_entries(
    session: AsyncSession, survey_id: int, roll: Sequence[Listed]
) -> list[Entry]:
    query = (
        select(Answer.response_id, Answer.question, Answer.value)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.survey_id == survey_id, Response.state == "finished")
    )
    answers: dict[int, dict[str, dict[str, object]]] = {}
    for response_id, question, value in await session.execute(query):
        if VOID not in value:  # its question is not asked of this person as things stand
            answers.setdefault(response_id, {})[question] = value
    return [
        Entry(one.ward, one.organisations, answers.get(one.response_id or 0, {}))
        for one in roll
        if one.finished
    ]


async def _name_wards(session: AsyncSession, keys: set[str]) -> dict[str, str]:
    rows = await session.scalars(select(Area).where(Area.key.in_(keys)))
    return {area.key: f"{area.kind} {area.name}" for area in rows}


def _apart(roll: Sequence[Listed]) -> Apart:
    typed = [one for one in roll if not one.confirmed]
    return Apart(_guarded(len(typed)), _guarded(sum(one.finished for one in typed)))


def _guarded(count: int) -> Count:
    return Count(None if 0 < count < FEWEST else count)
