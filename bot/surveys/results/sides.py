"""Room: the people on either side of one organisation, in it or not, ward by ward.

What is asked again for each organisation that is told is kept here, so that a city of many wards
and organisations is judged in well under a second.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import add, sub

Ids = tuple[int, ...]
Half = tuple[str, bool]  # ward, in the organisation or not
Counts = tuple[int, ...]  # people by what they said, in the order of a table's columns
People = Mapping[tuple[str, Ids], Counts]  # by ward and organisations


@dataclass(frozen=True)
class Sides:
    """Hold how many said what by half, and by the told organisations they are in besides."""

    number: int
    told: frozenset[int]
    halves: Mapping[Half, Mapping[Ids, Counts]]
    totals: Mapping[Half, Counts]

    def at(self, half: Half, rest: Ids, place: int) -> int:
        """Return how many there are of one kind who said one thing."""
        counts = self.halves.get(half, {}).get(rest)
        return counts[place] if counts else 0

    def sum(self, *, inside: bool) -> Counts:
        """Return what those in the organisation said, or those not in it."""
        halves = [counts for (_, is_in), counts in self.totals.items() if is_in == inside]
        return tuple(map(sum, zip(*halves, strict=True)))

    def tell(self, number: int, theirs: People) -> Sides:
        """Return the sides once another organisation, whose people are `theirs`, is told too."""
        halves, copied = dict(self.halves), dict[Half, dict[Ids, Counts]]()
        told = self.told | {number}
        moved: dict[Ids, tuple[bool, Ids, Ids]] = {}
        for (ward, ids), counts in theirs.items():
            if ids not in moved:
                old, new = (keep(ids, these, but=self.number) for these in (self.told, told))
                moved[ids] = self.number in ids, old, new
            is_in, old, new = moved[ids]
            half = ward, is_in
            if half not in copied:
                halves[half] = copied[half] = dict(halves[half])
            rests = copied[half]
            rests[old] = tuple(map(sub, rests[old], counts))
            rests[new] = tuple(map(add, rests[new], counts)) if new in rests else counts
        return replace(self, told=told, halves=halves)


def split(people: People, number: int, told: Collection[int]) -> Sides:
    """Return people on either side of an organisation, by the told ones they are in besides."""
    halves: dict[Half, dict[Ids, Counts]] = {}
    stand: dict[Ids, tuple[bool, Ids]] = {}
    for (ward, ids), counts in people.items():
        if ids not in stand:
            stand[ids] = number in ids, keep(ids, told, but=number)
        is_in, rest = stand[ids]
        rests = halves.setdefault((ward, is_in), {})
        rests[rest] = tuple(map(add, rests[rest], counts)) if rest in rests else counts
    totals = {half: _total(list(rests.values())) for half, rests in halves.items()}
    return Sides(number, frozenset(told), halves, totals)


def keep(ids: Ids, told: Collection[int], *, but: int = 0) -> Ids:
    """Return those of some organisations that are told."""
    return tuple(one for one in ids if one in told and one != but)


def _total(counts: Sequence[Counts]) -> Counts:
    return tuple(map(sum, zip(*counts, strict=True))) if len(counts) > 1 else counts[0]
