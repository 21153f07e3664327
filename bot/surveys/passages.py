"""Room: one member's way through one survey while a turn lasts: what stands, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Answer, Response, SealedRow, Survey
from bot.surveys.forms import Form, Question
from bot.surveys.keys import Keys
from bot.surveys.sealing import seal, unseal
from bot.surveys.values import Value


@dataclass
class Passage:
    """Hold a response with its answers; those of an anonymous survey never leave the turn."""

    survey: Survey
    form: Form
    response: Response
    answers: dict[str, Value]
    resumed: bool

    @property
    def member_id(self) -> int:
        """Return whose answers these are."""
        return self.response.member_id

    def is_answered(self, question: Question) -> bool:
        """Tell whether a question is settled: answered, or declined."""
        value = self.answers.get(question.code)
        return value is not None and not value.get("open")

    def next_after(self, place: int) -> Question | None:
        """Return the first open question behind a place, else the first before it, else None."""
        questions = self.form.questions
        ordered = questions[place + 1 :] + questions[: place + 1]
        return next((q for q in ordered if not self.is_answered(q)), None)

    def count_left(self) -> int:
        """Return how many questions are still open."""
        return sum(not self.is_answered(question) for question in self.form.questions)


async def load_answers(
    session: AsyncSession, keys: Keys, survey: Survey, response: Response
) -> dict[str, Value]:
    """Return what a member has answered so far."""
    if not survey.anonymous:
        rows = await session.execute(
            select(Answer.question, Answer.value).where(Answer.response_id == response.id)
        )
        return dict(rows.all())
    sealed = await session.scalar(
        select(SealedRow.sealed).where(
            SealedRow.survey_id == survey.id, SealedRow.member_id == response.member_id
        )
    )
    key = keys.read(survey.id)  # asked for even when there is no row yet: better now than later
    return unseal(key, sealed, whose=(survey.id, response.member_id)) if sealed else {}


async def store_answer(
    session: AsyncSession, keys: Keys, passage: Passage, question: Question, value: Value
) -> None:
    """Write one answer over the one before, in the open or under seal."""
    passage.answers[question.code] = value
    if passage.survey.anonymous:
        await _store_sealed(session, keys, passage)
        return
    row = {"response_id": passage.response.id, "question": question.code, "value": value}
    insert = _insert(session)(Answer).values(row)
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["response_id", "question"], set_={"value": insert.excluded.value}
        )
    )


async def _store_sealed(session: AsyncSession, keys: Keys, passage: Passage) -> None:
    survey_id, member_id = passage.survey.id, passage.member_id
    key = keys.read(survey_id)
    sealed = seal(key, passage.form, passage.answers, whose=(survey_id, member_id))
    row = {"survey_id": survey_id, "member_id": member_id, "sealed": sealed}
    insert = _insert(session)(SealedRow).values(row)
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["survey_id", "member_id"], set_={"sealed": insert.excluded.sealed}
        )
    )


async def get_response(session: AsyncSession, row: dict[str, object]) -> tuple[Response, bool]:
    """Return a member's response, locked until the turn ends, and whether it stood before."""
    query = (
        select(Response)
        .where(Response.survey_id == row["survey_id"], Response.member_id == row["member_id"])
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = await session.scalar(query)
    if found is not None:
        return found, True
    await session.execute(_insert(session)(Response).values(row).on_conflict_do_nothing())
    return (await session.scalars(query)).one(), False


def _insert(session: AsyncSession) -> type[sqlite.Insert] | type[postgresql.Insert]:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.Insert if is_sqlite else postgresql.Insert
