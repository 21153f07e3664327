"""Room: answers that an organizer records for somebody, as given on paper or at the door.

There is one response a member, whoever types it. Who answers for themselves later takes it over:
what was recorded is put aside until they hand in, and stands again at the closing if they do not.
Nobody sees by this what another has answered (docs/decisions/0023-assisted-answers.md).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, files
from bot.access import Actor, may_somewhere
from bot.errors import NotPermitted, Refused
from bot.members.permissions import within
from bot.models import Answer, Entitlement, Member, Response, SealedRow, Survey
from bot.phones import parse_phone
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.forms import Question
from bot.surveys.keys import Keys
from bot.surveys.passages import Passage
from bot.surveys.picturing import photos_in
from bot.words import fold

PERMISSION = "survey:record"
SHORTEST = 2  # letters: one letter is in half of all names
LISTED = 8


async def concerns(session: AsyncSession, actor: Actor, survey: Survey) -> bool:
    """Tell whether an actor may record for anybody whom an open survey asks."""
    if survey.state != "open" or not may_somewhere(actor, PERMISSION):
        return False
    query = find_entitled_people(survey.id, actor).limit(1)
    return await session.scalar(query) is not None


async def find_surveys(session: AsyncSession, actor: Actor) -> list[Survey]:
    """Return the open surveys for which an actor may record, the first to close first."""
    query = select(Survey).where(Survey.state == "open").order_by(Survey.closes_at, Survey.id)
    found = (await session.scalars(query)).all()
    return [survey for survey in found if await concerns(session, actor, survey)]


async def find_people(
    session: AsyncSession, actor: Actor, survey: Survey, words: str, now: datetime
) -> Sequence[Member]:
    """Return who may answer, lies in the actor's scope, and is called so or has this phone.

    How far anybody is with the survey is not told. That somebody looked is noted, not for whom.
    """
    phone, name = parse_phone(words), fold(words)
    if phone is None and len(name) < SHORTEST:
        raise Refused("member-search-short")
    named = Member.folded.contains(name, autoescape=True)
    query = find_entitled_people(survey.id, actor).where(Member.phone == phone if phone else named)
    query = query.order_by(Member.sort_key, Member.id).limit(LISTED)
    found = (await session.scalars(query)).all()
    audit.record(session, actor, "member:search", "member:0", now=now, found=len(found))
    return found


async def find_name(session: AsyncSession, member_id: int) -> str:
    """Return what a member is called."""
    return await session.scalar(select(Member.full_name).where(Member.id == member_id)) or ""


async def begin(
    session: AsyncSession, keys: Keys, actor: Actor, seat: Seat, now: datetime
) -> Passage:
    """Begin to record for a member, or go on with what this same actor began.

    What the member has begun but not handed in gives way to the paper, unseen. Raises Refused
    where they have handed in or do not take part, or somebody else has recorded.
    """
    await _require(session, actor, seat)
    if await _has_refused(session, seat):
        raise Refused("assisted-refused")
    passage = await answering.begin(session, keys, seat, now)
    response = passage.response
    mine = response.recorded_by == actor.name
    if response.state == "finished" and not (mine and not passage.survey.anonymous):
        raise Refused("assisted-recorded" if response.recorded_by else "assisted-answered")
    if response.aside and not mine:
        raise Refused("assisted-taken-over")
    if not mine:
        await _empty(session, passage)
        response.recorded_by = actor.name
    return passage


async def go_on(
    session: AsyncSession, keys: Keys, actor: Actor, seat: Seat, now: datetime
) -> Passage:
    """Return the passage that this actor records, or raise Refused once it is another's."""
    await _require(session, actor, seat)
    passage = await answering.begin(session, keys, seat, now)
    if passage.response.recorded_by != actor.name:
        raise Refused("assisted-taken-over")
    return passage


def finish(
    session: AsyncSession, actor: Actor, passage: Passage, now: datetime
) -> Question | None:
    """Hand in what was recorded, noting who did it for whom; or return what is still open."""
    missing = answering.finish(passage, now)
    if missing is None:
        subject = f"survey:{passage.survey.id}"
        audit.record(session, actor, PERMISSION, subject, now=now, member=passage.member_id)
    return missing


