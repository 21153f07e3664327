"""Kit: what somebody with a pencil can reckon from published numbers: bounds of each secret one.

It knows nothing of how the program hides: people of one kind (ward, organisations, answer) are
unknown whole numbers, and every number that was told is an equation between them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

Terms = Iterable[Hashable]
TINY = 1e-6


@dataclass
class System:
    """Hold unknown numbers, none negative, and the sums that were told of them."""

    unknowns: Sequence[Hashable]
    sums: list[tuple[frozenset[int], int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.place = {unknown: at for at, unknown in enumerate(self.unknowns)}

    def tell(self, terms: Terms, total: int) -> None:
        """Learn what some unknowns come to."""
        self.sums.append((frozenset(self.place[term] for term in terms), total))

    def most(self, terms: Terms) -> int:
        """Return the most that some unknowns can come to."""
        return -self._least(terms, -1)

    def least(self, terms: Terms) -> int:
        """Return the least that some unknowns can come to."""
        return self._least(terms, 1)

    def _least(self, terms: Terms, sign: int) -> int:
        told = dict(self.sums)
        matrix = np.zeros((len(told), len(self.unknowns)))
        for row, places in enumerate(told):
            matrix[row, list(places)] = 1
        totals = np.array(list(told.values()), dtype=float)
        cost = np.zeros(len(self.unknowns))
        cost[[self.place[term] for term in terms]] = sign
        found = linprog(cost, A_eq=matrix, b_eq=totals, bounds=(0, None)).fun
        if abs(found - round(found)) > TINY:  # half people: only then the slower way is needed
            within = LinearConstraint(matrix, totals, totals)
            whole = np.ones(len(self.unknowns))
            found = milp(cost, constraints=within, integrality=whole, bounds=Bounds(0)).fun
        return round(found)
