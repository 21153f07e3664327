"""Room: a survey's results, read from the database's own counts into the one tally."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.models import Area, Organisation, Survey, SurveyMinute
from bot.segments import FEWEST
from bot.surveys.claims import find_spare_lines
from bot.surveys.dispositions import get_dispositions, tabulate
from bot.surveys.forms import Form, form_of
from bot.surveys.locking import allows, require_for
from bot.surveys.places import NO_ORGANISATION, NO_WARD, Place
from bot.surveys.results.crossed import cross
from bot.surveys.results.crossing import QuestionTally, Senders, tally_said
from bot.surveys.results.rollup import Roll, count_roll, count_said, count_unsealed, take_off
from bot.surveys.results.rows import Listed, find_entries, find_roll, find_texts
from bot.surveys.results.turnout import tally_groups, tally_kinds
from bot.surveys.results.turnout_crossed import tally_crossed
from bot.surveys.tally import Count, Table
from bot.text import say


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
    groups: Table | None = None  # turnout by residential group; rows as `tally_groups` names them
    crossed: Table | None = None  # by group and organisation at once
    dispositions: Table | None = None  # what became of each line of the roll
    is_withheld: bool = False  # so few answered in secret that their answers were destroyed

    def name_ward(self, ward: str, locale: str) -> str:
        """Return how people call a ward, or that none is known."""
        return say(locale, "survey-no-ward") if ward == NO_WARD else self.wards.get(ward, ward)

    def name_organisation(self, number: int, locale: str) -> str:
        """Return how people call an organisation, or that somebody is in none."""
        if number == NO_ORGANISATION:
            return say(locale, "survey-sheet-no-org")
        return self.organisations.get(number, str(number))


async def get_results(  # noqa: PLR0913 - who asks, and for how much
    session: AsyncSession,
    actor: Actor,
    survey: Survey,
    now: datetime,
    *,
    whole: bool = False,
    crossed: bool = False,
) -> Results:
    """Return what may be told now; raise NotPermitted without `report:read` for all it asks.

    While a survey is open its answers are told to those only who may see single ones: from one
    moment's numbers and the next's, anybody could reckon what was said in between. What people
    wrote, and answers by age and channel, come with the `whole`: they are read from the rows.
    Turnout by all three of its sides, which files alone have room for, comes when it is `crossed`.
    """
    require_for(actor, "report:read", survey)
    spare = await _find_spare(session, survey)
    roll = take_off((await count_roll(session, survey.id)), spare)
    turnout = tally_kinds(roll.kinds)
    groups = tally_groups(roll.groups, turnout)
    secret = {place for _, place in turnout.hidden} if not survey.anonymous else set()
    told = survey.state == "closed" or may_see_answers(actor, survey)
    return Results(
        survey=survey,
        form=form_of(survey),
        at=now,
        turnout=turnout,
        typed=Apart(_guarded(roll.unproven.total()), _guarded(roll.unproven[True])),
        assisted=_guarded(roll.recorded),
        questions=await _tally(session, survey, roll, spare, secret, whole=whole) if told else (),
        wards=await _name_wards(session, roll.wards),
        organisations=await _name_organisations(session),
        minute=await find_minute(session, survey),
        groups=groups,
        crossed=tally_crossed(roll.crossed, turnout, groups) if crossed else None,
        dispositions=tabulate(await get_dispositions(session, survey)),
        is_withheld=survey.anonymous and 0 < roll.finished < FEWEST,
    )


async def _find_spare(session: AsyncSession, survey: Survey) -> list[Listed]:
    """Return the lines for which another counts; the closing has taken them off the roll."""
    if survey.state == "closed":
        return []
    spare = await find_spare_lines(session, survey.id)
    return await find_roll(session, survey, only=spare) if spare else []


async def _tally(  # noqa: PLR0913 - what counts, and what does not
    session: AsyncSession,
    survey: Survey,
    roll: Roll,
    spare: Sequence[Listed],
    secret: set[Place],
    *,
    whole: bool,
) -> tuple[QuestionTally, ...]:
    """Return what may be told of each question."""
    questions = form_of(survey).counted
    said = await count_said(session, survey.id, [question.code for question in questions])
    for entry in await find_entries(session, survey, spare) or () if spare else ():
        for code, value in entry.answers.items():
            if code in said:
                said[code].drop(value, (entry.ward, entry.organisations))
    kinds = await count_unsealed(session, survey.id) if survey.anonymous else roll.senders
    but = {one.response_id for one in spare if one.response_id is not None}
    written = await find_texts(session, survey, but) if whole else {}
    rows = await cross(session, survey, said, but) if whole else {}
    senders = Senders(kinds, rows, secret)
    return tuple(tally_said(q, said[q.code], senders, written.get(q.code, ())) for q in questions)


def may_see_answers(actor: Actor, survey: Survey) -> bool:
    """Tell whether an actor may see single answers: those of a survey that asks by name."""
    return not survey.anonymous and allows(
        actor, "answers:read", organisation_id=survey.organisation_id, rule=survey.rule
    )


async def find_minute(session: AsyncSession, survey: Survey) -> SurveyMinute | None:
    """Return the minute that stands for a survey, the last one, if it has any."""
    query = select(SurveyMinute).where(SurveyMinute.survey_id == survey.id)
    return await session.scalar(query.order_by(SurveyMinute.number.desc()).limit(1))


async def _name_organisations(session: AsyncSession) -> dict[int, str]:
    return dict((await session.execute(select(Organisation.id, Organisation.name))).all())


async def _name_wards(session: AsyncSession, keys: set[str]) -> dict[str, str]:
    rows = await session.scalars(select(Area).where(Area.key.in_(keys)))
    return {area.key: f"{area.kind} {area.name}" for area in rows}


def _guarded(count: int) -> Count:
    return Count(None if 0 < count < FEWEST else count)
