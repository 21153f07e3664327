"""Room: the whole country's areas, of before July 2025 and of today, and which became which.

Law: a code is a key only together with its version; today's codes were given to other wards
before.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Final, Literal, NamedTuple

OLD: Final = "2004"
TODAY: Final = "2025"

Extent = Literal["whole", "part"]

# Resolution 202/2025/QH15 and those on each province's wards: in force on 1 July 2025.
_SPANS: Final[dict[str, tuple[date | None, date | None]]] = {
    OLD: (None, date(2025, 6, 30)),
    TODAY: (date(2025, 7, 1), None),
}


class AreaRow(NamedTuple):
    """Hold one province or ward of one version of the map."""

    key: str
    code: str
    version: str
    level: Literal["province", "ward"]
    kind: str
    name: str
    province_key: str | None
    district: str
    valid_from: date | None
    valid_to: date | None


class SuccessionRow(NamedTuple):
    """Hold one step from an old ward to today's; `part`: the old one was divided."""

    old_key: str
    new_key: str
    extent: Extent


def area_key(code: str, version: str) -> str:
    """Give an area's key: its code and the version of the map that the code is of."""
    return f"{code}.{version}"


def iter_areas() -> Iterator[AreaRow]:
    """Yield every area: for each version its provinces first, then their wards."""
    for version, province, code, kind, name, district, left in _lines("areas.csv.gz"):
        since, until = _SPANS[version]
        yield AreaRow(
            key=area_key(code, version),
            code=code,
            version=version,
            level="ward" if province else "province",
            kind=kind,
            name=name,
            province_key=area_key(province, version) if province else None,
            district=district,
            valid_from=since,
            valid_to=date.fromisoformat(left) if left else until,
        )


def iter_successions() -> Iterator[SuccessionRow]:
    """Yield every step from an old ward to one of today's."""
    for old, new, how in _lines("successions.csv.gz"):
        extent: Extent = "part" if how == "part" else "whole"
        yield SuccessionRow(area_key(old, OLD), area_key(new, TODAY), extent)


def _lines(name: str) -> Iterator[list[str]]:
    source = files("bot.areas.data").joinpath(name)
    with source.open("rb") as packed, gzip.open(packed) as plain:
        lines = csv.reader(io.TextIOWrapper(plain, encoding="utf-8", newline=""))
        next(lines)  # the names of the columns
        yield from lines
