"""Room: who answered what as the data file that tools for KoboToolbox and ODK read.

One line a response, one column a question under its groups' names; no name, phone or member.
Single answers are seen by it: the same right as for looking, and it is noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.models import Answer, Response, Survey
from bot.surveys.forms import Form, Question, QuestionKind, form_of
from bot.surveys.locking import require_for
from bot.surveys.looking import PERMISSION
from bot.surveys.picturing import name_of_photo
from bot.surveys.repeats import around, asks_for_more, stem_of
from bot.surveys.results.packing import write_csv
from bot.surveys.results.rows import find_roll
from bot.surveys.standing import VOID
from bot.surveys.values import Value
from bot.xlsforms.writing import name_of

ACCEPTED = "OK"  # what ODK keeps of an acknowledgement
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sent:
    """Hold one response that was handed in, without who gave it."""

    number: int
    at: datetime
    answers: Mapping[str, Value]


async def export_data(session: AsyncSession, actor: Actor, survey: Survey, now: datetime) -> bytes:
    """Return single answers as CSV, noting in the audit trail who took them.

    Raises NotPermitted without the rights to export and to see single answers, and Refused for
    an anonymous survey: one line's answers together could tell whose they are.
    """
    require_for(actor, "export:take", survey)
    require_for(actor, PERMISSION, survey)
    if survey.anonymous:
        raise Refused("survey-no-single-answers", name=survey.code)
    sent = await _find(session, survey)
    subject = f"survey:{survey.id}"
    audit.record(session, actor, "answers:export", subject, now=now, people=len(sent))
    return write_data(form_of(survey), sent)


def write_data(form: Form, sent: Sequence[Sent]) -> bytes:
    """Write `_id`, `_submission_time` and the answers, several choices also as 0 and 1 each."""
    asked = [one for one in form.counted if not asks_for_more(one)]
    heads = ["_id", "_submission_time", *(h for one in asked for h in heads_of(form, one))]
    return write_csv(heads, (list(_line(asked, one)) for one in sent))


def heads_of(form: Form, question: Question) -> Iterator[str]:
    """Yield a question's columns: `group/question`, and `group/question/choice` of several."""
    groups = reversed(list(around(question, {group.code: group for group in form.groups})))
    parts = [f"{one.code}[{question.instance}]" if one.most else one.code for one in groups]
    head = "/".join([*parts, name_of(stem_of(question.code))])
    yield head
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        yield from (f"{head}/{choice.code}" for choice in question.choices)


def _line(asked: Iterable[Question], sent: Sent) -> Iterator[Cell]:
    yield sent.number
    yield sent.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    for question in asked:
        value = sent.answers.get(question.code, {})
        yield _cell(question, value)
        if question.kind is QuestionKind.SEVERAL_CHOICES:
            chosen = value.get("choices")
            for choice in question.choices:
                yield None if chosen is None else int(choice.code in chosen)


def _cell(question: Question, value: Value) -> Cell:
    """Return an answer as ODK keeps it; nothing where none was given."""
    cell: Cell = None
    match value:
        case {"choices": codes} | {"rank": codes}:
            cell = " ".join(codes)
        case {"yes": yes} if question.kind is QuestionKind.ACKNOWLEDGE:
            cell = ACCEPTED if yes else None
        case {"yes": yes}:
            cell = "yes" if yes else "no"
        case {"choice": said} | {"number": said} | {"date": said} | {"text": said}:
            cell = said
        case {"photo": number}:
            cell = name_of_photo(number)
        case {"year": year}:
            cell = f"{year}-01-01"
    return cell


async def _find(session: AsyncSession, survey: Survey) -> list[Sent]:
    """Return what was handed in by those who count, in the order it came."""
    counted = {one.response_id for one in await find_roll(session, survey) if one.finished}
    query = (
        select(Response.id, Response.finished_at, Answer.question, Answer.value)
        .outerjoin(Answer, Answer.response_id == Response.id)
        .where(Response.survey_id == survey.id, Response.state == "finished")
        .order_by(Response.finished_at, Response.id)
    )
    found: dict[int, Sent] = {}
    answers: dict[int, dict[str, Value]] = {}
    for number, at, question, value in await session.execute(query):
        if number not in counted:
            continue
        kept = answers.setdefault(number, {})
        found.setdefault(number, Sent(number, at, kept))
        if question is not None and VOID not in value:
            kept[question] = value
    return list(found.values())
