"""Room: two waves of a survey side by side, from told numbers only, with what chance may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from bot.surveys.results import Results
from bot.surveys.results.crossing import QuestionTally
from bot.surveys.results.raking import NORMAL_95
from bot.surveys.summary import write_count, write_share
from bot.surveys.tally import FINISHED, Count
from bot.surveys.types import worth_of
from bot.text import number, say

FEWEST_COMPARED = 30  # people in each wave; under that no margin is told
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one answer's shares over those who handed in, in two waves, and the margin of both."""

    before: float
    after: float
    margin: float | None  # of their difference, 95 times in 100; None: too few people

    @property
    def difference(self) -> float:
        """Return by how much the share rose, from -1 to 1."""
        return self.after - self.before


def find_change(before: QuestionTally, after: QuestionTally, code: str) -> Change | None:
    """Return how an answer's share changed; None where one of the numbers is not told."""
    counts = [(one.table.at(code).value, one.table.at(FINISHED).value) for one in (before, after)]
    told = [(part, whole) for part, whole in counts if part is not None and whole]
    if len(told) < len(counts):
        return None
    (said, all_before), (says, all_after) = told
    few = min(all_before, all_after) < FEWEST_COMPARED
    margin = None if few else NORMAL_95 * sqrt(sum(_variance(*one) for one in told))
    return Change(said / all_before, says / all_after, margin)


def are_alike(before: QuestionTally, after: QuestionTally) -> bool:
    """Tell whether two questions offered the same answers, so that their shares compare."""
    kinds = before.question.kind is after.question.kind
    offered = [[(c.code, c.label.vi) for c in one.categories] for one in (before, after)]
    return kinds and offered[0] == offered[1]


def tell_comparison(before: Results, after: Results, locale: str) -> str:
    """Tell the questions that both waves asked alike, and which cannot be compared."""
    lines = [say(locale, "results-compared", **_heads(before, after, locale))]
    if not (before.questions and after.questions):
        return "\n".join([*lines, say(locale, "results-compared-later")])
    earlier = {one.question.code: one for one in before.questions}
    later = {one.question.code: one for one in after.questions}
    pairs = [(earlier[code], one) for code, one in later.items() if code in earlier]
    alike = [pair for pair in pairs if are_alike(*pair)]
    for was, now in alike:
        lines += ["", now.question.text.said(locale), *_rows(was, now, locale)]
    compared = {now.question.code for _, now in alike}
    if apart := [code for code in {**earlier, **later} if code not in compared]:
        lines += ["", say(locale, "results-compared-apart", questions=", ".join(apart))]
    worth = worth_of(after.survey, locale)
    return "\n".join([*lines, "", say(locale, "results-compared-worth"), worth])


def _heads(before: Results, after: Results, locale: str) -> dict[str, str]:
    return {
        "before": before.survey.code,
        "after": after.survey.code,
        "peoplebefore": write_count(before.turnout.at(FINISHED), locale),
        "peopleafter": write_count(after.turnout.at(FINISHED), locale),
    }


def _rows(was: QuestionTally, now: QuestionTally, locale: str) -> Iterator[str]:
    if was.question.text != now.question.text:
        old = was.question.text.said(locale)
        yield say(locale, "results-compared-reworded", words=old)
    for category in now.categories:
        label = category.label.said(locale)
        yield f"- {label}: {_write(find_change(was, now, category.code), locale)}"


def _write(change: Change | None, locale: str) -> str:
    if change is None:
        return write_count(Count(None), locale)
    given = {
        "before": write_share(change.before, locale),
        "after": write_share(change.after, locale),
        "points": _signed(change.difference, locale),
    }
    if change.margin is None:
        return say(locale, "results-compared-few", fewest=str(FEWEST_COMPARED), **given)
    beyond = "beyond" if abs(change.difference) > change.margin else "within"
    margin = number(locale, round(change.margin * PERCENT, 1))
    return say(locale, f"results-compared-{beyond}", margin=margin, **given)


def _signed(share: float, locale: str) -> str:
    points = round(share * PERCENT, 1)
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{number(locale, abs(points))}"


def _variance(part: int, whole: int) -> float:
    """Return a share's variance with one person more on either side (Agresti and Caffo).

    So a share of nobody or of everybody has a margin too.
    """
    share = (part + 1) / (whole + 2)
    return share * (1 - share) / (whole + 2)
