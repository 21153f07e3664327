"""Room: answers of the erased: gone while a survey runs, nobody's once it closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import files
from bot.models import (
    Answer,
    Ballot,
    Comment,
    Entitlement,
    HouseholdMember,
    Member,
    Quota,
    QuotaPlace,
    Response,
    SealedRow,
    Survey,
)

OVER = ("closed", "cancelled")


async def drop_answers(session: AsyncSession, member_id: int) -> None:
    """Delete a member's answers to surveys that still run; the roll of those entitled stays."""
    running = select(Survey.id).where(Survey.state.not_in(OVER))
    own = (Response.member_id == member_id, Response.survey_id.in_(running))
    responses = list(await session.scalars(select(Response.id).where(*own)))
    await forget_photos_of(session, responses)
    await session.execute(delete(Answer).where(Answer.response_id.in_(responses)))
    await session.execute(delete(Response).where(Response.id.in_(responses)))
    await session.execute(delete(SealedRow).where(SealedRow.member_id == member_id))
    await session.execute(
        update(Comment).where(Comment.member_id == member_id).values(member_id=None, text="")
    )
    await _leave_quotas(session, member_id)
    held = (Ballot.member_id == member_id, Ballot.survey_id.in_(running))
    await session.execute(update(Ballot).where(*held).values(member_id=None))
    await session.execute(delete(HouseholdMember).where(HouseholdMember.member_id == member_id))


async def _leave_quotas(session: AsyncSession, member_id: int) -> None:
    """Give back a member's places in quotas of surveys that still run."""
    running = select(Survey.id).where(Survey.state.not_in(OVER))
    places = await session.scalars(
        select(QuotaPlace).where(
            QuotaPlace.member_id == member_id, QuotaPlace.survey_id.in_(running)
        )
    )
    for place in places.all():
        cell = (
            Quota.survey_id == place.survey_id,
            Quota.ward_key == place.ward_key,
            Quota.band == place.band,
        )
        await session.execute(update(Quota).where(*cell).values(taken=Quota.taken - 1))
        await session.delete(place)
    await session.flush()


async def detach_answers(session: AsyncSession, member_id: int) -> None:
    """Give a member's part in each closed survey to an empty record of its own.

    One record a survey, so that answers to several cannot be put together again; words that the
    person wrote freely and photos are deleted, as they may say whose they are.
    """
    over = select(Survey).join(Entitlement, Entitlement.survey_id == Survey.id)
    answered = select(Survey).join(Response, Response.survey_id == Survey.id)
    found = [
        *await session.scalars(over.where(Entitlement.member_id == member_id)),
        *await session.scalars(answered.where(Response.member_id == member_id)),
    ]
    for survey in {survey.id: survey for survey in found if survey.state in OVER}.values():
        await _detach(session, survey, member_id)


async def _detach(session: AsyncSession, survey: Survey, member_id: int) -> None:
    nobody = Member(source="chat", state="erased", created_at=survey.closed_at or survey.closes_at)
    session.add(nobody)
    await session.flush()
    for table in (Entitlement, Response, Ballot):
        await session.execute(
            update(table)
            .where(table.survey_id == survey.id, table.member_id == member_id)
            .values(member_id=nobody.id)
        )
    mine = (
        select(Answer)
        .join(Response)
        .where(Response.survey_id == survey.id, Response.member_id == nobody.id)
    )
    answers = (await session.scalars(mine)).all()
    await _forget_photos(session, [answer.value for answer in answers])
    for answer in answers:
        if "text" in answer.value or "photo" in answer.value:
            await session.delete(answer)
    await session.flush()


async def forget_photos_of(session: AsyncSession, responses: Collection[int]) -> None:
    """Delete the photos of responses, of what was put aside in them too."""
    given = select(Answer.value).where(Answer.response_id.in_(responses))
    await _forget_photos(session, (await session.scalars(given)).all())
    put_aside = select(Response.aside).where(Response.id.in_(responses))
    for aside in await session.scalars(put_aside):
        await _forget_photos(session, (aside or {}).get("answers", {}).values())


async def _forget_photos(session: AsyncSession, values: Iterable[dict[str, Any]]) -> None:
    """Delete the photos that a person's answers are."""
    await files.forget(session, [value["photo"] for value in values if value.get("photo")])
