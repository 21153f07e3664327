"""Room: a survey's closing: unseal, coarsen, shuffle, write what was said without who said it.

The key is destroyed after the closing is committed; were we killed between the two, the next tick
destroys it: a key without an open survey has no right to stand.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, files
from bot.access import Actor
from bot.errors import Refused
from bot.models import Answer, Entitlement, Response, SealedRow, Survey, UnsealedAnswers
from bot.segments import FEWEST
from bot.surveys.assisting import restore_all
from bot.surveys.claims import drop_spare
from bot.surveys.dispositions import count_dispositions
from bot.surveys.keys import Keys
from bot.surveys.locking import lock_survey, require_for
from bot.surveys.minutes import write_minute
from bot.surveys.picturing import photos_in
from bot.surveys.sealing import Unreadable, unseal
from bot.surveys.standing import VOID
from bot.surveys.strata import Stratum, coarsen
from bot.surveys.values import Value

BATCH = 500  # rows a statement


async def find_due_closings(session: AsyncSession, now: datetime) -> list[int]:
    """Return the surveys whose closing is due."""
    query = select(Survey.id).where(Survey.state == "open", Survey.closes_at <= now)
    return list(await session.scalars(query.order_by(Survey.id)))


async def close_survey(
    session: AsyncSession, actor: Actor, survey_id: int, now: datetime, keys: Keys
) -> Survey:
    """Close a survey, waiting for answers under way; again, changes nothing."""
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:run", survey)
    if survey.state == "closed":
        return survey
    if survey.state != "open":
        raise Refused("survey-cannot-close", name=survey.code)
    survey.state, survey.closed_at = "closed", now
    restored = await restore_all(session, survey)
    spare = await drop_spare(session, survey.id)
    await _abandon(session, survey)
    await _drop_void(session, survey.id)
    became = await count_dispositions(session, survey)
    survey.dispositions = {what.value: count for what, count in became.items()}
    unreadable = await _unseal_all(session, survey, keys) if survey.anonymous else 0
    subject, facts = f"survey:{survey.id}", {"unreadable": unreadable, "spare": spare}
    facts |= {"restored": restored} if restored else {}
    audit.record(session, actor, "survey:close", subject, now=now, **facts)
    await write_minute(session, actor, survey, now=now, unreadable=unreadable)
    return survey


async def find_spent_keys(session: AsyncSession, keys: Keys) -> list[int]:
    """Return the surveys that have ended and whose key still stands."""
    standing = keys.find_all()
    query = select(Survey.id).where(
        Survey.id.in_(standing), Survey.state.in_(("closed", "cancelled"))
    )
    return list(await session.scalars(query.order_by(Survey.id))) if standing else []


async def _abandon(session: AsyncSession, survey: Survey) -> None:
    """Mark what was begun and not handed in; who answered nothing has only opened it."""
    sealed = select(SealedRow.member_id).where(SealedRow.survey_id == survey.id)
    has_answered = (
        Response.member_id.in_(sealed)
        if survey.anonymous
        else exists().where(Answer.response_id == Response.id)
    )
    await session.execute(
        update(Response)
        .where(Response.survey_id == survey.id, Response.state == "started", has_answered)
        .values(state="abandoned")
    )


async def _unseal_all(session: AsyncSession, survey: Survey, keys: Keys) -> int:
    """Replace sealed rows by answers without a member; return how many did not open.

    Fewer than can hide one another are not written at all: who took part is known.
    """
    rows = await _finished_rows(session, survey.id)
    key = keys.read(survey.id) if rows else b""
    opened: list[tuple[Stratum, dict[str, Value]]] = []
    for member_id, sealed, stratum in rows:
        try:
            opened.append((stratum, unseal(key, sealed, whose=(survey.id, member_id))))
        except Unreadable:
            continue
    strata = coarsen([stratum for stratum, _ in opened])
    documents: list[dict[str, Any]] = [
        {
            "survey_id": survey.id,
            "ward_key": ward,
            "organisation_ids": list(organisations),
            "answers": {
                code: _without_draft(value) for code, value in answers.items() if VOID not in value
            },
        }
        for (ward, organisations), (_, answers) in zip(strata, opened, strict=True)
    ]
    secrets.SystemRandom().shuffle(documents)
    for batch in _batches(documents if len(documents) >= FEWEST else []):
        await session.execute(insert(UnsealedAnswers), batch)
    await session.execute(delete(SealedRow).where(SealedRow.survey_id == survey.id))
    return len(rows) - len(opened)


async def _drop_void(session: AsyncSession, survey_id: int) -> None:
    """Delete answers to questions that in the end were not asked of who gave them."""
    theirs = select(Response.id).where(Response.survey_id == survey_id)
    void = Answer.value[VOID].as_boolean()
    dropped = (Answer.response_id.in_(theirs), void.is_(True))
    photos = select(Answer.value).where(*dropped, Answer.value["photo"].as_integer().is_not(None))
    await files.forget(session, photos_in(await session.scalars(photos)))
    await session.execute(delete(Answer).where(*dropped))


async def _finished_rows(
    session: AsyncSession, survey_id: int
) -> list[tuple[int, bytes, Stratum]]:
    query = (
        select(
            SealedRow.member_id,
            SealedRow.sealed,
            Entitlement.ward_key,
            Entitlement.organisation_ids,
        )
        .join(
            Response,
            (Response.survey_id == SealedRow.survey_id)
            & (Response.member_id == SealedRow.member_id),
        )
        .join(
            Entitlement,
            (Entitlement.survey_id == SealedRow.survey_id)
            & (Entitlement.member_id == SealedRow.member_id),
        )
        .where(SealedRow.survey_id == survey_id, Response.state == "finished")
    )
    return [
        (member_id, sealed, (ward, tuple(sorted(organisations))))
        for member_id, sealed, ward, organisations in await session.execute(query)
    ]


def _without_draft(value: Value) -> Value:
    return {name: held for name, held in value.items() if name != "open"}


def _batches(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
