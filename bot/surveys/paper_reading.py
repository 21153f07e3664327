"""Room: a sheet of paper answers taken back: each row whole or not at all, faults told by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

import python_calamine as calamine
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.clock import to_local
from bot.errors import NotPermitted, Refused
from bot.models import Survey
from bot.surveys import answering, assisting
from bot.surveys.answering import Seat
from bot.surveys.keys import Keys
from bot.surveys.paper import NAME, NUMBER, check_paper
from bot.surveys.passages import Passage
from bot.surveys.values import read_typed
from bot.text import say
from bot.words import fold

LOCALE = "vi"
HEADINGS = 2  # rows above the first person
MOST_ROWS = 20_000
UNREADABLE = (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Fault:
    """Hold what is wrong in a row: its number in the sheet, who it is for, and the sentence."""

    row: int
    name: str
    sentence: str
    place: int = 0  # which question; 0: the row as a whole

    def __str__(self) -> str:
        key = "paper-fault-question" if self.place else "paper-fault"
        given = {"row": str(self.row), "name": self.name, "why": self.sentence}
        return say(LOCALE, key, place=str(self.place), **given)


@dataclass
class Taken:
    """Hold what came of a sheet."""

    recorded: int = 0
    empty: int = 0  # rows without any answer
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one person's cells by the name of their column."""

    number: int  # as the sheet counts
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return who it is for."""
        return self.cells.get(NAME, "")


class _FaultyError(Exception):
    """A row has faults: nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold who takes a sheet back, for which survey, and when."""

    session: AsyncSession
    keys: Keys
    actor: Actor
    survey: Survey
    now: datetime


async def take_paper(desk: Desk, content: bytes) -> Taken:
    """Record what a sheet holds, row by row; a row with a fault is left out whole.

    The same sheet again changes nothing; a mended one mends what it recorded.
    """
    check_paper(desk.survey)
    taken, codes = Taken(), {question["code"] for question in desk.survey.form["questions"]}
    for row in read_rows(content):
        if not any(text for name, text in row.cells.items() if name in codes):
            taken.empty += 1
            continue
        faults: list[Fault] = []
        try:
            async with desk.session.begin_nested():
                await _record(desk, row, faults)
            taken.recorded += 1
        except _FaultyError:
            taken.faults += faults
    return taken


def read_rows(content: bytes) -> Iterator[Row]:
    """Yield the people of a sheet, or raise Refused for what is none."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except UNREADABLE as error:
        raise Refused("paper-unreadable") from error
    names = [_text(cell) for cell in rows[0]] if rows else []
    if NUMBER not in names or NAME not in names or len(rows) > MOST_ROWS:
        raise Refused("paper-unreadable")
    for number, cells in enumerate(rows[HEADINGS:], HEADINGS + 1):
        yield Row(number, dict(zip(names, map(_text, cells), strict=False)))


async def _record(desk: Desk, row: Row, faults: list[Fault]) -> None:
    """Record a row, or note its faults and raise _FaultyError."""
    try:
        passage = await _begin(desk, row)
        await _answer(desk, passage, row, faults)
        if not faults:
            assisting.finish(desk.session, desk.actor, passage, desk.now)
    except NotPermitted:
        faults.append(_fault(row, Refused("paper-not-here")))
    except Refused as refused:
        faults.append(_fault(row, refused))
    if faults:
        raise _FaultyError


async def _begin(desk: Desk, row: Row) -> Passage:
    number = row.cells[NUMBER]
    if not number.isdecimal():
        raise Refused("paper-no-number")
    if fold(await assisting.find_name(desk.session, int(number))) != fold(row.name):
        raise Refused("paper-other-name")
    seat = Seat(desk.survey.id, int(number))
    return await assisting.begin(desk.session, desk.keys, desk.actor, seat, desk.now)


async def _answer(desk: Desk, passage: Passage, row: Row, faults: list[Fault]) -> None:
    """Record cell after cell in the order in which the questions are asked."""
    done: set[str] = set()
    while question := next((q for q in passage.asked if q.code not in done), None):
        done.add(question.code)
        text = row.cells.get(question.code, "")
        try:
            if text:
                value = read_typed(passage.as_offered(question), text, to_local(desk.now).date())
                await answering.record(desk.session, desk.keys, passage, question, value)
            else:
                await answering.decline(desk.session, desk.keys, passage, question)
        except Refused as refused:
            faults.append(_fault(row, refused, passage.number_of(question)))


def _fault(row: Row, refused: Refused, place: int = 0) -> Fault:
    return Fault(row.number, row.name, say(LOCALE, refused.code, **refused.values), place)


def _text(cell: object) -> str:
    """Write a cell as somebody would type it: 3, not 3.0; 15/08/1960, not 1960-08-15."""
    match cell:
        case bool():
            return "có" if cell else "không"
        case datetime() | date():
            return f"{cell:%d/%m/%Y}"
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return str(cell).replace(".", ",")
        case _:
            return str(cell).strip()
