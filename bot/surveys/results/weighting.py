"""Room: shares weighted to the roll by ward, and in words what they are worth.

They are reckoned from told numbers alone: each ward's people on the roll, and each ward's cell of
the plain table. So they cannot tell what the plain table hides; a share whose cells are not all
told is not told. That is why ward is the only margin: weights by ward and organisation together
would be made of cells that are never told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.surveys.places import ALL_ORGANISATIONS, ALL_WARDS, Place
from bot.surveys.results import Results
from bot.surveys.results.crossing import QuestionTally
from bot.surveys.results.raking import Raking, rake
from bot.surveys.tally import ENTITLED, FINISHED, Table
from bot.surveys.types import INFORMAL, worth_of
from bot.text import number, say

FEWEST_WEIGHED = 30  # people; under that a weighted share is noise
PERCENT = 100


@dataclass(frozen=True)
class Weighting:
    """Hold the weights, or the phrase that says why there are none."""

    raking: Raking | None = None
    why_not: str = ""

    def share(self, tally: QuestionTally, code: str) -> float | None:
        """Return the weighted share of an answer over those who handed in, or None."""
        if self.raking is None:
            return None
        said = 0.0
        for (ward,), weight in self.raking.weights.items():
            count = tally.table.at(code, _whole(ward)).value
            if count is None:
                return None
            said += weight * count
        total = sum(self.raking.people[kind] * w for kind, w in self.raking.weights.items())
        return said / total


def weigh(results: Results) -> Weighting:
    """Weigh those who handed in to the roll's wards, by what may be told."""
    if (results.survey.type or INFORMAL) != INFORMAL:
        return Weighting(why_not="results-weighted-official")
    if not results.questions:
        return Weighting(why_not="results-weighted-later")
    handed_in, roll = _by_ward(results.turnout, FINISHED), _by_ward(results.turnout, ENTITLED)
    if handed_in is None or roll is None:
        return Weighting(why_not="results-weighted-hidden")
    if sum(handed_in.values()) < FEWEST_WEIGHED:
        return Weighting(why_not="results-weighted-few")
    if any(
        _somebody(_by_ward(one.table, FINISHED)) != _somebody(handed_in)
        for one in results.questions
    ):
        return Weighting(why_not="results-weighted-coarse")
    return Weighting(rake({(ward,): count for ward, count in handed_in.items()}, [roll]))


def write_weighting(results: Results, weighting: Weighting, locale: str) -> list[str]:
    """Say what the weights cost and hold for, or why there are none."""
    raking = weighting.raking
    if raking is None:
        return [say(locale, weighting.why_not, fewest=str(FEWEST_WEIGHED))]
    lines = [
        say(
            locale,
            "results-weighted",
            effect=number(locale, round(raking.design_effect, 1)),
            people=number(locale, round(raking.effective)),
            error=number(locale, round(raking.error_of() * PERCENT, 1)),
        )
    ]
    if not raking.has_converged:
        lines.append(say(locale, "results-weighted-capped"))
    if raking.nobody:
        wards = (results.name_ward(ward, locale) for _, ward in raking.nobody)
        lines.append(say(locale, "results-weighted-nobody", wards=", ".join(sorted(wards))))
    return lines


def tell_weighted(results: Results, locale: str) -> str:
    """Tell each question's weighted shares, whole percents, beside the plain ones."""
    weighting = weigh(results)
    title = results.form.title.said(locale)
    lines = [title, *write_weighting(results, weighting, locale)]
    for place, tally in enumerate(results.questions if weighting.raking else (), 1):
        lines += ["", f"{place}. {tally.question.text.said(locale)}"]
        for category in tally.categories:
            weighted = weighting.share(tally, category.code)
            plain = tally.table.share(category.code, FINISHED)
            label = category.label.said(locale)
            shares = {
                "weighted": write_whole(weighted, locale),
                "plain": write_whole(plain, locale),
            }
            lines.append(say(locale, "results-weighted-row", label=label, **shares))
    return "\n".join([*lines, "", worth_of(results.survey, locale)])


def write_whole(share: float | None, locale: str) -> str:
    """Write a share in whole percents, or that it is hidden."""
    if share is None:
        return say(locale, "survey-hidden")
    return f"{number(locale, round(share * PERCENT))}%"


def _by_ward(table: Table, what: str) -> Mapping[str, int] | None:
    """Return a table's told numbers by ward; None where one is hidden or they are not by ward."""
    wards = {ward for ward, _ in table.places} - {ALL_WARDS}
    counts = {ward: table.at(what, _whole(ward)).value for ward in wards}
    told = {ward: count for ward, count in counts.items() if count is not None}
    return told if len(told) == len(counts) else None


def _somebody(counts: Mapping[str, int] | None) -> Mapping[str, int]:
    return {ward: count for ward, count in (counts or {}).items() if count}


def _whole(ward: str) -> Place:
    return ward, ALL_ORGANISATIONS
