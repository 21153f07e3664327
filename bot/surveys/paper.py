"""Room: answers given on paper, as a workbook to fill in and to take back row by row.

Never for an anonymous survey: names beside answers in one file are the list that was promised
not to be made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.models import Area, Member, Response, Survey
from bot.surveys.assisting import find_entitled_people
from bot.surveys.forms import CHOOSING, Form, Question, QuestionKind, form_of
from bot.text import say
from bot.workbooks import new_workbook

LOCALE = "vi"  # the file goes to the branches
NUMBER, NAME = "ma-so", "ho-ten"
COLUMNS = {NUMBER: 8, NAME: 26, "nam-sinh": 10, "dia-ban": 20, "to": 12}  # -> their width
ANSWER_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Person:
    """Hold one line of the sheet."""

    number: int
    name: str
    birth_year: int | None
    ward: str
    group: str


async def take_people(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime
) -> list[Person]:
    """Return those of the actor's scope who may answer and have not, noting who took the list."""
    check_paper(survey)
    done = exists().where(
        Response.survey_id == survey.id,
        Response.member_id == Member.id,
        Response.state.in_(("finished", "refused")),
    )
    query = find_entitled_people(survey.id, actor).where(~done)
    people = (await session.scalars(query.order_by(Member.sort_key, Member.id))).all()
    keys = {one.old_ward_key or one.ward_key for one in people}
    areas = await session.scalars(select(Area).where(Area.key.in_(keys)))
    wards = {area.key: f"{area.kind} {area.name}" for area in areas}
    subject = f"survey:{survey.id}"
    audit.record(session, actor, "survey:paper", subject, now=now, people=len(people))
    return [
        Person(
            one.id,
            one.full_name,
            one.birth_year,
            wards.get(one.old_ward_key or one.ward_key or "", ""),
            one.residential_group,
        )
        for one in people
    ]


def check_paper(survey: Survey) -> None:
    """Raise Refused for a survey whose answers may stand in no sheet, or are not taken now."""
    if survey.anonymous:
        raise Refused("paper-anonymous")
    if survey.state != "open":
        raise Refused("paper-not-open", name=survey.code)


def write_paper(survey: Survey, people: Sequence[Person]) -> bytes:
    """Write the sheet: hidden names of columns, what is asked, then a line for each person."""
    form, out = form_of(survey), BytesIO()
    with new_workbook(out) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(say(LOCALE, "paper-sheet"))
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(2, 2)
        for place, row in enumerate(_rows(form, people)):
            sheet.write_row(place, 0, row, bold if place == 1 else None)
        widths = [*COLUMNS.values(), *(ANSWER_WIDTH for _ in form.asked)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
    return out.getvalue()


def _rows(form: Form, people: Sequence[Person]) -> Iterator[Sequence[str | int]]:
    yield [*COLUMNS, *(question.code for question in form.asked)]
    asked = [_heading(question, place) for place, question in enumerate(form.asked, 1)]
    yield [*(say(LOCALE, f"paper-{name}") for name in COLUMNS), *asked]
    for one in people:
        yield one.number, one.name, one.birth_year or "", one.ward, one.group


def _heading(question: Question, place: int) -> str:
    lines = [f"{place}. {question.text.vi}", *_how(question)]
    return "\n".join(lines)


def _how(question: Question) -> Iterator[str]:
    if question.kind in CHOOSING:
        for place, choice in enumerate(question.choices, 1):
            label = choice.text.vi
            yield label if question.choices_are_numbers else f"{place} = {label}"
    if question.kind is QuestionKind.SEVERAL_CHOICES:
        yield say(LOCALE, "paper-how-several")
    elif question.kind is QuestionKind.RANK:
        yield say(LOCALE, "paper-how-rank")
    elif question.kind is QuestionKind.YES_NO:
        yield say(LOCALE, "paper-how-yes-no")
    if question.required:
        yield say(LOCALE, "paper-how-required")
