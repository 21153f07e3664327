"""Room: ranges of numbers and years, joined until none has 1 to 4 people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.segments import FEWEST
from bot.surveys.categories import Category
from bot.surveys.forms import Wording
from bot.surveys.tally import Said


def fit_ranges(categories: tuple[Category, ...], said: Said) -> tuple[Category, ...]:
    """Join neighbouring ranges of numbers or years until none has 1 to 4 people."""
    weights = said.weigh()
    fitted: list[Category] = []
    for is_range, group in groupby(categories, key=lambda c: c.code[:2] in ("n-", "y-")):
        found = list(group)
        fitted += _join(found, said, weights) if is_range else found
    return tuple(fitted)


def _join(ranges: Sequence[Category], said: Said, weights: Mapping[int, int]) -> list[Category]:
    def count(category: Category) -> int:
        return sum(weights[i] for i, value in enumerate(said.values) if category.holds(value))

    joined: list[Category] = []
    for one in ranges:
        if joined and 0 < count(joined[-1]) < FEWEST:
            joined[-1] = _merge(joined[-1], one)
        else:
            joined.append(one)
    while len(joined) > 1 and 0 < count(joined[-1]) < FEWEST:
        last = joined.pop()
        joined[-1] = _merge(joined[-1], last)
    return joined


def _merge(first: Category, second: Category) -> Category:
    def label(locale: str) -> str:
        low = first.label.said(locale).split(" – ")[0]
        return f"{low} – {second.label.said(locale).split(' – ')[-1]}"

    return Category(
        first.code,
        Wording(label("vi"), label("en")),
        lambda value: first.holds(value) or second.holds(value),
    )
