"""Room: what a consultation of households came to: over all of them, paper and chat together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, audit
from bot.access import Actor
from bot.errors import Refused
from bot.models import Answer, Ballot, PaperCount, Response, Survey, UnsealedAnswers
from bot.surveys.ballots import HOUSEHOLD
from bot.surveys.forms import form_of
from bot.surveys.locking import lock_survey
from bot.text import number, say
from bot.words import fold

Group = tuple[str, str]  # ward key, residential group
WHOLE = 100


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Hold one residential group's figures; how they answered is told of the whole ward only."""

    ward_key: str
    name: str
    households: int
    paper: int  # ballots that came in on paper
    chat: int  # households that handed in by chat

    @property
    def participating(self) -> int:
        """Return the households that took part."""
        return self.paper + self.chat


@dataclass(frozen=True)
class HouseholdResult:
    """Hold the figures that the law asks for; `agree` is None while answers are under seal."""

    households: int
    participating: int
    agree: int | None
    disagree: int | None
    invalid: int
    threshold: int  # percent of all households, reached when equal
    groups: Sequence[GroupCount] = field(default=())

    @property
    def reached(self) -> bool | None:
        """Tell whether enough of ALL households agree; whole numbers, so 50% is exact."""
        if self.agree is None:
            return None
        return self.agree * WHOLE >= self.threshold * self.households

    def tell(self, locale: str) -> str:
        """Say the result in words: how many of all households, and whether that is enough."""
        if self.agree is None or not self.households:
            return say(
                locale,
                "survey-household-turnout",
                part=number(locale, self.participating),
                whole=number(locale, self.households),
            )
        share = number(locale, round(self.agree * WHOLE / self.households, 1))
        return say(
            locale,
            "survey-household-result",
            agree=number(locale, self.agree),
            disagree=number(locale, self.disagree or 0),
            invalid=number(locale, self.invalid),
            part=number(locale, self.participating),
            whole=number(locale, self.households),
            share=share,
            threshold=str(self.threshold),
            reached="yes" if self.reached else "no",
        )


async def count_households(session: AsyncSession, survey: Survey) -> HouseholdResult:
    """Count a consultation of households from its rows, or raise Refused for another survey."""
    if survey.type != HOUSEHOLD:
        raise Refused("survey-not-of-households", name=survey.code)
    rolls = await _count_roll(session, survey)
    chat = await _count_chat(session, survey)
    papers = {
        (one.ward_key, one.residential_group): one
        for one in await session.scalars(
            select(PaperCount).where(PaperCount.survey_id == survey.id)
        )
    }
    groups = [
        GroupCount(*place, rolls[place], _sum(papers.get(place)), chat[place])
        for place in sorted(rolls, key=lambda p: (p[0], fold(p[1]).zfill(9)))
    ]
    yes, no = await _count_answers(session, survey)
    sealed = yes is None
    return HouseholdResult(
        households=sum(rolls.values()),
        participating=sum(group.participating for group in groups),
        agree=None if sealed else (yes or 0) + sum(one.agree for one in papers.values()),
        disagree=None if sealed else (no or 0) + sum(one.disagree for one in papers.values()),
        invalid=sum(one.invalid for one in papers.values()),
        threshold=int(survey.terms["threshold"]),
        groups=groups,
    )


