"""Room: the places that a survey is counted by: ward × organisation, with their totals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

ALL_WARDS, NO_WARD = "*", ""
ALL_ORGANISATIONS, NO_ORGANISATION = -1, 0
Place = tuple[str, int]  # ward key, organisation id
OVERALL: Place = (ALL_WARDS, ALL_ORGANISATIONS)
Cell = tuple[str, Place]  # what is counted, and where
Relation = tuple[Cell, ...]  # parts that add up to the last one


def places_of(ward: str | None, organisations: Collection[int]) -> Iterator[Place]:
    """Yield each place that a person counts in.

    A member of several organisations counts in each of them, and once in the ward's total.
    """
    for row in (ward or NO_WARD, ALL_WARDS):
        for column in (*(organisations or (NO_ORGANISATION,)), ALL_ORGANISATIONS):
            yield row, column


def sums_over(what: Iterable[str], places: Collection[Place]) -> Iterator[Relation]:
    """Yield how the places of a table add up, row by row and column by column.

    Organisations overlap, so a row's parts may exceed its total; where nobody is in two they do
    add up, and as a reader may know that, they are guarded as if they always did.
    """
    wards = sorted({ward for ward, _ in places} - {ALL_WARDS})
    columns = sorted({column for _, column in places} - {ALL_ORGANISATIONS})
    for counted in what:
        for ward in (*wards, ALL_WARDS):
            row = [(ward, column) for column in columns if (ward, column) in places]
            yield tuple((counted, place) for place in (*row, (ward, ALL_ORGANISATIONS)))
        for column in (*columns, ALL_ORGANISATIONS):
            line = [(ward, column) for ward in wards if (ward, column) in places]
            yield tuple((counted, place) for place in (*line, (ALL_WARDS, column)))
