"""Room: a survey's results in a few lines, for a chat or a terminal."""

from __future__ import annotations

from bot.models import SurveyMinute
from bot.rendering import split
from bot.surveys.dispositions import Disposition
from bot.surveys.places import ALL_ORGANISATIONS, ALL_WARDS, OVERALL
from bot.surveys.results import Results
from bot.surveys.results.crossing import QuestionTally
from bot.surveys.rewording import count_corrections
from bot.surveys.tally import ENTITLED, FINISHED, Count
from bot.surveys.types import worth_of
from bot.text import moment, number, say

MOST_TEXT = 3500  # leaves room on every platform; longer results are read in the file
PERCENT = 100
MOST_DIGEST = 16  # characters of a minute's hash that are told; the file has them all


def summarise(results: Results, locale: str) -> str:
    """Tell turnout, by ward too, and each question's overall shares."""
    form, survey = results.form, results.survey
    lines = [
        say(
            locale,
            "survey-results-head",
            title=form.title.said(locale),
            state=survey.state,
            at=moment(locale, results.at),
        ),
        _turnout_line(results, locale),
        *_disposition_lines(results, locale),
        *_assisted_line(results, locale),
        *_ward_lines(results, locale),
    ]
    if corrected := count_corrections(survey):
        lines.append(say(locale, "survey-results-reworded", count=corrected))
    if survey.state == "closed" and results.is_withheld:
        lines.append(say(locale, "survey-results-withheld"))
    elif not results.questions:
        key = "survey-results-sealed" if survey.anonymous else "survey-results-later"
        lines.append(say(locale, key, closes=moment(locale, form.closes)))
    for place, tally in enumerate(results.questions, 1):
        lines += ["", f"{place}. {tally.question.text.said(locale)}", *_rows(tally, locale)]
    lines += ["", *write_minute(results.minute, locale), worth_of(survey, locale)]
    return split("\n".join(lines), MOST_TEXT)[0]


def write_minute(minute: SurveyMinute | None, locale: str) -> list[str]:
    """Name the minute that stands for a closed survey, and which one it corrects."""
    if minute is None:
        return []
    groups = (minute.digest[at : at + 4] for at in range(0, MOST_DIGEST, 4))
    key = "survey-minute-corrects" if minute.corrects else "survey-minute"
    given = {"number": str(minute.number), "digest": " ".join(groups)}
    return [say(locale, key, corrects=str(minute.corrects or ""), **given)]


def write_count(count: Count, locale: str) -> str:
    """Write a number, or that it is hidden."""
    return say(locale, "survey-hidden") if count.value is None else number(locale, count.value)


def write_share(share: float | None, locale: str) -> str:
    """Write a share as a percentage with one decimal, or nothing."""
    return f"{number(locale, round(share * PERCENT, 1))}%" if share is not None else ""


def _turnout_line(results: Results, locale: str) -> str:
    table, typed = results.turnout, results.typed
    return say(
        locale,
        "survey-results-turnout",
        finished=write_count(table.at(FINISHED), locale),
        entitled=write_count(table.at(ENTITLED), locale),
        share=write_share(table.share(FINISHED, ENTITLED), locale) or "—",
        typed=write_count(typed.entitled, locale),
        finishedtyped=write_count(typed.finished, locale),
    )


def _disposition_lines(results: Results, locale: str) -> list[str]:
    """Tell what became of those who have not handed in, where there is anybody."""
    table = results.dispositions
    if table is None:
        return []
    told = [
        f"{say(locale, what.phrase)} {write_count(table.at(what), locale)}"
        for what in Disposition
        if what is not Disposition.FINISHED and table.counts[what, OVERALL]
    ]
    return [say(locale, "survey-dispositions", told=", ".join(told))] if told else []


def _assisted_line(results: Results, locale: str) -> list[str]:
    if results.assisted == Count(0):
        return []
    return [say(locale, "survey-results-assisted", assisted=write_count(results.assisted, locale))]


def _ward_lines(results: Results, locale: str) -> list[str]:
    wards = sorted({ward for ward, _ in results.turnout.places} - {ALL_WARDS})
    lines = []
    for ward in wards:
        place = ward, ALL_ORGANISATIONS
        share = write_share(results.turnout.share(FINISHED, ENTITLED, place), locale)
        name = results.name_ward(ward, locale)
        finished = write_count(results.turnout.at(FINISHED, place), locale)
        entitled = write_count(results.turnout.at(ENTITLED, place), locale)
        told = f" ({share})" if share else ""
        lines.append(f"- {name}: {finished}/{entitled}{told}")
    return lines


def _rows(tally: QuestionTally, locale: str) -> list[str]:
    rows = []
    for category in tally.categories:
        count = write_count(tally.table.at(category.code, OVERALL), locale)
        share = write_share(tally.table.share(category.code, FINISHED), locale)
        rows.append(f"- {category.label.said(locale)}: {count} {share}".rstrip())
    if tally.mean is not None:
        mean = number(locale, round(tally.mean, 2))
        rows.append(say(locale, "survey-results-mean", mean=mean))
    if tally.figures is not None and tally.figures.quartiles is not None:
        low, middle, high = (number(locale, one) for one in tally.figures.quartiles)
        rows.append(say(locale, "results-quartiles", low=low, middle=middle, high=high))
    return rows