async def type_paper(  # noqa: PLR0913 - what was counted, where, and who typed it
    session: AsyncSession,
    actor: Actor,
    survey_id: int,
    group: str,
    *,
    agree: int,
    disagree: int,
    invalid: int,
    now: datetime,
    ward_key: str | None = None,
) -> GroupCount:
    """Put what came in on paper in a residential group over what was typed before.

    Raises Refused for an unknown group, for a closed survey, and for more ballots than the
    group has households that did not answer by chat: one ballot a household.
    """
    survey = await lock_survey(session, survey_id)
    if survey.state != "open":
        raise Refused("survey-paper-not-open", name=survey.code)
    before = await count_households(session, survey)
    place = _find_group(before.groups, group, ward_key)
    access.require(
        actor,
        "member:confirm",
        organisation_id=survey.organisation_id,
        area_keys=[place.ward_key],
    )
    counts = {"agree": agree, "disagree": disagree, "invalid": invalid}
    _check_paper(place, counts)
    await _put_paper(session, survey, place, {**counts, "typed_by": actor.name, "typed_at": now})
    where = {"group": place.name, "ward": place.ward_key}
    subject = f"survey:{survey.id}"
    audit.record(session, actor, "survey:paper", subject, now=now, **where, **counts)
    await session.flush()
    after = await count_households(session, survey)
    return _find_group(after.groups, place.name, place.ward_key)


def _check_paper(place: GroupCount, counts: Mapping[str, int]) -> None:
    """Raise Refused for more ballots than households that have none yet."""
    if min(counts.values()) < 0:
        raise Refused("survey-paper-negative")
    free = place.households - place.chat
    if sum(counts.values()) > free:
        raise Refused("survey-paper-too-many", group=place.name, free=free, chat=place.chat)


async def _put_paper(
    session: AsyncSession, survey: Survey, place: GroupCount, values: Mapping[str, Any]
) -> None:
    key = (survey.id, place.ward_key, place.name)
    row = await session.get(PaperCount, key)
    if row is None:
        row = PaperCount(survey_id=key[0], ward_key=key[1], residential_group=key[2])
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)


def _find_group(groups: Sequence[GroupCount], name: str, ward_key: str | None) -> GroupCount:
    found = [
        one for one in groups if fold(one.name) == fold(name) and ward_key in (None, one.ward_key)
    ]
    if len(found) != 1:
        known = ", ".join(one.name for one in groups[:20])
        raise Refused("survey-group-unknown", group=name, known=known)
    return found[0]


def _sum(paper: PaperCount | None) -> int:
    return paper.agree + paper.disagree + paper.invalid if paper else 0


async def _count_roll(session: AsyncSession, survey: Survey) -> Counter[Group]:
    query = (
        select(Ballot.ward_key, Ballot.residential_group, func.count())
        .where(Ballot.survey_id == survey.id)
        .group_by(Ballot.ward_key, Ballot.residential_group)
    )
    return Counter({(ward, group): n for ward, group, n in await session.execute(query)})


async def _count_chat(session: AsyncSession, survey: Survey) -> Counter[Group]:
    query = (
        select(Ballot.ward_key, Ballot.residential_group, func.count())
        .join(
            Response,
            (Response.survey_id == Ballot.survey_id) & (Response.member_id == Ballot.member_id),
        )
        .where(Ballot.survey_id == survey.id, Response.state == "finished")
        .group_by(Ballot.ward_key, Ballot.residential_group)
    )
    return Counter({(ward, group): n for ward, group, n in await session.execute(query)})


async def _count_answers(session: AsyncSession, survey: Survey) -> tuple[int | None, int | None]:
    """Return who agrees and who does not by chat; None while that is under seal."""
    question = form_of(survey).questions[0].code
    if survey.anonymous:
        if survey.state != "closed":
            return None, None
        rows = await session.scalars(
            select(UnsealedAnswers.answers).where(UnsealedAnswers.survey_id == survey.id)
        )
        values = [answers.get(question, {}) for answers in rows]
    else:
        query = (
            select(Answer.value)
            .join(Response, Response.id == Answer.response_id)
            .join(
                Ballot,
                (Ballot.survey_id == Response.survey_id)
                & (Ballot.member_id == Response.member_id),
            )
            .where(
                Response.survey_id == survey.id,
                Response.state == "finished",
                Answer.question == question,
            )
        )
        values = list(await session.scalars(query))
    return sum(v.get("yes") is True for v in values), sum(v.get("yes") is False for v in values)
