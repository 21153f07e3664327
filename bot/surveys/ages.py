"""Room: the age bands that results are told by: wide, and the same for every survey."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case

UNKNOWN = ""
BANDS = {"-17": 17, "18-30": 30, "31-45": 45, "46-60": 60}  # to the oldest of each
ELDERS = "61-"


def select_band(birth_year: Any, year: int) -> ColumnElement[str]:
    """Return the band of who was born in a year, by the age that they reach in another."""
    bands = [(birth_year >= year - oldest, band) for band, oldest in BANDS.items()]
    return case((birth_year.is_(None), UNKNOWN), *bands, else_=ELDERS)
