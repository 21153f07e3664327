"""Room: whose answers are told by organisation: one whose difference from a ward tells nobody.

Organisations overlap, and stand across wards. Each is looked at by itself: those in it, and all
others. It is told only if both hide what is small, if a chain of swaps within wards keeps every
hidden cell open, and if "in this ward but not in it" and "in both" stay open too, with the wards
and all organisations that are told already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.segments import FEWEST
from bot.surveys.places import NO_WARD
from bot.surveys.results.guarding import Grid, GridCell, Hiding, find_unsafe

Kind = tuple[str | None, tuple[int, ...]]  # ward, organisations
Joint = Mapping[tuple[Kind, str], int]  # people by where they count and what they said
Side = tuple[str, bool, tuple[int, ...]]  # ward, in it or not, the told ones they are in besides


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
    delicate: set[int] = field(default_factory=set)  # those of them with small cells

    def try_organisation(self, number: int) -> None:
        """Tell an organisation too, if neither it nor one told already then gives anybody away."""
        before, sides = dict(self.told), self._split(number)
        few = find_delicate(sides, self.columns)
        if few and self.overlaps:
            return
        self.told[number] = frozenset()
        self.delicate |= {number} if few else set()
        for one in (number, *sorted(self.delicate - {number})):
            if one != number:
                sides = self._split(one)
                few = find_delicate(sides, self.columns)
            hidden = _hide_row(sides, self.columns)
            if hidden is None or any(True for _ in find_differences(sides, self.columns, few)):
                break
            self.told[one] |= hidden
        else:
            if not self._opens_wards():
                return
        self.told = before
        self.delicate &= set(before)

    def _split(self, number: int) -> Counter[tuple[Side, str]]:
        sides: Counter[tuple[Side, str]] = Counter()
        stand: dict[Kind, Side] = {}
        for (kind, column), count in self.joint.items():
            if kind not in stand:
                ward, organisations = kind
                rest = tuple(o for o in organisations if o in self.told and o != number)
                stand[kind] = ward or NO_WARD, number in organisations, rest
            sides[stand[kind], column] += count
        return sides

    def _opens_wards(self) -> bool:
        """Tell whether organisations and wards together tell too much of a ward."""
        if not self.wards.hidden or self.overlaps:
            return False
        slices: dict[tuple[int, ...], Counter[GridCell]] = {}
        for ((ward, organisations), column), count in self.joint.items():
            kind = tuple(o for o in organisations if o in self.told)
            slices.setdefault(kind, Counter())[ward or NO_WARD, column] += count
        return next(find_unsafe(self.wards, list(slices.values())), None) is not None


def find_delicate(
    sides: Mapping[tuple[Side, str], int], columns: Sequence[str]
) -> dict[tuple[str, bool, str], int]:
    """Return what tells on somebody, by ward, in it or not, and answer, with how many they are.

    Those are 1 to 4 people, or all there are; but not where a whole ward, or all who are in it or
    not in it, said the same: that is told.
    """
    totals: Counter[tuple[str, bool, str]] = Counter()
    sizes: Counter[tuple[str | None, bool | None]] = Counter()
    said: Counter[tuple[str | None, bool | None, str]] = Counter()
    for ((ward, is_in, _), column), count in sides.items():
        if column in columns:
            totals[ward, is_in, column] += count
    for (ward, is_in, column), count in totals.items():
        for row in ((ward, is_in), (ward, None), (None, is_in)):
            sizes[row] += count
            said[(*row, column)] += count
    return {
        (ward, is_in, column): count
        for (ward, is_in, column), count in totals.items()
        if 0 < count < FEWEST
        or (
            count
            and count == sizes[ward, is_in]
            and said[ward, None, column] < sizes[ward, None]
            and said[None, is_in, column] < sizes[None, is_in]
        )
    }


def _hide_row(
    sides: Mapping[tuple[Side, str], int], columns: Sequence[str]
) -> frozenset[str] | None:
    """Return the columns to hide of an organisation, None where it cannot be told at all."""
    inside, outside = _sum(sides, columns, inside=True), _sum(sides, columns, inside=False)
    if sum(inside.values()) < FEWEST or 0 < sum(outside.values()) < FEWEST:
        return None
    few = [c for c in columns if 0 < inside.get(c, 0) < FEWEST or 0 < outside.get(c, 0) < FEWEST]
    if not few:
        return frozenset()
    hidden = list(few)
    spare = sorted((c for c in columns if c not in few), key=lambda c: (inside[c], c))
    while not _is_open(sides, few, hidden):
        if not spare:
            return None
        hidden.append(spare.pop(0))
    return frozenset(hidden)


def _sum(
    sides: Mapping[tuple[Side, str], int], columns: Sequence[str], *, inside: bool
) -> dict[str, int]:
    sums = dict.fromkeys(columns, 0)
    for ((_, is_in, _), column), count in sides.items():
        if is_in == inside and column in sums:
            sums[column] += count
    return sums


def _is_open(
    sides: Mapping[tuple[Side, str], int], few: Sequence[str], hidden: Sequence[str]
) -> bool:
    """Tell whether swaps within wards could make each small cell, in it or not, 5 or more."""
    for inside in (True, False):
        counts = _sum(sides, hidden, inside=inside)
        for column in few:
            if not 0 < counts[column] < FEWEST:
                continue
            room = max(
                (
                    _swap(sides, column, other, inside=inside)
                    for other in hidden
                    if other != column
                ),
                default=0,
            )
            if counts[column] + room < FEWEST:
                return False
    return True


def _swap(sides: Mapping[tuple[Side, str], int], column: str, other: str, *, inside: bool) -> int:
    """Return how many pairs, alike but for this organisation, could have each other's answer."""
    return sum(
        min(count, sides.get(((ward, not inside, rest), column), 0))
        for ((ward, is_in, rest), said), count in sides.items()
        if said == other and is_in == inside
    )


