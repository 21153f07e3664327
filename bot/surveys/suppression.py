"""Room: small cells of a roll hidden, and enough others that none can be got by subtracting."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping

from bot.segments import FEWEST
from bot.surveys.places import Cell, Relation


def suppress(counts: Mapping[Cell, int], relations: Iterable[Relation]) -> set[Cell]:
    """Return the cells to hide, so that no relation is left with one alone, or with under 5.

    Hidden are 1 to 4 people; that there is nobody at all is told.
    Where nothing can be subtracted in any relation, no chain of subtractions can begin either.
    """
    hidden = {cell for cell, count in counts.items() if 0 < count < FEWEST}
    within: dict[Cell, list[Relation]] = defaultdict(list)
    waiting = deque(tuple(c for c in relation if c in counts) for relation in relations)
    for relation in waiting:
        for cell in relation:
            within[cell].append(relation)
    while waiting:
        relation = waiting.popleft()
        shield = _find_shield(relation, counts, hidden)
        if shield is not None:
            hidden.add(shield)
            waiting.extend(within[shield])
            waiting.append(relation)
    return hidden


def _find_shield(
    relation: Relation, counts: Mapping[Cell, int], hidden: Collection[Cell]
) -> Cell | None:
    """Return the cell to hide beside a relation's hidden ones: its smallest, a part first.

    An empty cell shields badly, as people guess it; it is taken last among the parts.
    """
    inside = [cell for cell in relation if cell in hidden]
    enough = len(inside) > 1 and sum(counts[cell] for cell in inside) >= FEWEST
    if not inside or enough:
        return None
    free = [cell for cell in relation if cell not in hidden]
    return min(
        free,
        key=lambda cell: (cell == relation[-1], counts[cell] == 0, counts[cell], str(cell)),
        default=None,
    )
