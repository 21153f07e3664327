"""Room: a survey's results as a workbook; every cell is a text or a number, never a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.models import Survey
from bot.surveys.crossed_sheet import Heads, cell_of, share_of, write_crossed, write_groups
from bot.surveys.dispositions import Disposition
from bot.surveys.locking import require_for
from bot.surveys.places import (
    ALL_ORGANISATIONS,
    ALL_WARDS,
    Place,
)
from bot.surveys.results import Results, get_results
from bot.surveys.results.codebook import write_codebook
from bot.surveys.results.crossing import ANSWERED, QuestionTally
from bot.surveys.results.figures import QUARTILES
from bot.surveys.results.hiding import UNASKED
from bot.surveys.results.texts import find_frequent, fold_near
from bot.surveys.results.weighting import weigh, write_weighting
from bot.surveys.results.wordings import fold_texts, share_of_entitled
from bot.surveys.summary import write_count
from bot.surveys.tally import ENTITLED, FINISHED, Count, Table
from bot.surveys.types import worth_of
from bot.text import moment, number, say
from bot.workbooks import new_workbook

LOCALE = "vi"  # the file goes into Vietnamese offices' reports
PERCENT = "0.0%"
STYLES = {
    "title": {"bold": True, "font_size": 12},
    "heads": {
        "bold": True,
        "text_wrap": True,
        "valign": "top",
        "bg_color": "#E3ECF7",
        "border": 1,
    },
    "share": {"num_format": PERCENT, "valign": "top"},
    "number": {"num_format": "#,##0", "valign": "top"},
    "words": {"text_wrap": True, "valign": "top"},
    "line": {},
}
WIDTHS = {"method": {0: 60, 1: 70}, "texts": {1: 70}, "questions": {0: 44}}
A4 = 9  # Excel's number of the paper
METHOD_LINES = 11
Value = str | int | float
Row = Sequence[Value]


async def export_results(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime
) -> bytes:
    """Return the results as an .xlsx file, noting in the audit trail who took it."""
    require_for(actor, "export:take", survey)
    audit.record(session, actor, "survey:export", f"survey:{survey.id}", now=now)
    return write_workbook(await get_results(session, actor, survey, now, whole=True, crossed=True))


def write_workbook(results: Results) -> bytes:
    """Write summary, questions, texts, places, turnout, weights and method, a sheet each."""
    out = BytesIO()
    with new_workbook(out) as book:
        styles = {name: book.add_format(look) for name, look in STYLES.items()}
        for name, rows in _sheets(results):
            sheet = book.add_worksheet(_say(f"name-{name}"))
            sheet.set_column(0, 1, 34)
            sheet.set_column(2, 40, 16)
            for column, width in WIDTHS.get(name, {}).items():
                sheet.set_column(column, column, width)
            sheet.set_landscape()
            sheet.set_paper(A4)
            sheet.fit_to_pages(1, 0)
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(place, column, value, styles[_style_of(name, place, row, value)])
    return out.getvalue()


def _style_of(sheet: str, place: int, row: Row, value: Value) -> str:
    """Return how a cell looks; a line that stands alone runs on over the cells beside it."""
    if isinstance(row, Heads) or (place == 0 and sheet != "method"):
        return "title" if len(row) == 1 else "heads"
    if isinstance(value, float):
        return "share"
    if isinstance(value, int):
        return "number"
    return "words" if len(row) > 1 or sheet == "method" else "line"


def _sheets(results: Results) -> Iterator[tuple[str, list[Row]]]:
    yield "summary", list(_summary(results))
    yield "questions", [row for tally in results.questions for row in _question(results, tally)]
    if texts := [row for tally in results.questions for row in _texts(tally)]:
        yield "texts", texts
    yield "places", [row for tally in results.questions for row in _by_place(results, tally)]
    if crossed := [row for tally in results.questions for row in write_crossed(tally)]:
        yield "crossed", crossed
    yield "turnout", [*_turnout(results), [], *_dispositions(results)]
    if groups := list(write_groups(results)):
        yield "groups", groups
    if weighted := list(_weighted(results)):
        yield "weighted", weighted
    yield "codebook", list(write_codebook(results, LOCALE))
    method: list[Row] = [[_say(f"method-{place}")] for place in range(1, METHOD_LINES + 1)]
    yield "method", [*method, *_minute(results)]


def _summary(results: Results) -> Iterator[Row]:
    form, survey, table = results.form, results.survey, results.turnout
    yield [form.title.vi]
    yield [worth_of(survey, LOCALE)]
    yield [form.purpose.vi]
    for name, value in (
        ("code", survey.code),
        ("state", _say(f"state-{survey.state}")),
        ("opens", moment(LOCALE, survey.opened_at or survey.opens_at)),
        ("closes", moment(LOCALE, survey.closed_at or survey.closes_at)),
        ("anonymous", say(LOCALE, "survey-yes" if survey.anonymous else "survey-no")),
        ("made", moment(LOCALE, results.at)),
        ("entitled", cell_of(table.at(ENTITLED))),
        ("finished", cell_of(table.at(FINISHED))),
        ("share", share_of(table.share(FINISHED, ENTITLED))),
        ("typed-entitled", cell_of(results.typed.entitled)),
        ("typed-finished", cell_of(results.typed.finished)),
        ("assisted", cell_of(results.assisted)),
    ):
        yield [_say(name), value]


def _minute(results: Results) -> Iterator[Row]:
    """Name the minute in full, so that the file can be held against it later."""
    for one in results.survey.form.get("history", ()):  # what was said before
        yield [_say("reworded"), one["at"], one["by"], one["where"], one["was"]]
    minute = results.minute
    if minute is None:
        return
    yield []
    for name, value in (
        ("minute", minute.number),
        ("minute-at", moment(LOCALE, minute.written_at)),
        ("minute-digest", minute.digest),
        ("minute-previous", minute.previous),
        ("minute-form", minute.body["form"]),
        ("minute-program", minute.body["program"]),
        ("minute-corrects", minute.corrects or ""),
        ("minute-note", minute.note),
    ):
        if value:
            yield [_say(name), value]


def _question(results: Results, tally: QuestionTally) -> Iterator[Row]:
    """Write one question: people, and shares of all who handed in, answered, were entitled."""
    shares = ("finished", "answered", "entitled")
    heads = [say(LOCALE, f"results-share-{of}") for of in shares]
    yield Heads([tally.question.text.vi, "", _say("people"), *heads])
    for category in tally.categories:
        count = tally.table.at(category.code)
        over = [tally.table.share(category.code, of) for of in (FINISHED, ANSWERED)]
        over.append(share_of_entitled(results, count))
        yield ["", category.label.vi, cell_of(count), *(share_of(one) for one in over)]
    for code in (ANSWERED, UNASKED, FINISHED):
        yield ["", say(LOCALE, f"results-{code}"), cell_of(tally.table.at(code))]
    yield from _figures(tally)
    yield []


def _figures(tally: QuestionTally) -> Iterator[Row]:
    figures = tally.figures
    if figures is not None:
        yield ["", _say("mean"), number(LOCALE, round(figures.mean, 2))]
        for name, value in zip(QUARTILES, figures.quartiles or (), strict=False):
            yield ["", say(LOCALE, f"results-{name}"), number(LOCALE, value)]


def _texts(tally: QuestionTally) -> Iterator[Row]:
    """Write what was written: words that many used, then the texts, those nearly alike once."""
    if not tally.texts:
        return
    yield Heads([tally.question.text.vi])
    yield Heads(["", say(LOCALE, "results-texts-words"), _say("people")])
    for word, people in find_frequent(tally.texts):
        yield ["", word, people]
    heads = (say(LOCALE, f"results-texts-{one}") for one in ("text", "times", "wordings"))
    yield Heads(["", *heads])
    for one in fold_near(fold_texts(tally.texts)):
        yield ["", one.text, one.people, one.wordings]
    yield []


def _by_place(results: Results, tally: QuestionTally) -> Iterator[Row]:
    heads = [h for c in tally.categories for h in (c.label.vi, _say("share"))]
    yield Heads([tally.question.text.vi])
    yield Heads([_say("ward"), _say("organisation"), _say("finished"), *heads])
    for place in _ordered(results, tally.table):
        row = [*_name(results, place), cell_of(tally.table.at(FINISHED, place))]
        for category in tally.categories:
            row.append(cell_of(tally.table.at(category.code, place)))
            row.append(share_of(tally.table.share(category.code, FINISHED, place)))
        yield row
    yield []


def _turnout(results: Results) -> Iterator[Row]:
    yield Heads(_say(n) for n in ("ward", "organisation", "entitled", "finished", "share"))
    table = results.turnout
    for place in _ordered(results, table):
        yield [
            *_name(results, place),
            cell_of(table.at(ENTITLED, place)),
            cell_of(table.at(FINISHED, place)),
            share_of(table.share(FINISHED, ENTITLED, place)),
        ]


def _weighted(results: Results) -> Iterator[Row]:
    """Write shares weighted to the roll in whole percents; nothing where there are no weights."""
    weighting = weigh(results)
    if weighting.raking is None:
        return
    yield from ([line] for line in write_weighting(results, weighting, LOCALE))
    yield []
    yield Heads(
        say(LOCALE, f"results-weighted-{name}") for name in ("question", "answer", "share")
    )
    for tally in results.questions:
        for category in tally.categories:
            share = weighting.share(tally, category.code)
            told = write_count(Count(None), LOCALE) if share is None else round(share, 2)
            yield [tally.question.text.vi, category.label.vi, told]


def _dispositions(results: Results) -> Iterator[Row]:
    """Tell what became of each line of the roll; the counts sum to it."""
    table = results.dispositions
    if table is None:
        return
    yield Heads([_say("dispositions"), "", _say("people")])
    for what in Disposition:
        yield [say(LOCALE, what.phrase), "", cell_of(table.at(what))]
    yield [_say("entitled"), "", cell_of(table.at(ENTITLED))]


def _ordered(results: Results, table: Table) -> list[Place]:
    """Order places by ward and organisation, each ward's total and the grand total last."""
    return sorted(
        table.places,
        key=lambda place: (
            place[0] == ALL_WARDS,
            results.wards.get(place[0], ""),
            place[1] == ALL_ORGANISATIONS,
            results.organisations.get(place[1], ""),
        ),
    )


def _name(results: Results, place: Place) -> list[Value]:
    ward, organisation = place
    is_whole, are_all = ward == ALL_WARDS, organisation == ALL_ORGANISATIONS
    return [
        _say("all-wards") if is_whole else results.name_ward(ward, LOCALE),
        _say("all-organisations") if are_all else results.name_organisation(organisation, LOCALE),
    ]


def _say(name: str) -> str:
    return say(LOCALE, f"survey-sheet-{name}")
