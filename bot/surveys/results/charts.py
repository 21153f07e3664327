"""Room: what a picture of bars shows, before anybody paints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar: its words, its length from 0 to 1, and what is written beside it."""

    label: str
    share: float | None  # None: hidden
    told: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold a picture's words and bars."""

    title: str
    bars: Sequence[Bar]
    notes: Sequence[str]  # below: how many there are, what it is worth