def find_differences(
    sides: Mapping[tuple[Side, str], int],
    columns: Sequence[str],
    few: Mapping[tuple[str, bool, str], int],
) -> Iterator[tuple[str, bool, str]]:
    """Yield which few could be reckoned as a difference: in a ward, in or out, one answer.

    It is open when two pairs of people, in two wards, could have each other's answers.
    """
    if not few:
        return
    kept = sorted({side for side, _ in sides})
    by_half = {half: list(group) for half, group in groupby(kept, key=lambda side: side[:2])}
    wards = sorted({ward for ward, _, _ in kept})
    sizes: Counter[tuple[str, bool]] = Counter()
    for ((ward, is_in, _), _), count in sides.items():
        sizes[ward, is_in] += count
    for (ward, is_in, column), count in sorted(few.items()):
        size = sizes[ward, is_in]
        more = min(FEWEST, size) - count
        across = by_half.get((ward, not is_in), ())
        cubes = (
            _find_cubes(sides, (here, beyond), (column, said), wards, grow=more > 0)
            for here in by_half[ward, is_in]
            for beyond in across
            for said in columns
            if said != column
        )
        if not any(room >= max(more, 1) for cube in cubes for room in cube):
            yield ward, is_in, column


def _find_cubes(
    sides: Mapping[tuple[Side, str], int],
    pair: tuple[Side, Side],
    answers: tuple[str, str],
    wards: Collection[str],
    *,
    grow: bool,
) -> Iterator[int]:
    """Yield, for each other ward, how many at once could have each other's answers."""
    (ward, is_in, rest), (_, _, other_rest) = pair
    gone, come = answers[::-1] if grow else answers
    for other in wards:
        if other != ward:
            corners = (
                (pair[0], gone),
                (pair[1], come),
                ((other, is_in, rest), come),
                ((other, not is_in, other_rest), gone),
            )
            yield min(sides.get(corner, 0) for corner in corners)


def slice_by_ward(joint: Joint) -> Grid:
    """Return people by ward and column."""
    grid: Counter[GridCell] = Counter()
    for ((ward, _), column), count in joint.items():
        grid[ward or NO_WARD, column] += count
    return grid
