"""Room: how much is left of half-finished responses: noted just before a reminder says it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Answer, Response, Survey
from bot.surveys.forms import form_of
from bot.surveys.passages import Passage
from bot.surveys.values import Value

SLICE = 500  # responses a transaction: nobody who answers meanwhile waits for long


async def note_left(
    session: AsyncSession, survey_id: int, now: datetime, *, after: int = 0
) -> int | None:
    """Note of some responses how many questions are left; return where to go on, None at the end.

    Of an anonymous survey nothing is noted: how far somebody came is under seal.
    """
    survey = await session.get_one(Survey, survey_id)
    if survey.anonymous:
        return None
    query = (
        select(Response)
        .where(Response.survey_id == survey_id, Response.state == "started", Response.id > after)
        .order_by(Response.id)
        .limit(SLICE)
    )
    begun = (await session.scalars(query)).all()
    answers = await _find_answers(session, [response.id for response in begun])
    form = form_of(survey)
    for response in begun:
        given = answers.get(response.id, {})
        passage = Passage(survey, form, response, resumed=True, answers=given, now=now)
        left = passage.count_left() if given else None
        if response.left != left:
            await session.execute(
                update(Response).where(Response.id == response.id).values(left=left)
            )
    return begun[-1].id if len(begun) == SLICE else None


async def _find_answers(
    session: AsyncSession, response_ids: list[int]
) -> dict[int, dict[str, Value]]:
    query = select(Answer.response_id, Answer.question, Answer.value)
    found: dict[int, dict[str, Value]] = {}
    for response_id, question, value in await session.execute(
        query.where(Answer.response_id.in_(response_ids))
    ):
        found.setdefault(response_id, {})[question] = value
    return found
