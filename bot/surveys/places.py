"""Room: the places that a survey is counted by: ward × organisation, with their totals."""

from __future__ import annotations

from collections.abc import Collection, Iterator

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
