"""DOOR · the clock: what a line of the timetable holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.site import Site


@dataclass(frozen=True, slots=True)
class Job:
    """Name something that the clock starts again and again; each run does what is due."""

    name: str
    seconds: float
    tick: Callable[[Site], Awaitable[None]]
