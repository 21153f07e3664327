"""Room: what the numbers of a question come to: mean, median, quartiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.segments import FEWEST
from bot.surveys.values import Value

QUARTERS = (0.25, 0.5, 0.75)
QUARTILES = ("lower", "median", "upper")  # what they are called
SPREAD = 4 * FEWEST  # people, so that at least 5 stand on either side of each quartile


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold the mean of some numbers and the quartiles: a value, never a point between two."""

    people: int
    mean: float
    quartiles: tuple[float, float, float] | None  # None: too few for them


def find_figures(values: Sequence[Value], weights: Mapping[int, int]) -> Figures | None:
    """Return the figures of what was given in numbers; None where fewer than 5 gave one."""
    numbers = sorted(
        (value["number"], weights.get(place, 0))
        for place, value in enumerate(values)
        if "number" in value
    )
    people = sum(count for _, count in numbers)
    if people < FEWEST:
        return None
    mean = sum(number * count for number, count in numbers) / people
    if people < SPREAD:
        return Figures(people, mean, None)
    low, middle, high = (_find_quantile(numbers, people * part) for part in QUARTERS)
    return Figures(people, mean, (low, middle, high))


def _find_quantile(numbers: Sequence[tuple[float, int]], rank: float) -> float:
    """Return the least number that at least so many people do not exceed."""
    seen = 0
    for number, count in numbers:
        seen += count
        if seen >= rank:
            return number
    return numbers[-1][0]
