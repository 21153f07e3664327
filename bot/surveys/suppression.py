"""Room: small cells hidden, and enough others that no hidden one can be got by subtracting."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from bot.segments import FEWEST
from bot.surveys.places import Cell, Relation


class Hidden(StrEnum):
    """Tell why a number is not shown."""

    FEW = "few"  # under 5 people
    SHIELD = "shield"  # another one could be reckoned from it


def suppress(
    counts: Mapping[Cell, int],
    relations: Iterable[Relation],
    *,
    already: Mapping[Cell, Hidden] | None = None,
    pinned: Collection[Cell] = (),
) -> dict[Cell, Hidden]:
    """Return the cells to hide, so that no relation is left with exactly one of them.

    Hidden are 1 to 4 people; that there is nobody at all is told.

    `pinned` cells are shown or hidden elsewhere already (`already`) and are left as they are.
    Where nothing can be subtracted in any relation, no chain of subtractions can begin either.
    """
    hidden = {
        cell: Hidden.FEW
        for cell, count in counts.items()
        if 0 < count < FEWEST and cell not in pinned
    }
    hidden |= dict(already or {})
    within: dict[Cell, list[Relation]] = defaultdict(list)
    waiting = deque(tuple(c for c in relation if c in counts) for relation in relations)
    for relation in waiting:
        for cell in relation:
            within[cell].append(relation)
    while waiting:
        relation = waiting.popleft()
        shield = _find_shield(relation, counts, hidden, pinned)
        if shield is not None:
            hidden[shield] = Hidden.SHIELD
            waiting.extend(within[shield])
    return hidden


def _find_shield(
    relation: Relation,
    counts: Mapping[Cell, int],
    hidden: Collection[Cell],
    pinned: Collection[Cell],
) -> Cell | None:
    """Return the cell to hide beside a relation's only hidden one: its smallest, a part first.

    An empty cell shields badly, as people guess it; it is taken last among the parts.
    """
    if sum(cell in hidden for cell in relation) != 1:
        return None
    free = [cell for cell in relation if cell not in hidden and cell not in pinned]
    return min(
        free,
        key=lambda cell: (cell == relation[-1], counts[cell] == 0, counts[cell], str(cell)),
        default=None,
    )
