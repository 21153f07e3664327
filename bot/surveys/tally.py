"""Room: the one tally behind chat, pictures, files and command line: counts and shares."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bot.segments import FEWEST
from bot.surveys.places import (
    OVERALL,
    Cell,
    Place,
)
from bot.surveys.values import Value

ENTITLED, FINISHED = "entitled", "finished"
Kind = tuple[str | None, tuple[int, ...]]  # ward, organisations


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one response that was handed in, with where it counts; never who gave it."""

    ward: str | None
    organisations: tuple[int, ...]
    answers: Mapping[str, Value]
    rows: Mapping[str, str] = field(default_factory=dict)  # by age, by channel …: which row


@dataclass(frozen=True, slots=True)
class Count:
    """Hold a number to show, or that it is hidden."""

    value: int | None

    @property
    def is_hidden(self) -> bool:
        """Tell whether it is not to be shown. Why it is not would tell too much."""
        return self.value is None


@dataclass(frozen=True)
class Table:
    """Hold what may be shown of some counts."""

    counts: Mapping[Cell, int]
    hidden: Collection[Cell]
    places: frozenset[Place]

    def at(self, what: str, place: Place = OVERALL) -> Count:
        """Return what may be shown of one cell; a place that nobody counts in is a plain 0."""
        cell = what, place
        return Count(None if cell in self.hidden else self.counts.get(cell, 0))

    def share(self, what: str, of: str, place: Place = OVERALL) -> float | None:
        """Return one shown number over another, from 0 to 1, or None."""
        part, whole = self.at(what, place).value, self.at(of, place).value
        return part / whole if part is not None and whole else None


@dataclass
class Said:
    """Hold how many people said what, by where they count: all that a tally is made from."""

    values: list[Value] = field(default_factory=list)  # each different one, in no order
    kinds: Counter[tuple[Kind, int]] = field(default_factory=Counter)  # by place in `values`
    rows: dict[str, Counter[tuple[str, int]]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)

    def place_of(self, value: Value) -> int:
        """Return a value's place, a new one where it is new."""
        written = json.dumps(value, sort_keys=True)
        if written not in self.known:
            self.known[written] = len(self.values)
            self.values.append(value)
        return self.known[written]

    def drop(self, value: Value, kind: Kind) -> None:
        """Take one answer off, whose words stand here as given."""
        given = {**value, "text": ""} if "text" in value else value
        self.kinds[kind, self.place_of(given)] -= 1

    def weigh(self) -> Counter[int]:
        """Return how often each value was given."""
        weights: Counter[int] = Counter()
        for (_, place), count in self.kinds.items():
            weights[place] += count
        return weights


def gather(question: str, entries: Iterable[Entry]) -> Said:
    """Count what entries say to one question."""
    said = Said()
    for entry in entries:
        if question not in entry.answers:
            continue
        place = said.place_of(entry.answers[question])
        said.kinds[(entry.ward, entry.organisations), place] += 1
        for name, row in entry.rows.items():
            said.rows.setdefault(name, Counter())[row, place] += 1
    return said


def tally_texts(values: Iterable[Value]) -> tuple[str, ...]:
    """Return what was written, in random order; nothing where fewer than 5 wrote."""
    texts = [str(value["text"]) for value in values if "text" in value]
    secrets.SystemRandom().shuffle(texts)
    return tuple(texts) if len(texts) >= FEWEST else ()
