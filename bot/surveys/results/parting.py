"""Room: whose answers are told by organisation: one whose difference from a ward tells nobody.

Organisations overlap, and stand across wards. Each is looked at by itself: those in it, and all
others. It is told only if both hide what is small, if a chain of swaps within wards keeps every
hidden cell open, and if "in this ward but not in it" and "in both" stay open too, with the wards
and all organisations that are told already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.segments import FEWEST
from bot.surveys.places import NO_WARD
from bot.surveys.results.guarding import Grid, GridCell, Hiding, find_unsafe
from bot.surveys.results.sides import Counts, Half, Ids, Sides, keep, split

Joint = Mapping[tuple[tuple[str | None, Ids], str], int]  # by ward, organisations; and answer
Spot = tuple[str, bool, int]  # ward, in the organisation or not, place of an answer
Cube = tuple[Ids, Ids, int, str]  # of two pairs of people: what else they are in, answer, ward


@dataclass
class Parting:
    """Hold what is told by ward, and by which organisations, while these are tried.

    Where people may stand in several columns, none is told that has anything to hide.
    """

    joint: Joint
    columns: Sequence[str]
    wards: Hiding
    overlaps: bool = False
    told: dict[int, frozenset[str]] = field(default_factory=dict)  # with its hidden columns
    delicate: dict[int, Sides] = field(default_factory=dict)  # those of them with small cells

    def __post_init__(self) -> None:
        self.people = self._arrange()
        self.few: dict[int, dict[Spot, int]] = {}
        self.cubes: dict[int, dict[Spot, Cube]] = {}  # what kept a cell open when last asked

    def _arrange(self) -> dict[tuple[str, Ids], Counts]:
        people: dict[tuple[str, Ids], list[int]] = {}
        places = {column: place for place, column in enumerate(self.columns)}
        for ((ward, ids), column), count in self.joint.items():
            kind = ward or NO_WARD, ids
            if kind not in people:
                people[kind] = [0] * len(places)
            people[kind][places[column]] += count
        return {kind: tuple(counts) for kind, counts in people.items()}

    def try_organisation(self, number: int) -> None:
        """Tell an organisation too, if neither it nor one told already then gives anybody away."""
        sides = split(self.people, number, self.told)
        few = self.few[number] = find_delicate(sides)
        if few and self.overlaps:
            return
        theirs = {kind: said for kind, said in self.people.items() if number in kind[1]}
        told = {**self.told, number: frozenset[str]()}
        delicate = {number: sides} if few else {}
        delicate |= {n: self.delicate[n].tell(number, theirs) for n in sorted(self.delicate)}
        for one, those in ({number: sides} | delicate).items():
            hidden = _hide_row(those, self.columns)
            cubes = self.cubes.setdefault(one, {})
            if hidden is None or any(True for _ in find_differences(those, self.few[one], cubes)):
                return
            told[one] |= hidden
        if not self._opens_wards(told):
            self.told, self.delicate = told, delicate

    def _opens_wards(self, told: Mapping[int, frozenset[str]]) -> bool:
        """Tell whether organisations and wards together tell too much of a ward."""
        if not self.wards.hidden or self.overlaps:
            return False
        hidden: dict[str, list[tuple[int, GridCell]]] = {}
        for place, column in enumerate(self.columns):
            for row, one in self.wards.hidden:
                if one == column:
                    hidden.setdefault(row, []).append((place, (row, column)))
        slices: dict[Ids, Counter[GridCell]] = {}
        for (ward, ids), counts in self.people.items():
            if ward in hidden:
                grid = slices.setdefault(keep(ids, told), Counter())
                for place, cell in hidden[ward]:
                    grid[cell] += counts[place]
        grids = sorted(slices.values(), key=lambda grid: -grid.total())
        return next(find_unsafe(self.wards, grids), None) is not None


def find_delicate(sides: Sides) -> dict[Spot, int]:
    """Return what tells on somebody, by ward, in it or not, and answer, with how many they are.

    Those are 1 to 4 people, or all there are; but not where a whole ward, or all who are in it or
    not in it, said the same: that is told.
    """
    both = {is_in: sides.sum(inside=is_in) for is_in in (True, False)}
    none = (0,) * len(next(iter(sides.totals.values()), ()))
    found: dict[Spot, int] = {}
    for (ward, is_in), counts in sides.totals.items():
        size, others = sum(counts), sides.totals.get((ward, not is_in), none)
        for place, count in enumerate(counts):
            alone = count == size and sum(others) > others[place]
            if 0 < count < FEWEST or (count and alone and both[is_in][place] < sum(both[is_in])):
                found[ward, is_in, place] = count
    return found


def _hide_row(sides: Sides, columns: Sequence[str]) -> frozenset[str] | None:
    """Return the columns to hide of an organisation, None where it cannot be told at all."""
    inside, outside = sides.sum(inside=True), sides.sum(inside=False)
    if sum(inside) < FEWEST or 0 < sum(outside) < FEWEST:
        return None
    places = range(len(columns))
    few = [c for c in places if any(0 < half[c] < FEWEST for half in (inside, outside) if half)]
    if not few:
        return frozenset()
    hidden = list(few)
    spare = sorted((c for c in places if c not in few), key=lambda c: (inside[c], columns[c]))
    while not _is_open(sides, few, hidden):
        if not spare:
            return None
        hidden.append(spare.pop(0))
    return frozenset(columns[c] for c in hidden)


def _is_open(sides: Sides, few: Sequence[int], hidden: Sequence[int]) -> bool:
    """Tell whether swaps within wards could make each small cell, in it or not, 5 or more."""
    for inside in (True, False):
        counts = sides.sum(inside=inside)
        for column in few if counts else ():
            if not 0 < counts[column] < FEWEST:
                continue
            swaps = (_swap(sides, column, one, inside=inside) for one in hidden if one != column)
            if counts[column] + max(swaps, default=0) < FEWEST:
                return False
    return True


def _swap(sides: Sides, column: int, other: int, *, inside: bool) -> int:
    """Return how many pairs, alike but for this organisation, could have each other's answer."""
    return sum(
        min(counts[other], sides.at((ward, not inside), rest, column))
        for (ward, is_in), rests in sides.halves.items()
        if is_in == inside
        for rest, counts in rests.items()
        if counts[other]
    )


