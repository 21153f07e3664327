"""Ground: what an expression may see while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


def _nothing(name: str) -> str:
    return ""


def _none(name: str) -> Sequence[str]:
    return ()


def _same(name: str, code: str) -> str:
    return code


@dataclass(frozen=True, slots=True)
class Scope:
    """Hold what is named: answers as XForms writes them, choices by their codes between spaces."""

    now: datetime  # local
    value: Callable[[str], str] = _nothing  # of `${name}`, in the copy where the expression stands
    every: Callable[[str], Sequence[str]] = _none  # of `${name}`, in all copies that there are
    label: Callable[[str, str], str] = _same  # the words of a question's choice, by its code
    here: str = ""  # what `.` is
    position: int = 1  # the copy, from 1, where the expression stands
    item: Mapping[str, str] = field(default_factory=dict)  # a choice, for a choice filter
