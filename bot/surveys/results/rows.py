"""Room: a survey's roll and answers, row by row: what its counts are held against."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Answer, Entitlement, Member, Response, Survey, UnsealedAnswers
from bot.surveys.claims import Standing, find_spare
from bot.surveys.standing import VOID
from bot.surveys.tally import Entry
from bot.surveys.values import Value


@dataclass(frozen=True, slots=True)
class Listed:
    """Hold one line of the roll: where it counts, and whether it handed in."""

    response_id: int | None
    ward: str | None
    organisations: tuple[int, ...]
    confirmed: bool
    finished: bool
    assisted: bool = False
    group: str = ""


async def find_roll(
    session: AsyncSession, survey: Survey, only: Collection[int] | None = None
) -> list[Listed]:
    """Return who may answer, one line a person; the closing has settled that for good.

    Of `only` some members all lines are returned, those too for which another counts.
    """
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
            Entitlement.residential_group,
        )
        .join(Member, Member.id == Entitlement.member_id)
        .outerjoin(
            Response,
            (Response.survey_id == Entitlement.survey_id)
            & (Response.member_id == Entitlement.member_id),
        )
        .where(Entitlement.survey_id == survey.id)
    )
    if only is not None:
        query = query.where(Member.id.in_(only))
    listed, standings = {}, []
    for member_id, claims, response_id, ward, ids, confirmed, state, at, by, group in (
        await session.execute(query)
    ).all():
        done, where = state == "finished", (ward, tuple(sorted(ids)))
        listed[member_id] = Listed(response_id, *where, confirmed, done, bool(by), group)
        standings.append(Standing(member_id, claims, at if done else None))
    settled = survey.state == "closed" or only is not None
    spare = set() if settled else find_spare(standings)
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


async def find_texts(
    session: AsyncSession, survey: Survey, but: Collection[int] = ()
) -> dict[str, list[Value]]:
    """Return what was written in words, by question; not what some responses hold."""
    if survey.anonymous:
        entries = await find_entries(session, survey, [])
        given = [pair for one in entries or () for pair in one.answers.items()]
    else:
        query = (
            select(Answer.question, Answer.value, Answer.response_id)
            .join(Response, Response.id == Answer.response_id)
            .join(
                Entitlement,
                (Entitlement.survey_id == Response.survey_id)
                & (Entitlement.member_id == Response.member_id),
            )
            .where(Response.survey_id == survey.id, Response.state == "finished")
            .where(Answer.value["text"].as_string().is_not(None))
        )
        rows = await session.execute(query)
        given = [(code, value) for code, value, number in rows if number not in but]
    found: dict[str, list[Value]] = {}
    for code, value in given:
        if "text" in value and VOID not in value:
            found.setdefault(code, []).append(value)
    return found
