"""Room: a survey's results as pictures: one for each question, and one of turnout by ward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.models import Survey
from bot.surveys.categories import DECLINED
from bot.surveys.places import ALL_ORGANISATIONS, ALL_WARDS
from bot.surveys.results import Results, get_results
from bot.surveys.results.charts import Bar, Chart
from bot.surveys.results.crossing import QuestionTally
from bot.surveys.summary import write_count, write_share
from bot.surveys.tally import ENTITLED, FINISHED, Count, Table
from bot.surveys.types import worth_of
from bot.text import say

MOST_BARS = 24  # a picture that is longer is not read
MOST_PICTURES = 12  # at once; the file has them all
Charts = Sequence[tuple[str, Chart]]  # each with its name


async def take_charts(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime, *, locale: str
) -> Charts:
    """Return what may be drawn now, noting who took it; raise Refused where there is nothing.

    A third of a second of work for each is left to do: to `paint` it, after the transaction.
    """
    results = await get_results(session, actor, survey, now)  # asks for the permission
    charts = list(chart_results(results, locale))[:MOST_PICTURES] if may_draw(results) else []
    if not charts:
        raise Refused("results-picture-none")
    audit.record(session, actor, "survey:pictures", f"survey:{survey.id}", now=now)
    return charts


def may_draw(results: Results) -> bool:
    """Tell whether there is anything to draw."""
    return bool(results.turnout.at(ENTITLED).value)


def chart_results(results: Results, locale: str) -> Iterator[tuple[str, Chart]]:
    """Yield each chart with its name: turnout by ward, then each question that has bars."""
    turnout = _chart_turnout(results, locale)
    if turnout.bars:
        yield "tham-gia", turnout
    for place, tally in enumerate(results.questions, 1):
        if not tally.question.is_worded:
            yield f"cau-{place:02}", _chart_question(results, tally, locale, place)


def _chart_question(results: Results, tally: QuestionTally, locale: str, place: int) -> Chart:
    bars = []
    for category in tally.categories:
        count = tally.table.at(category.code)
        if category.code != DECLINED or count.value != 0:
            share = tally.table.share(category.code, FINISHED)
            bars.append(_bar(category.label.said(locale), count, share, locale))
    title = f"{place}. {tally.question.text.said(locale)}"
    return Chart(title, bars[:MOST_BARS], _notes(results, bars, locale))


def _chart_turnout(results: Results, locale: str) -> Chart:
    table = results.turnout
    wards = sorted(
        {ward for ward, _ in table.places} - {ALL_WARDS},
        key=lambda ward: results.wards.get(ward, ""),
    )
    bars = [_bar_of_ward(results, table, ward, locale) for ward in wards]
    title = say(locale, "results-picture-turnout", title=results.form.title.said(locale))
    return Chart(title, bars[:MOST_BARS], _notes(results, bars, locale))


def _bar_of_ward(results: Results, table: Table, ward: str, locale: str) -> Bar:
    place = ward, ALL_ORGANISATIONS
    name = results.name_ward(ward, locale)
    of = write_count(table.at(ENTITLED, place), locale)
    share = table.share(FINISHED, ENTITLED, place)
    count = table.at(FINISHED, place)
    told = "" if count.value is None else f" ({write_count(count, locale)}/{of})"
    return _bar(f"{name}{told}", count, share or 0.0, locale, short=True)


def _bar(
    label: str, count: Count, share: float | None, locale: str, *, short: bool = False
) -> Bar:
    if count.value is None:
        return Bar(label, None, write_count(count, locale))
    told = write_share(share, locale)
    if not short:
        told = f"{told} · {write_count(count, locale)}" if told else write_count(count, locale)
    return Bar(label, share or 0.0, told)


def _notes(results: Results, bars: list[Bar], locale: str) -> list[str]:
    """Say how many there are, what is hidden, and what the picture is worth."""
    table = results.turnout
    hidden = [say(locale, "results-picture-hidden")] if any(b.share is None for b in bars) else []
    more = len(bars) - MOST_BARS
    return [
        say(
            locale,
            "results-picture-people",
            finished=write_count(table.at(FINISHED), locale),
            entitled=write_count(table.at(ENTITLED), locale),
            share=write_share(table.share(FINISHED, ENTITLED), locale) or "—",
        ),
        *([say(locale, "results-picture-more", count=more)] if more > 0 else []),
        *hidden,
        worth_of(results.survey, locale),
    ]
