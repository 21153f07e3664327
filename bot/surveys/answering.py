"""Room: answering a survey: begin or go on, record, change, hand in.

Every verb works on a passage that `begin` opened in the same transaction. `begin` holds the
survey's row against its closing until that transaction ends, so that an answer that races the
closing is in, or is refused; never half.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import files
from bot.errors import Refused
from bot.models import Survey
from bot.surveys.ballots import HOUSEHOLD, take_ballots
from bot.surveys.finding import find_entitled
from bot.surveys.forms import TICKED, Question, QuestionKind
from bot.surveys.keys import Keys
from bot.surveys.passages import Passage
from bot.surveys.quotas import has_quotas, take_places
from bot.surveys.storing import open_passages, store_answers
from bot.surveys.types import check_channel
from bot.surveys.values import DECLINED, NO_PHOTO, Value, as_number

FIND_HELD = (
    select(Survey)
    .where(Survey.id == bindparam("survey_id"))
    .with_for_update(read=True)  # many may answer at once; the closing waits for them
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Seat:
    """Name a member's place in a survey."""

    survey_id: int
    member_id: int


async def begin(
    session: AsyncSession, keys: Keys, seat: Seat, now: datetime, *, channel: str | None = None
) -> Passage:
    """Open a member's passage through an open survey, new or where it stood.

    `channel` is the account on which they answer, None where a rule on channels is not meant.
    Raises Refused with `survey-unknown`, `survey-not-yet`, `survey-closed`,
    `survey-not-entitled` or why it cannot be answered there, and KeyMissing.
    """
    if channel is not None:
        check_channel(await get_open(session, seat.survey_id, now), channel)
    passages = await begin_all(session, keys, seat.survey_id, [seat.member_id], now)
    if seat.member_id not in passages:
        raise Refused("survey-not-entitled")
    passage = passages[seat.member_id]
    passage.shared = False
    if passage.response.state == "refused":
        passage.response.state = "started"  # they take part after all
    return passage


async def begin_all(
    session: AsyncSession, keys: Keys, survey_id: int, member_ids: Collection[int], now: datetime
) -> dict[int, Passage]:
    """Open the passages of those of these members who are entitled, reading for all at once.

    They are shared: what is recorded in them is written when they are given to `store_answers`.
    Raises Refused as `begin` does, but not for who is not entitled, and KeyMissing.
    """
    survey = await get_open(session, survey_id, now)
    members = sorted(await find_entitled(session, survey_id, member_ids))
    if survey.type == HOUSEHOLD and members:
        members = sorted(await take_ballots(session, survey, members))
        if not members:
            raise Refused("survey-household-done")
    if has_quotas(survey) and members:
        members = sorted(await take_places(session, survey, members, now))
        if not members:
            raise Refused("survey-quota-full")
    return await open_passages(session, keys, survey, members, now) if members else {}


async def get_open(session: AsyncSession, survey_id: int, now: datetime) -> Survey:
    """Return a survey that takes answers now, held open until this transaction ends."""
    survey = await session.scalar(FIND_HELD, {"survey_id": survey_id})
    if survey is None or survey.state == "draft":
        raise Refused("survey-unknown")
    if survey.state == "scheduled" and now < survey.closes_at:
        raise Refused("survey-not-yet")
    if survey.state != "open" or now >= survey.closes_at:
        raise Refused("survey-closed")
    return survey


async def record(
    session: AsyncSession, keys: Keys, passage: Passage, question: Question, value: Value
) -> None:
    """Record an answer; the same again changes nothing, another replaces it until the closing.

    What it makes of other answers, whose questions come or go with it, is recorded too.
    """
    passage.check(question, value)
    before = passage.answers.get(question.code, {})
    passage.put(question, value)
    if before.get("photo") not in (None, NO_PHOTO, value.get("photo")):
        await files.forget(session, [before["photo"]])
    if passage.unwritten and not passage.shared:
        await store_answers(session, keys, [passage])


async def decline(session: AsyncSession, keys: Keys, passage: Passage, question: Question) -> None:
    """Record that a member prefers not to answer, which a required question does not allow."""
    if passage.is_required(question):
        raise Refused("survey-required")
    await record(session, keys, passage, question, dict(DECLINED))


async def toggle(
    session: AsyncSession, keys: Keys, passage: Passage, question: Question, place: int
) -> None:
    """Add one of several choices, or take it back; the question stays open until it is settled."""
    if question.kind not in TICKED or not _has(question, place):
        raise Refused("survey-want-choice")
    code, chosen = question.choices[place].code, chosen_of(passage, question)
    chosen = [c for c in chosen if c != code] if code in chosen else [*chosen, code]
    await record(session, keys, passage, question, _ticked(question, chosen) | {"open": True})


async def clear(session: AsyncSession, keys: Keys, passage: Passage, question: Question) -> None:
    """Take back every choice of a question."""
    await record(session, keys, passage, question, _ticked(question, []) | {"open": True})


async def settle(session: AsyncSession, keys: Keys, passage: Passage, question: Question) -> None:
    """Take the choices made so far for the answer."""
    chosen = chosen_of(passage, question)
    offered = [choice for _, choice in passage.offered(question)]
    left = [choice.code for choice in offered if choice.code not in chosen]
    if question.kind is QuestionKind.RANK:
        if len(left) > 1:
            raise Refused("survey-want-rank", count=len(offered))
        chosen += left  # what is left over comes last
    if not chosen:
        raise Refused("survey-want-several")
    await record(session, keys, passage, question, _ticked(question, chosen))


def chosen_of(passage: Passage, question: Question) -> list[str]:
    """Return the choices that are ticked so far, of a rank in the order that was pressed."""
    value = passage.answers.get(question.code, {})
    return list(value.get("rank") or value.get("choices") or ())


def _ticked(question: Question, chosen: Collection[str]) -> Value:
    if question.kind is QuestionKind.RANK:
        return {"rank": list(chosen)}
    return {"choices": [c.code for c in question.choices if c.code in chosen]}


def value_at(question: Question, place: int) -> Value:
    """Return the answer that a button's place stands for, or raise Refused for a stale one."""
    if question.kind is QuestionKind.YES_NO and place in (0, 1):
        return {"yes": place == 0}
    if question.kind is QuestionKind.ACKNOWLEDGE and place == 0:
        return {"yes": True}
    if question.kind is QuestionKind.ONE_CHOICE and _has(question, place):
        return {"choice": question.choices[place].code}
    if 0 <= place < len(question.scale):
        return as_number(question.scale[place])
    raise Refused("survey-want-choice")


def finish(passage: Passage, now: datetime, *, channel: str = "") -> Question | None:
    """Hand a response in, or return the first question that is still open.

    On which platform is kept where the survey asks by name: results are told by it.
    """
    missing = passage.next_after(-1)
    if missing is None and passage.response.state != "finished":
        passage.response.state = "finished"
        passage.response.finished_at = now
        passage.response.channel = "" if passage.survey.anonymous else channel
    return missing


def _has(question: Question, place: int) -> bool:
    return 0 <= place < len(question.choices)
