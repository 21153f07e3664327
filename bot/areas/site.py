"""Room: the wards of one of today's provinces, and the old wards that went into it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from bot.areas.lists import (
    TODAY,
    AreaRow,
    Extent,
    SuccessionRow,
    area_key,
    iter_areas,
    iter_successions,
)
from bot.areas.spelling import short_district

Steps = dict[str, list[tuple[str, Extent]]]


@dataclass(frozen=True, slots=True)
class Place:
    """Hold a ward as a site sees it; `label` tells it from others of its name."""

    key: str
    code: str
    version: str
    kind: str
    name: str
    district: str

    @property
    def is_current(self) -> bool:
        """Say whether the ward exists today."""
        return self.version == TODAY

    @property
    def label(self) -> str:
        """Say the ward so that it cannot be taken for another of its name."""
        age = "mới" if self.is_current else f"cũ, {short_district(self.district)}"
        return f"{self.kind.lower()} {self.name} ({age})"


@dataclass(frozen=True, slots=True)
class Site:
    """Hold a province's places by key, the steps between them, and its names, old ones too."""

    places: dict[str, Place]
    onward: Steps
    back: Steps
    provinces: tuple[str, ...]


@cache
def load_site(province_code: str) -> Site:
    """Read, once, one of today's provinces with every old province that was merged into it."""
    areas = {row.key: row for row in iter_areas()}
    steps = list(iter_successions())
    merged = _merged_provinces(area_key(province_code, TODAY), areas, steps)
    places = {key: _place_of(row) for key, row in areas.items() if row.province_key in merged}
    onward: Steps = defaultdict(list)
    back: Steps = defaultdict(list)
    for step in steps:
        if step.old_key in places and step.new_key in places:
            onward[step.old_key].append((step.new_key, step.extent))
            back[step.new_key].append((step.old_key, step.extent))
    names = tuple(areas[key].name for key in sorted(merged) if key in areas)
    return Site(places, dict(onward), dict(back), names)


def _merged_provinces(
    own_key: str, areas: dict[str, AreaRow], steps: list[SuccessionRow]
) -> set[str]:
    old = (
        areas[step.old_key].province_key
        for step in steps
        if areas[step.new_key].province_key == own_key
    )
    return {own_key, *(key for key in old if key is not None)}


def _place_of(row: AreaRow) -> Place:
    return Place(row.key, row.code, row.version, row.kind, row.name, row.district)