async def give_way(session: AsyncSession, keys: Keys, seat: Seat, now: datetime) -> Passage:
    """Let a member answer for themselves: what was recorded for them is put aside, unseen."""
    passage = await answering.begin(session, keys, seat, now)
    response = passage.response
    if not response.recorded_by:
        return passage
    if response.state == "finished" and response.finished_at:
        response.aside = {
            "recorded_by": response.recorded_by,
            "finished_at": response.finished_at.isoformat(),
            "answers": {} if passage.survey.anonymous else dict(passage.answers),
        }
    await _empty(session, passage, aside=response.aside is not None)
    response.state, response.finished_at, response.recorded_by = "started", None, ""
    return passage


async def restore_all(session: AsyncSession, survey: Survey) -> int:
    """Let what was put aside stand again where nothing was handed in since; return how many."""
    query = select(Response).where(
        Response.survey_id == survey.id, Response.state == "started", Response.recorded_by == ""
    )
    left = [one for one in await session.scalars(query) if one.aside]
    await _forget_replaced(session, survey, {one.id for one in left})
    for response in left:
        await _restore(session, survey, response, response.aside or {})
    await session.flush()
    await session.execute(
        update(Response).where(Response.survey_id == survey.id).values(aside=None)
    )
    return len(left)


async def _forget_replaced(
    session: AsyncSession, survey: Survey, restored: Collection[int]
) -> None:
    """Delete photos of what is not kept: what was put aside for good, or began and gave way."""
    theirs = select(Response.id, Response.aside).where(Response.survey_id == survey.id)
    put_aside = theirs.where(Response.aside.is_not(None))
    for number, aside in (await session.execute(put_aside)).all():
        if number not in restored and aside:
            await files.forget(session, photos_in(aside["answers"].values()))
    begun = select(Answer.value).where(Answer.response_id.in_(restored))
    await files.forget(session, photos_in(await session.scalars(begun)))


async def _restore(
    session: AsyncSession, survey: Survey, response: Response, aside: dict[str, Any]
) -> None:
    response.state, response.recorded_by = "finished", aside["recorded_by"]
    response.finished_at = datetime.fromisoformat(aside["finished_at"])
    if survey.anonymous:
        await session.execute(
            update(SealedRow)
            .where(
                SealedRow.survey_id == survey.id,
                SealedRow.member_id == response.member_id,
                SealedRow.aside.is_not(None),
            )
            .values(sealed=SealedRow.aside)
        )
        return
    await session.execute(delete(Answer).where(Answer.response_id == response.id))
    rows = [
        {"response_id": response.id, "question": code, "value": value}
        for code, value in aside["answers"].items()
    ]
    if rows:
        await session.execute(insert(Answer), rows)


async def _empty(session: AsyncSession, passage: Passage, *, aside: bool = False) -> None:
    """Take the answers out of a passage; they may be kept beside, under seal as they are."""
    if not aside:
        await files.forget(session, photos_in(passage.answers.values()))
    seat = passage.survey.id, passage.member_id
    sealed = (SealedRow.survey_id == seat[0], SealedRow.member_id == seat[1])
    if aside and passage.survey.anonymous:
        put = update(SealedRow).where(*sealed).values(aside=SealedRow.sealed)
        await session.execute(put)
    elif passage.survey.anonymous:
        await session.execute(delete(SealedRow).where(*sealed))
    await session.execute(delete(Answer).where(Answer.response_id == passage.response.id))
    passage.forget()


async def _require(session: AsyncSession, actor: Actor, seat: Seat) -> None:
    """Raise NotPermitted unless the actor may record for this member."""
    if actor.trusted:
        return
    query = select(Member.id).where(Member.id == seat.member_id, within(actor, PERMISSION))
    if await session.scalar(query) is None:
        raise NotPermitted(PERMISSION)


async def _has_refused(session: AsyncSession, seat: Seat) -> bool:
    query = select(Response.id).filter_by(
        survey_id=seat.survey_id, member_id=seat.member_id, state="refused"
    )
    return await session.scalar(query) is not None


def find_entitled_people(survey_id: int, actor: Actor) -> Select[Member]:
    """Select who may answer a survey and lies where the actor may record."""
    return (
        select(Member)
        .join(Entitlement, Entitlement.member_id == Member.id)
        .where(
            Entitlement.survey_id == survey_id,
            Member.state == "active",
            within(actor, PERMISSION),
        )
    )
