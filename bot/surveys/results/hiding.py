"""Room: what is hidden of one question: whole answers, rows, and the cells of all its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.segments import FEWEST
from bot.surveys.categories import DECLINED
from bot.surveys.places import ALL_ORGANISATIONS, Place
from bot.surveys.results.guarding import Grid, GridCell, hide
from bot.surveys.tally import FINISHED

UNASKED = "unasked"
POOL = "+"  # the column of all who stand in none that is shown


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


def guard(
    grid: Grid, shown: Sequence[str], sizes: Mapping[str, int], *, overlaps: bool
) -> set[GridCell]:
    """Return the cells to hide of a table; one row alone is the whole, which is told already."""
    if len(sizes) == 1:
        return set()
    columns = [*shown, POOL]
    if overlaps:
        return {(r, c) for r in hide_block(grid, columns, sizes) for c in shown}
    return hide(grid, sorted(sizes), columns)


def hide_block(grid: Grid, columns: Sequence[str], sizes: Mapping[str, int]) -> set[str]:
    """Return the rows of which nothing is told, where people may stand in several columns.

    What somebody ticked bounds what they can have left, so cells cannot be hidden one by one. Of
    whole rows any two people could have each other's answers: a small cell is safe when the other
    hidden rows have enough who are in it, and its own row enough who are not.
    """
    block = {r for r, size in sizes.items() if _is_small(grid, r, columns, size)}
    spare = sorted((r for r in sizes if r not in block), key=lambda r: (sizes[r], r))
    while spare and not all(_is_safe(grid, r, columns, sizes, block) for r in block):
        block.add(spare.pop(0))
    return block


def _is_small(grid: Grid, row: str, columns: Sequence[str], size: int) -> bool:
    few = (grid.get((row, c), 0) for c in columns)
    return 0 < size < FEWEST or any(0 < count < FEWEST for count in few)


def _is_safe(
    grid: Grid, row: str, columns: Sequence[str], sizes: Mapping[str, int], block: set[str]
) -> bool:
    others = block - {row}
    for column in columns:
        count = grid.get((row, column), 0)
        if not 0 < count < FEWEST:
            continue
        most = min(FEWEST, sizes[row])
        inside = sum(grid.get((other, column), 0) for other in others)
        outside = sum(sizes[other] for other in others) - inside
        grows = min(inside, sizes[row] - count) >= most - count > 0
        if not grows and not (count == most and outside):
            return False
    return True


def hide_rows(sizes: Mapping[str, int]) -> list[Place]:
    """Return the rows whose very size is hidden, so that none can be got from the others'."""
    hidden = [row for row, count in sizes.items() if 0 < count < FEWEST]
    spare = sorted((r for r in sizes if r not in hidden), key=lambda r: (sizes[r], r))
    while hidden and spare and (len(hidden) == 1 or sum(sizes[r] for r in hidden) < FEWEST):
        hidden.append(spare.pop(0))
    return [(row, ALL_ORGANISATIONS) for row in hidden]
