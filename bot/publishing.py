"""Room: where a closed survey meets broadcasts: its result is told to those it asked, by itself.

Only what anybody may see is told: the summary, small numbers hidden.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, broadcasts, segments
from bot.access import Actor
from bot.broadcasts import Draft
from bot.errors import Refused
from bot.markup import escape
from bot.models import Survey
from bot.rendering import split
from bot.surveys.locking import lock_survey, require_for
from bot.surveys.results import get_results
from bot.surveys.summary import summarise
from bot.text import say

LOCALE = "vi"  # a broadcast has one text for all
MOST_TEXT = 1500  # what is longer stands in the file
LATE = timedelta(days=7)  # older news is none
NO_FIELDS = str.maketrans("{}", "()")  # braces would be read as a broadcast's own fields
ASKED, DONE = "publish", "published"


async def promise(session: AsyncSession, actor: Actor, survey_id: int, *, now: datetime) -> None:
    """Have a survey's result told to those it asks once it has closed."""
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:run", survey)
    if survey.state in ("closed", "cancelled"):
        raise Refused("survey-closed")
    survey.terms = {**survey.terms, ASKED: True}
    audit.record(session, actor, "survey:promise", f"survey:{survey.id}", now=now)
    await session.flush()


async def find_due(session: AsyncSession, now: datetime) -> list[int]:
    """Return the surveys that have closed and whose result is still to be told."""
    query = select(Survey).where(Survey.state == "closed", Survey.closed_at > now - LATE)
    found = await session.scalars(query.order_by(Survey.id))
    return [one.id for one in found if one.terms.get(ASKED) and not one.terms.get(DONE)]


async def publish(
    session: AsyncSession, actor: Actor, survey_id: int, *, now: datetime, approve_over: int
) -> bool:
    """Tell a closed survey's result as a broadcast, once; return whether it was due."""
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:run", survey)
    if survey.state != "closed" or not survey.terms.get(ASKED) or survey.terms.get(DONE):
        return False
    survey.terms = {**survey.terms, DONE: True}
    audit.record(session, actor, "survey:publish", f"survey:{survey.id}", now=now)
    if not await segments.count(session, survey.rule):
        return True
    told = summarise(await get_results(session, actor, survey, now), LOCALE)
    text = say(LOCALE, "survey-published", told=split(told.translate(NO_FIELDS), MOST_TEXT)[0])
    draft = Draft(survey.organisation_id, survey.title, escape(text), survey.rule, "surveys")
    made = await broadcasts.write(session, actor, draft, now=now)
    await broadcasts.launch(session, actor, made.id, now=now, approve_over=approve_over)
    return True
