"""Room: what is hidden of one question: whole answers, rows, and the cells of all its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.segments import FEWEST
from bot.surveys.categories import DECLINED
from bot.surveys.places import ALL_ORGANISATIONS, Place
from bot.surveys.results.guarding import Grid, GridCell, hide
from bot.surveys.tally import FINISHED

UNASKED = "unasked"
POOL = "+"  # the column of all who stand in no other
Sheet = tuple[list[str], Grid, list[str]]  # told columns, people, all columns


def hide_whole(whole: Mapping[str, int], codes: Sequence[str], *, alone: bool) -> frozenset[str]:
    """Return the categories whose very totals are hidden.

    Where a person may be in several (`alone`), one is hidden when few chose it, or few did not.
    """
    people = whole[FINISHED]
    if 0 < people < FEWEST:
        return frozenset((*codes, UNASKED))
    if alone:
        return _hide_alone(whole, codes)
    parts = (*codes, UNASKED)
    hidden = {c for c in parts if 0 < whole[c] < FEWEST}
    spare = sorted((c for c in parts if c not in hidden and whole[c]), key=lambda c: whole[c])
    while hidden and spare and (len(hidden) == 1 or sum(whole[c] for c in hidden) < FEWEST):
        hidden.add(spare.pop(0))
    return frozenset(hidden)


def _hide_alone(whole: Mapping[str, int], codes: Sequence[str]) -> frozenset[str]:
    """Hide what few chose or all but few; beside silent ones that are hidden, what leaves few."""
    people, silent = whole[FINISHED], (DECLINED, UNASKED)
    parts = (*codes, UNASKED)
    hidden = {c for c in parts if 0 < min(whole[c], people - whole[c]) < FEWEST}
    if not hidden.isdisjoint(silent):
        told = sum(whole[c] for c in silent if c not in hidden)
        hidden |= {c for c in parts if whole[c] and people - whole[c] - told < FEWEST}
    return frozenset(hidden)


def pool(
    grid: Mapping[GridCell, int], shown: Sequence[str], sizes: Mapping[str, int]
) -> Counter[GridCell]:
    """Return the shown columns, and in one more who stands in none of them."""
    part = Counter({(r, c): grid.get((r, c), 0) for r in sizes for c in shown})
    for row, size in sizes.items():
        part[row, POOL] = size - sum(part[row, c] for c in shown)
    return part


def guard_all(sheets: Sequence[Sheet], rows: Sequence[str]) -> list[set[GridCell]]:
    """Hide what is small in each; what two tables share is hidden in both or in neither.

    One row alone is the whole, which is told already.
    """
    if len(rows) == 1:
        return [set() for _ in sheets]
    shared: set[GridCell] = set()
    while True:
        guards = [
            hide(part, rows, columns, already={cell for cell in shared if cell[1] in columns})
            for _, part, columns in sheets
        ]
        found = {
            cell
            for (shown, _, _), guard in zip(sheets, guards, strict=True)
            for cell in guard
            if cell[1] in shown and cell[1] in (DECLINED, UNASKED)
        }
        if len(sheets) == 1 or found <= shared:
            return guards
        shared |= found


def find_open(
    sheets: Sequence[Sheet], guards: Sequence[set[GridCell]], rows: Sequence[str]
) -> set[GridCell]:
    """Return the cells that no table hides."""
    cells = {(row, c) for shown, _, _ in sheets for c in shown for row in rows}
    return cells - {cell for guard in guards for cell in guard}


def hide_rows(sizes: Mapping[str, int]) -> list[Place]:
    """Return the rows whose very size is hidden, so that none can be got from the others'."""
    hidden = [row for row, count in sizes.items() if 0 < count < FEWEST]
    spare = sorted((r for r in sizes if r not in hidden), key=lambda r: (sizes[r], r))
    while hidden and spare and (len(hidden) == 1 or sum(sizes[r] for r in hidden) < FEWEST):
        hidden.append(spare.pop(0))
    return [(row, ALL_ORGANISATIONS) for row in hidden]
