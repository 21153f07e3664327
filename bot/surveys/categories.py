"""Room: the rows that a question's answers are counted in, whatever kind of answer it wants."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.surveys.forms import Question, QuestionKind, Wording
from bot.surveys.values import Value
from bot.text import number, say

DECLINED, GIVEN, YES, NO = "declined", "given", "yes", "no"
MOST_SINGLE = 12  # so many whole numbers are counted one by one; more are gathered in ranges
RANGES = 6
DECADE = 10
LOCALES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Category:
    """Hold one row of a question's table, and what falls in it."""

    code: str
    label: Wording
    holds: Callable[[Value], bool]


def categories_of(question: Question, values: Iterable[Value]) -> tuple[Category, ...]:
    """Return a question's categories; those of numbers and days fit what was answered."""
    if question.is_worded:
        found = [Category(GIVEN, _phrase("survey-given"), lambda v: "text" in v or "photo" in v)]
    else:
        found = MAKERS[question.kind](question, list(values))
    return (*found, Category(DECLINED, _phrase("survey-declined"), lambda v: "declined" in v))


def _choices(question: Question, values: Sequence[Value]) -> list[Category]:
    return [_choice(choice.code, choice.text) for choice in question.choices]


def _firsts(question: Question, values: Sequence[Value]) -> list[Category]:
    return [_first(choice.code, choice.text) for choice in question.choices]


def _yes_no(question: Question, values: Sequence[Value]) -> list[Category]:
    no = Category(NO, _phrase("survey-no"), lambda v: v.get("yes") is False)
    return [Category(YES, _phrase("survey-yes"), lambda v: v.get("yes") is True), no]


def _acknowledged(question: Question, values: Sequence[Value]) -> list[Category]:
    return [Category(YES, _phrase("survey-acknowledged"), lambda v: v.get("yes") is True)]


def _numbers(question: Question, values: Sequence[Value]) -> list[Category]:
    return _ranges(_bounds(question, values), whole=question.whole)


def _dates(question: Question, values: Sequence[Value]) -> list[Category]:
    return _decades([year for v in values if (year := _year(v))])


def _worked_out(question: Question, values: Sequence[Value]) -> list[Category]:
    whole = all(float(v["number"]).is_integer() for v in values if "number" in v)
    words = Category(GIVEN, _phrase("survey-worked"), lambda v: "text" in v)
    return [*_ranges(_bounds(question, values), whole=whole), words]


def _nothing(question: Question, values: Sequence[Value]) -> list[Category]:
    return []


MAKERS: dict[QuestionKind, Callable[[Question, Sequence[Value]], list[Category]]] = {
    QuestionKind.ONE_CHOICE: _choices,
    QuestionKind.SEVERAL_CHOICES: _choices,
    QuestionKind.RANK: _firsts,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.ACKNOWLEDGE: _acknowledged,
    QuestionKind.NUMBER: _numbers,
    QuestionKind.DATE: _dates,
    QuestionKind.CALCULATE: _worked_out,
    QuestionKind.NOTE: _nothing,
}


def _choice(code: str, text: Wording) -> Category:
    return Category(
        f"c-{code}",
        text,
        lambda v: v.get("choice") == code or code in v.get("choices", ()),
    )


def _first(code: str, text: Wording) -> Category:
    """Count who put a choice first."""
    vi, en = (say(one, "survey-ranked-first", choice=text.said(one)) for one in LOCALES)
    return Category(f"c-{code}", Wording(vi, en), lambda v: v.get("rank", [""])[:1] == [code])


def _bounds(question: Question, values: Iterable[Value]) -> tuple[float, float] | None:
    """Return a number's bounds; without any in the form, those of the answers, rounded out."""
    given = [v["number"] for v in values if "number" in v]
    if question.least is not None and question.most is not None:
        return question.least, question.most
    if not given:
        return None
    low, high = min(given), max(given)
    step = 10 ** max(0, math.floor(math.log10(max(abs(low), abs(high), 1))))
    return math.floor(low / step) * step, math.ceil((high + 1) / step) * step


def _ranges(bounds: tuple[float, float] | None, *, whole: bool) -> list[Category]:
    if bounds is None:
        return []
    low, high = bounds
    if whole and high - low < MOST_SINGLE:
        return [_range(n, n, n + 1) for n in range(math.floor(low), math.floor(high) + 1)]
    width = (high - low) / RANGES
    width = math.ceil(width) if whole else width
    edges = [low + width * place for place in range(RANGES + 1)]
    pairs = list(pairwise(edges))
    shown = [(a, b - 1 if whole else b) for a, b in pairs]
    last = len(pairs) - 1
    return [
        _range(a, b, math.inf if place == last else pairs[place][1])
        for place, (a, b) in enumerate(shown)
    ]


def _range(low: float, high: float, below: float) -> Category:
    """Count numbers from `low` to under `below`, told as `low` to `high`."""
    label = {
        locale: number(locale, low) if low == high else f"{_n(locale, low)} – {_n(locale, high)}"
        for locale in LOCALES
    }
    return Category(
        f"n-{low:g}",
        Wording(label["vi"], label["en"]),
        lambda v: "number" in v and low <= v["number"] < below,
    )


def _n(locale: str, value: float) -> str:
    return number(locale, round(value, 2))


def _decades(years: Sequence[int]) -> list[Category]:
    starts = sorted({year // DECADE * DECADE for year in years})
    return [_decade(start) for start in starts]


def _decade(start: int) -> Category:
    label = Wording(f"{start} – {start + DECADE - 1}")
    return Category(f"y-{start}", label, lambda v: start <= (_year(v) or 0) < start + DECADE)


def _year(value: Value) -> int | None:
    return value.get("year") or (int(value["date"][:4]) if "date" in value else None)


def _phrase(key: str) -> Wording:
    vi, en = (say(locale, key) for locale in LOCALES)
    return Wording(vi, en)