def find_differences(
    sides: Sides, few: Mapping[Spot, int], known: dict[Spot, Cube]
) -> Iterator[Spot]:
    """Yield which few could be reckoned as a difference: in a ward, in or out, one answer.

    It is open when two pairs of people, in two wards, could have each other's answers: a cube.
    One that is known is looked at first, and one that is found is noted there.
    """
    wards = sorted({ward for ward, _ in sides.halves})
    for spot, count in sorted(few.items()):
        ward, is_in, _ = spot
        more = min(FEWEST, sum(sides.totals[ward, is_in])) - count
        grow, enough = more > 0, max(more, 1)
        if spot in known and _give(sides, spot, known[spot], grow=grow) >= enough:
            continue
        cubes = _find_cubes(sides, spot, wards, enough, grow=grow)
        cube = next((one for one in cubes if _give(sides, spot, one, grow=grow) >= enough), None)
        if cube is None:
            yield spot
        else:
            known[spot] = cube


def _find_cubes(
    sides: Sides, spot: Spot, wards: Sequence[str], enough: int, *, grow: bool
) -> Iterator[Cube]:
    """Yield the cubes of which those in the spot's own ward could give enough."""
    ward, is_in, column = spot
    here, beyond = sides.halves[ward, is_in], sides.halves.get((ward, not is_in), {})
    for said in range(len(sides.totals[ward, is_in])):
        if said == column:
            continue
        gone, come = (said, column) if grow else (column, said)
        givers = [rest for rest, counts in here.items() if counts[gone] >= enough]
        takers = [rest for rest, counts in beyond.items() if counts[come] >= enough]
        for rest in givers:
            for other_rest in takers:
                yield from ((rest, other_rest, said, other) for other in wards if other != ward)


def _give(sides: Sides, spot: Spot, cube: Cube, *, grow: bool) -> int:
    """Return how many at once could have each other's answers."""
    (ward, is_in, column), (rest, other_rest, said, other) = spot, cube
    gone, come = (said, column) if grow else (column, said)
    here: tuple[Half, Half] = (ward, is_in), (ward, not is_in)
    there: tuple[Half, Half] = (other, is_in), (other, not is_in)
    return min(
        sides.at(here[0], rest, gone),
        sides.at(here[1], other_rest, come),
        sides.at(there[0], rest, come),
        sides.at(there[1], other_rest, gone),
    )


def slice_by_ward(joint: Joint) -> Grid:
    """Return people by ward and column."""
    grid: Counter[GridCell] = Counter()
    for ((ward, _), column), count in joint.items():
        grid[ward or NO_WARD, column] += count
    return grid
