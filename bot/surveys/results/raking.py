"""Room: weights that make those who handed in look like the roll, and what they cost.

Raking (iterative proportional fitting): each margin in turn is scaled to what it should be, until
all are met at once. Pure numbers; what of them may be told is settled in `weighting.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

Kind = tuple[str, ...]  # a row of each margin: ward, age band …
Margin = Mapping[str, float]  # how many people of the roll stand in each row

MOST_ROUNDS = 200
NEAR = 1e-6  # how far off, of its row, a margin may stay and be called met
CAP = 5.0  # no weight over 5 times the mean, none under a fifth of it
NORMAL_95 = 1.959964  # 95 % of a normal distribution lie within so many deviations
WIDEST = 0.5  # the share whose margin of error is widest


@dataclass(frozen=True)
class Raking:
    """Hold the weight of one person of each kind (the mean is 1), and how well they fit."""

    weights: Mapping[Kind, float]
    people: Mapping[Kind, int]
    has_converged: bool
    rounds: int
    nobody: tuple[tuple[int, str], ...]  # rows of a margin that nobody handed in from

    @property
    def design_effect(self) -> float:
        """Return by how much unequal weights widen a variance (Kish)."""
        total = sum(self.people[kind] * weight for kind, weight in self.weights.items())
        squares = sum(self.people[kind] * weight**2 for kind, weight in self.weights.items())
        return sum(self.people.values()) * squares / total**2

    @property
    def effective(self) -> float:
        """Return how many people drawn at random would tell as much."""
        return sum(self.people.values()) / self.design_effect

    def error_of(self, share: float = WIDEST) -> float:
        """Return the margin of error of a share, 95 times in 100, from 0 to 1."""
        return NORMAL_95 * sqrt(share * (1 - share) / self.effective)


def rake(people: Mapping[Kind, int], margins: Sequence[Margin], cap: float = CAP) -> Raking:
    """Weigh kinds of people so that they stand in each margin as the roll does.

    A row that nobody handed in from cannot be made up for: it is named and left out. Weights that
    reach the cap stay there, and where a margin is then not met, `has_converged` is false.
    """
    people = {kind: count for kind, count in people.items() if count}
    if not people:
        raise ValueError("nobody to weigh")
    wanted = [_scale(people, place, margin) for place, margin in enumerate(margins)]
    weights = dict.fromkeys(people, 1.0)
    rounds = 0
    while not _is_met(people, weights, wanted) and rounds < MOST_ROUNDS:
        rounds += 1
        for place, rows in enumerate(wanted):
            now = _count(people, weights, place)
            weights = {k: w * rows[k[place]] / now[k[place]] for k, w in weights.items()}
        weights = {kind: min(max(weight, 1 / cap), cap) for kind, weight in weights.items()}
    nobody = tuple(_find_nobody(people, margins))
    return Raking(weights, people, _is_met(people, weights, wanted), rounds, nobody)


def _scale(people: Mapping[Kind, int], place: int, margin: Margin) -> Margin:
    """Return a margin over the rows that somebody handed in from, summing to all who did."""
    rows = {kind[place] for kind in people}
    if unknown := sorted(row for row in rows if margin.get(row, 0) <= 0):
        raise ValueError(f"margin {place} knows nobody in {', '.join(unknown)}")
    factor = sum(people.values()) / sum(margin[row] for row in rows)
    return {row: margin[row] * factor for row in rows}


def _find_nobody(
    people: Mapping[Kind, int], margins: Sequence[Margin]
) -> Iterator[tuple[int, str]]:
    for place, margin in enumerate(margins):
        rows = {kind[place] for kind in people}
        missing = sorted(row for row, count in margin.items() if count and row not in rows)
        yield from ((place, row) for row in missing)


def _count(
    people: Mapping[Kind, int], weights: Mapping[Kind, float], place: int
) -> Mapping[str, float]:
    totals: dict[str, float] = {}
    for kind, weight in weights.items():
        totals[kind[place]] = totals.get(kind[place], 0.0) + people[kind] * weight
    return totals


def _is_met(
    people: Mapping[Kind, int], weights: Mapping[Kind, float], wanted: Sequence[Margin]
) -> bool:
    return all(
        abs(count - rows[row]) <= NEAR * rows[row]
        for place, rows in enumerate(wanted)
        for row, count in _count(people, weights, place).items()
    )
