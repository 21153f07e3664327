"""Room: where an anonymous answer may say that it comes from: cells of 5 people or more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.segments import FEWEST

Stratum = tuple[str | None, tuple[int, ...]]  # ward, organisations
NOWHERE: Stratum = (None, ())


def coarsen(strata: Sequence[Stratum]) -> list[Stratum]:
    """Return each answer's stratum, made coarser until every cell holds 5 or more.

    First the organisations of a small cell are dropped, then its ward. If what then has neither
    is still fewer than 5, the smallest other cells join it, so that only a survey of fewer than 5
    answers has a smaller cell.
    """
    cells = list(strata)
    for coarser in (_drop_organisations, _drop_ward):
        sizes = Counter(cells)
        cells = [cell if sizes[cell] >= FEWEST else coarser(cell) for cell in cells]
    while 0 < (sizes := Counter(cells))[NOWHERE] < FEWEST and len(sizes) > 1:
        others = [cell for cell in sizes if cell != NOWHERE]
        smallest = min(others, key=lambda cell: (sizes[cell], str(cell)))
        cells = [NOWHERE if cell == smallest else cell for cell in cells]
    return cells


def _drop_organisations(cell: Stratum) -> Stratum:
    return cell[0], ()


def _drop_ward(cell: Stratum) -> Stratum:
    return NOWHERE
