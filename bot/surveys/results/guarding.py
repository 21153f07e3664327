"""Room: which cells of a table of opinions are told: no small one can be reckoned from the others.

A table has a row for each place and a column for each answer; all its totals, and how many there
are in each row, are taken for known. A hidden cell is safe when other numbers in the hidden cells
would leave every known one as it is and make it 5 or more. That is a question of flow: what a
cell gains, others of its row and column give, along a chain of hidden cells. It is exact, so
neither sums, differences nor the fact that no number is negative tell a small cell.
docs/results.md tells it with an example.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.segments import FEWEST

GridCell = tuple[str, str]  # row, column
Grid = Mapping[GridCell, int]
Node = tuple[bool, str]  # whether it is a row, and which
ROOM = 10**9  # what a cell may gain has no bound of its own


@dataclass
class Hiding:
    """Hold a table while it is decided what to hide of it."""

    grid: Grid
    rows: Sequence[str]
    columns: Sequence[str]
    hidden: set[GridCell] = field(default_factory=set)
    narrow: Mapping[str, int] = field(default_factory=dict)  # columns of a hidden size, with it

    def __post_init__(self) -> None:
        self.sizes = {r: sum(self.grid.get((r, c), 0) for c in self.columns) for r in self.rows}

    def wants(self, cell: GridCell) -> tuple[int, int]:
        """Return by how much a hidden cell must be able to grow, or else to shrink."""
        count, size = self.grid.get(cell, 0), self.sizes[cell[0]]
        if count >= FEWEST or not size:
            return 0, 0
        most = min(FEWEST, size, self.narrow.get(cell[1], FEWEST))
        if count == most:
            return 0, 1
        return (1 if not count else most - count), 0


def hide(
    grid: Grid,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    already: Collection[GridCell] = (),
    narrow: Mapping[str, int] | None = None,
) -> set[GridCell]:
    """Return the cells to hide, beside those that are; where nothing less is safe, all of them.

    Who is counted stands in exactly one row and one column. A column that is hidden whole and is
    narrow, which holds so many people, need not hide that a cell of it holds no more.
    """
    hiding = Hiding(grid, rows, columns, set(already), narrow or {})
    hiding.hidden |= {
        (r, c)
        for r in rows
        for c in columns
        if 0 < grid.get((r, c), 0) < FEWEST or 0 < hiding.sizes[r] < FEWEST
    }
    settled = False
    while not settled:
        settled = True
        for unsafe in find_unsafe(hiding):
            more = _find_corners(hiding, unsafe)
            if more is None:
                return {(r, c) for r in rows for c in columns}
            hiding.hidden |= more
            settled = False
    return hiding.hidden


def find_unsafe(hiding: Hiding, slices: Sequence[Grid] = ()) -> Iterator[GridCell]:
    """Yield the hidden cells that the others tell too much of.

    With slices, the parts of a table by something else that is told too, a chain stays within
    one of them, so that it leaves that as it is. What is hidden between two cells counts.
    """
    chains = [Chains(grid) for grid in slices or (hiding.grid,)]
    for cell in sorted(hiding.hidden):
        more, less = hiding.wants(cell)
        found = 0
        for one in chains if more + less else ():
            one.open(hiding.hidden)
            found += one.measure(cell, more or less, grows=bool(more))
            if found >= more + less:
                break
        if found < more + less:
            yield cell


@dataclass
class Chains:
    """Hold how much each hidden cell of a table can give (row to column) and take (back)."""

    grid: Grid
    room: dict[Node, dict[Node, int]] = field(default_factory=lambda: defaultdict(dict))
    seen: int = 0

    def open(self, hidden: Collection[GridCell]) -> None:
        """Take in what is hidden by now; nothing is ever told again."""
        if len(hidden) > self.seen:
            self.seen = len(hidden)
            for row, column in hidden:
                self.room[True, row].setdefault((False, column), self.grid.get((row, column), 0))
                self.room[False, column].setdefault((True, row), ROOM)

    def measure(self, cell: GridCell, enough: int, *, grows: bool) -> int:
        """Return by how much a cell may grow or shrink, looking no further than is enough."""
        row, column = (True, cell[0]), (False, cell[1])
        start, end = (row, column) if grows else (column, row)
        if not grows:
            enough = min(enough, self.grid.get(cell, 0))
        own = self.room[row].pop(column), self.room[column].pop(row)  # it is no chain of its own
        taken: list[tuple[Node, Node, int]] = []
        found = 0
        while found < enough and (path := _find_path(self.room, start, end)) is not None:
            step = min(enough - found, *(self.room[a][b] for a, b in path))
            self._take(path, step)
            taken += ((a, b, step) for a, b in path)
            found += step
        for a, b, step in taken:
            self._take([(b, a)], step)
        self.room[row][column], self.room[column][row] = own
        return found

    def _take(self, path: Iterable[tuple[Node, Node]], step: int) -> None:
        for a, b in path:
            self.room[a][b] -= step
            self.room[b][a] += step


def _find_path(
    room: Mapping[Node, Mapping[Node, int]], start: Node, end: Node
) -> list[tuple[Node, Node]] | None:
    """Return the shortest chain with room in each step."""
    came: dict[Node, Node] = {start: start}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there, left in room.get(here, {}).items():
            if left > 0 and there not in came:
                came[there] = here
                waiting.append(there)
        if end in came:
            break
    if end not in came:
        return None
    path = []
    while end != start:
        path.append((came[end], end))
        end = came[end]
    return path


def _find_corners(hiding: Hiding, cell: GridCell) -> set[GridCell] | None:
    """Return what to hide so that a cell is safe: the cheapest rectangle with room enough."""
    grid, (row, column) = hiding.grid, cell
    more, _ = hiding.wants(cell)
    best: tuple[int, set[GridCell]] | None = None
    for r in hiding.rows:
        if r == row:
            continue
        given = grid.get((r, column), 0)
        for c in hiding.columns:
            if c == column:
                continue
            gives = min(grid.get((row, c), 0), given) if more else grid.get((r, c), 0)
            if gives < max(more, 1):
                continue
            fresh = {(row, c), (r, column), (r, c)} - hiding.hidden
            price = sum(grid.get(one, 0) for one in fresh)
            if fresh and (best is None or price < best[0]):
                best = price, fresh
    return best[1] if best else None
