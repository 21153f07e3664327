"""Room: areas, today's and those of before, found by name and mapped forward."""

from bot.areas.lists import (
    OLD,
    TODAY,
    AreaRow,
    Extent,
    SuccessionRow,
    area_key,
    iter_areas,
    iter_successions,
)
from bot.areas.names import Places
from bot.areas.site import Place

__all__ = [
    "OLD",
    "TODAY",
    "AreaRow",
    "Extent",
    "Place",
    "Places",
    "SuccessionRow",
    "area_key",
    "iter_areas",
    "iter_successions",
]
