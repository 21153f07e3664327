"""Room: answers by what files tell beside places: age band, sex, and how they were handed in.

They are grouped from the rows when a file is made: counts by these too would be nearly as many as
answers. Anonymous surveys are told by none of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.models import Answer, Entitlement, Response, Survey
from bot.models.survey_counts import RECORDED
from bot.surveys.ages import ELDERS, UNKNOWN
from bot.surveys.standing import VOID
from bot.surveys.tally import Said
from bot.text import say

AGE, SEX, CHANNEL = "age", "sex", "channel"
WRITTEN = json.dumps({"text": ""})  # words stand here as given
BY: Mapping[str, ColumnElement[Any] | InstrumentedAttribute[str]] = {
    AGE: Entitlement.age_band,
    SEX: Entitlement.sex,
    CHANNEL: case((Response.recorded_by != "", RECORDED), else_=Response.channel),
}


async def cross(
    session: AsyncSession, survey: Survey, said: Mapping[str, Said], but: Collection[int]
) -> dict[str, Counter[str]]:
    """Add to what was said by whom, and return how many handed in by each.

    `but` are the responses for which another counts.
    """
    sizes: dict[str, Counter[str]] = {}
    for name, row in BY.items() if not survey.anonymous else ():
        people = _handed_in(survey, select(row, func.count()), but).group_by(row)
        sizes[name] = Counter(dict((await session.execute(people)).all()))
        void = Answer.value[VOID].as_boolean()
        value = case(
            (Answer.value["text"].as_string().is_not(None), WRITTEN),
            else_=cast(Answer.value, Text),
        )
        counted = select(Answer.question, value, row, func.count())
        answers = _handed_in(survey, counted, but).join(Answer, Answer.response_id == Response.id)
        answers = answers.where(void.is_not(True)).group_by(Answer.question, value, row)
        for code, written, one, n in (await session.execute(answers)).all():
            if code in said:
                place = said[code].place_of(json.loads(written))
                said[code].rows.setdefault(name, Counter())[one, place] += n
    return sizes


def _handed_in(survey: Survey, wanted: Select[Any], but: Collection[int]) -> Select[Any]:
    """Select something of the responses that count, with their lines of the roll."""
    on_roll = (Entitlement.survey_id == Response.survey_id) & (
        Entitlement.member_id == Response.member_id
    )
    return (
        wanted.select_from(Response)
        .join(Entitlement, on_roll)
        .where(
            Response.survey_id == survey.id,
            Response.state == "finished",
            Response.id.not_in(but),
        )
    )


def name_row(by: str, row: str, locale: str) -> str:
    """Return what a row is called: a span of years of age, a sex, or a way of answering."""
    if row == UNKNOWN:
        return say(locale, "results-by-unknown")
    if by == CHANNEL:
        return say(locale, "results-by-channel", channel=row)
    if by == SEX:
        return say(locale, f"sex-{row}")
    least, _, most = row.partition("-")
    kind = "elders" if row == ELDERS else "youth" if not least else "span"
    return say(locale, f"results-by-age-{kind}", least=least, most=most)
