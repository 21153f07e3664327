"""Room: passages read from the database, and written back, for one member or for many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Executable, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Answer, Response, SealedRow, Survey
from bot.models.many import among, put_rows, select_given
from bot.surveys.forms import form_of
from bot.surveys.keys import Keys
from bot.surveys.passages import Passage
from bot.surveys.sealing import seal, unseal

# built once: to build a statement costs a quarter of what it takes to run it
FIND_RESPONSES = (
    select(Response)
    .where(
        Response.survey_id == bindparam("survey_id"),
        among(Response.member_id, "member_ids"),
    )
    .order_by(Response.id)  # everybody locks in one order, so that no two wait for each other
    .with_for_update()
    .execution_options(populate_existing=True)
)
FIND_ANSWERS = select(Answer.response_id, Answer.question, Answer.value).where(
    among(Answer.response_id, "response_ids")
)
FIND_SEALED = select(SealedRow.member_id, SealedRow.sealed).where(
    SealedRow.survey_id == bindparam("survey_id"),
    among(SealedRow.member_id, "member_ids"),
)
INSERTS: dict[str, Callable[[Any], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
RESPONSES, ANSWERS = cast("Table", Response.__table__), cast("Table", Answer.__table__)
BEGUN = ("survey_id", "member_id", "state", "started_at")
ADD_RESPONSES = {
    "sqlite": sqlite.insert(Response).on_conflict_do_nothing().returning(Response),
    "postgresql": select(Response).from_statement(
        postgresql.insert(RESPONSES)
        .from_select(BEGUN, select_given(RESPONSES, BEGUN))
        .on_conflict_do_nothing()
        .returning(RESPONSES)
    ),
}


def _put(insert: Any, *key: str, value: str) -> Executable:
    """Complete a statement that puts a value over the one before."""
    put: Executable = insert.on_conflict_do_update(
        index_elements=key, set_={value: insert.excluded[value]}
    )
    return put


ANSWERED = ("response_id", "question", "value")
GIVEN = select_given(ANSWERS, ANSWERED)
PUT_ANSWERS = {
    "sqlite": _put(sqlite.insert(ANSWERS), *ANSWERED[:2], value="value"),
    "postgresql": _put(
        postgresql.insert(ANSWERS).from_select(ANSWERED, GIVEN), *ANSWERED[:2], value="value"
    ),
}
PUT_SEALED = {
    name: _put(insert(SealedRow.__table__), "survey_id", "member_id", value="sealed")
    for name, insert in INSERTS.items()
}
Row = dict[str, Any]


async def open_passages(
    session: AsyncSession, keys: Keys, survey: Survey, member_ids: Sequence[int], now: datetime
) -> dict[int, Passage]:
    """Return the passages of entitled members, new or where they stood, by the member."""
    begun = await _find_responses(session, survey.id, member_ids)
    missing = [member_id for member_id in member_ids if member_id not in begun]
    fresh, raced = await _add_responses(session, survey.id, missing, now)
    form, passages = form_of(survey), {}
    for member_id, response in (begun | raced | fresh).items():
        passages[member_id] = Passage(
            survey, form, response, resumed=member_id not in fresh, shared=True, now=now
        )
    await (_load_sealed if survey.anonymous else _load_answers)(session, keys, passages)
    return passages


async def _find_responses(
    session: AsyncSession, survey_id: int, member_ids: Sequence[int]
) -> dict[int, Response]:
    """Return the responses of these members that stand, locked until the transaction ends."""
    given = {"survey_id": survey_id, "member_ids": member_ids}
    found = await session.scalars(FIND_RESPONSES, given)
    return {response.member_id: response for response in found}


async def _add_responses(
    session: AsyncSession, survey_id: int, member_ids: Sequence[int], now: datetime
) -> tuple[dict[int, Response], dict[int, Response]]:
    """Begin responses; return the new ones, and those that another process began just now."""
    if not member_ids:
        return {}, {}
    begun = {"survey_id": survey_id, "state": "started", "started_at": now}
    rows = [{**begun, "member_id": member_id} for member_id in member_ids]
    added = await put_rows(session, ADD_RESPONSES, rows)
    fresh = {response.member_id: response for response in added.scalars()}
    raced = [member_id for member_id in member_ids if member_id not in fresh]
    return fresh, await _find_responses(session, survey_id, raced) if raced else {}


async def _load_answers(session: AsyncSession, _: Keys, passages: dict[int, Passage]) -> None:
    """Load what was answered in the open so far."""
    resumed = {one.response.id: one for one in passages.values() if one.resumed}
    if resumed:
        given = {"response_ids": sorted(resumed)}
        for response_id, question, value in await session.execute(FIND_ANSWERS, given):
            resumed[response_id].answers[question] = value


async def _load_sealed(session: AsyncSession, keys: Keys, passages: dict[int, Passage]) -> None:
    """Load what was answered under seal so far."""
    survey_id = next(iter(passages.values())).survey.id
    key = keys.read(survey_id)  # asked for even when there is no row yet: better now than later
    given = {"survey_id": survey_id, "member_ids": sorted(passages)}
    for member_id, sealed in await session.execute(FIND_SEALED, given):
        passages[member_id].answers = unseal(key, sealed, whose=(survey_id, member_id))


async def store_answers(session: AsyncSession, keys: Keys, passages: Iterable[Passage]) -> None:
    """Write what is new in passages over what stood, in the open or under seal."""
    answers: list[Row] = []
    sealed: list[Row] = []
    for passage in passages:
        if passage.survey.anonymous and passage.unwritten:
            sealed.append(_seal(keys, passage))
        else:
            answers += _list_answers(passage)
        passage.unwritten.clear()
    if answers:
        await put_rows(session, PUT_ANSWERS, answers)
    if sealed:
        with session.no_autoflush:
            await session.execute(PUT_SEALED[session.get_bind().dialect.name], sealed)


def _list_answers(passage: Passage) -> Iterator[Row]:
    for code in sorted(passage.unwritten):
        value = passage.answers[code]
        yield {"response_id": passage.response.id, "question": code, "value": value}


def _seal(keys: Keys, passage: Passage) -> Row:
    survey_id, member_id = passage.survey.id, passage.member_id
    key = keys.read(survey_id)
    sealed = seal(key, passage.form, passage.answers, whose=(survey_id, member_id))
    return {"survey_id": survey_id, "member_id": member_id, "sealed": sealed}
