"""Kit: what a resident hears and does, whichever wire carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Say:
    """Write a line."""

    text: str


@dataclass(frozen=True)
class Push:
    """Press a button of a message."""

    ref: int
    label: str


@dataclass(frozen=True)
class ShareContact:
    """Press the platform's own contact button."""

    phone: str


Act: TypeAlias = Say | Push | ShareContact


@dataclass(frozen=True)
class Heard:
    """Hold one message as it stands on the phone; `again` when it was rewritten.

    `marks` is what stands before the first of its choices where they are lines: 1 or A.
    """

    ref: int
    text: str
    labels: tuple[str, ...] = ()
    again: bool = False
    marks: str = ""
