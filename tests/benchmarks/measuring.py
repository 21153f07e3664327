"""Benchmarks: rounds in turn, their medians, and the ratio to the peer of the same run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.towns import Ground


@dataclass(frozen=True)
class Options:
    """Hold how long and how large a run is."""

    seconds: float = 4.0  # of one round, where time bounds it
    rounds: int = 3
    scale: float = 1.0  # of the sizes that the issue names: 0.02 to try a bench
    profile: Path | None = None  # where our own processes write their profiles
    sizes: tuple[int, ...] = ()  # instead of a bench's own row of sizes

    def size(self, whole: int) -> int:
        """Return how many of something to take."""
        return max(50, round(whole * self.scale))

    def all_sizes(self, whole: Sequence[int]) -> list[int]:
        """Return the sizes of a bench that has several, the smallest first."""
        return sorted(self.sizes or {self.size(each) for each in whole})


@dataclass(frozen=True)
class Stage:
    """Hold what a bench is given."""

    options: Options
    ground: Ground
    folder: Path

    def profile(self, name: str) -> str:
        """Return where a process of ours writes its profile, or nothing."""
        folder = self.options.profile
        return str(folder / f"{name}.txt") if folder is not None else ""


@dataclass(frozen=True)
class Round:
    """Hold what one round did: things, wall and CPU seconds, and whatever else was seen."""

    items: int
    wall: float
    cpu: float
    seen: Mapping[str, float] = field(default_factory=dict)


@dataclass
class Row:
    """Hold one subject's figures, and whose figures they stand beside."""

    name: str
    rounds: list[Round]
    beside: str = ""

    @property
    def rate(self) -> float:
        """Return the median of things a second."""
        return median(r.items / r.wall for r in self.rounds)

    @property
    def cpu_ms(self) -> float:
        """Return the median CPU milliseconds of the process under test per thing."""
        return median(1000 * r.cpu / r.items for r in self.rounds)

    def seen(self, name: str) -> float:
        """Return the median of something else that was seen."""
        return median(r.seen[name] for r in self.rounds)

    def as_document(self, peer: Row | None) -> dict[str, Any]:
        """Return the row for machines."""
        figures = {"rate": round(self.rate, 1), "cpu_ms": round(self.cpu_ms, 4)}
        figures |= {name: round(self.seen(name), 3) for name in self.rounds[0].seen}
        if peer is not None:
            figures["rate_to_peer"] = round(self.rate / peer.rate, 3)
            figures["cpu_to_peer"] = round(self.cpu_ms / peer.cpu_ms, 3)
        return {"name": self.name, "beside": self.beside, "rounds": len(self.rounds), **figures}


Work = Callable[[], Awaitable[Round]]


async def interleave(works: Mapping[str, Work], rounds: int) -> dict[str, list[Round]]:
    """Let every subject work once in each round, so that a busy minute strikes them all."""
    done: dict[str, list[Round]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            done[name].append(await work())
    return done


def round_of(told: Mapping[str, Any], *seen: str) -> Round:
    """Read a round from what a child told of its own work."""
    extra = {name: float(told[name]) for name in seen}
    return Round(int(told["items"]), told["used"]["wall"], told["used"]["cpu"], extra)
