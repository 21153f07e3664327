"""Room: a survey's results as CSV with a Table Schema: a data package that statistics tools read.

Every number is one that may be told; what is hidden is an empty cell beside `hidden` = true.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.models import Survey
from bot.surveys.locking import require_for
from bot.surveys.places import (
    ALL_ORGANISATIONS,
    ALL_WARDS,
    OVERALL,
    Place,
)
from bot.surveys.results import Results, get_results
from bot.surveys.results.crossed import name_row
from bot.surveys.results.crossing import ANSWERED, QuestionTally
from bot.surveys.results.hiding import UNASKED
from bot.surveys.results.turnout import GROUP_MARK
from bot.surveys.tally import ENTITLED, FINISHED, Table
from bot.surveys.types import worth_of
from bot.text import say

LOCALE = "vi"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may take for a formula
NUMBERS = {"people": "integer", "share_finished": "number", "share_answered": "number"}
ANSWERS = ("question", "question_text", "by", "row", "row_name", "answer", "answer_text")
ANSWER_FIELDS = (*ANSWERS, *NUMBERS, "share_entitled", "hidden")
TURNOUT_FIELDS = ("ward", "ward_name", "organisation", "entitled", "finished", "share", "hidden")
GROUP_FIELDS = (*TURNOUT_FIELDS[:2], "group", *TURNOUT_FIELDS[2:])
TYPES = {
    **NUMBERS,
    "share_entitled": "number",
    "share": "number",
    "entitled": "integer",
    "finished": "integer",
    "hidden": "boolean",
}
Cell = str | int | float | None
Row = Sequence[Cell]


async def export_package(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime
) -> bytes:
    """Return the results as a zipped data package, noting in the audit trail who took it."""
    require_for(actor, "export:take", survey)
    audit.record(session, actor, "survey:export", f"survey:{survey.id}", now=now, form="csv")
    return write_package(await get_results(session, actor, survey, now, whole=True, crossed=True))


def write_package(results: Results) -> bytes:
    """Write answers, turnout and what describes both."""
    tables = {
        "answers": (ANSWER_FIELDS, list(list_answers(results))),
        "turnout": (TURNOUT_FIELDS, list(list_turnout(results))),
        "turnout_groups": (GROUP_FIELDS, list(list_groups(results))),
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, (fields, rows) in tables.items():
            package.writestr(f"{name}.csv", write_csv(fields, rows))
        about = describe(results, {name: fields for name, (fields, _) in tables.items()})
        package.writestr("datapackage.json", json.dumps(about, ensure_ascii=False, indent=2))
    return out.getvalue()


def list_answers(results: Results) -> Iterator[Row]:
    """Yield each told or hidden cell of each question, overall and by each thing."""
    for tally in results.questions:
        for by, row, name, table, place in _places(results, tally):
            for code, words in _answers(tally):
                count = table.at(code, place).value
                yield (
                    *(tally.question.code, tally.question.text.vi, by, row, name, code, words),
                    count,
                    _round(table.share(code, FINISHED, place)),
                    _round(table.share(code, ANSWERED, place)),
                    _round(_over_entitled(results, tally, table, code, place)),
                    _flag(count),
                )


def list_turnout(results: Results) -> Iterator[Row]:
    """Yield who may answer and who handed in, by ward and organisation."""
    table = results.turnout
    for place in sorted(table.places, key=str):
        ward, organisation = place
        finished = table.at(FINISHED, place).value
        yield (
            ward,
            _name_ward(results, ward),
            _name_organisation(results, organisation),
            table.at(ENTITLED, place).value,
            finished,
            _round(table.share(FINISHED, ENTITLED, place)),
            _flag(finished),
        )


def list_groups(results: Results) -> Iterator[Row]:
    """Yield who may answer and who handed in, by ward, residential group and organisation."""
    tables = [table for table in (results.crossed, results.groups) if table is not None]
    places = [(table, place) for table in tables for place in table.places]
    for table, place in sorted(places, key=lambda one: one[1]):
        ward, _, group = place[0].partition(GROUP_MARK)
        finished = table.at(FINISHED, place).value
        yield (
            ward,
            _name_ward(results, ward),
            group,
            _name_organisation(results, place[1]),
            table.at(ENTITLED, place).value,
            finished,
            _round(table.share(FINISHED, ENTITLED, place)),
            _flag(finished),
        )


def describe(results: Results, tables: dict[str, Sequence[str]]) -> dict[str, object]:
    """Return the package's descriptor (Frictionless Data, Table Schema)."""
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "header": True},
            "schema": {
                "fields": [{"name": one, "type": TYPES.get(one, "string")} for one in fields],
                "missingValues": [""],
            },
        }
        for name, fields in tables.items()
    ]
    return {
        "name": results.survey.code,
        "title": results.form.title.vi,
        "description": worth_of(results.survey, LOCALE),
        "profile": "tabular-data-package",
        "created": results.at.isoformat(timespec="seconds"),
        "resources": resources,
    }


def _answers(tally: QuestionTally) -> Iterator[tuple[str, str]]:
    for category in tally.categories:
        yield category.code, category.label.vi
    for code in (UNASKED, ANSWERED, FINISHED):
        yield code, say(LOCALE, f"results-{code}")


def _places(
    results: Results, tally: QuestionTally
) -> Iterator[tuple[str, str, str, Table, Place]]:
    yield "all", "", "", tally.table, OVERALL
    for place in sorted(tally.table.places - {OVERALL}, key=str):
        ward, organisation = place
        if ward != ALL_WARDS:
            yield "ward", ward, _name_ward(results, ward), tally.table, place
        else:
            name = _name_organisation(results, organisation)
            yield "organisation", str(organisation), name, tally.table, place
    for by, table in tally.by.items():
        for place in sorted(table.places - {OVERALL}, key=str):
            yield by, place[0], name_row(by, place[0], LOCALE), table, place


def _over_entitled(
    results: Results, tally: QuestionTally, table: Table, code: str, place: Place
) -> float | None:
    """Return a share of those entitled; answers given in secret are not tied to a place of it."""
    if table is not tally.table or (results.survey.anonymous and place != OVERALL):
        return None
    part, whole = table.at(code, place).value, results.turnout.at(ENTITLED, place).value
    return part / whole if part is not None and whole else None


def _name_ward(results: Results, ward: str) -> str:
    return "" if ward == ALL_WARDS else results.name_ward(ward, LOCALE)


def _name_organisation(results: Results, organisation: int) -> str:
    everybody = organisation == ALL_ORGANISATIONS
    return "" if everybody else results.name_organisation(organisation, LOCALE)


def write_csv(fields: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write lines as spreadsheets and statistics tools read them, formulas made harmless."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(fields)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _round(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def _flag(count: int | None) -> str:
    return "true" if count is None else "false"
