"""Benchmarks: what is aimed at, and what the saved figures say to it, as a table for the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "benchmarks"
PAGE = FOLDER.parent / "benchmarks.md"
TABLE = re.compile(r"(<!-- aims -->\n).*?(<!-- end of aims -->)", re.DOTALL)
HEAD = ("| aim | beside | aimed at | measured | |", "|---|---|---|---|---|")
Saved = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Aim:
    """Hold one aim: which figure of which row, and at least or at most how much it should be."""

    what: str
    beside: str
    bench: str
    row: str
    figure: str
    least: float | None = None
    most: float | None = None
    unit: str = "{:,.0f}"

    @property
    def wanted(self) -> str:
        """Say what is aimed at."""
        low = [] if self.least is None else [f"at least {self.unit.format(self.least)}"]
        high = [] if self.most is None else [f"at most {self.unit.format(self.most)}"]
        return ", ".join(low + high)

    def is_reached(self, value: float) -> bool:
        """Tell whether a figure is what is aimed at."""
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )


TIMES, MS, S, MB, SHARE = "{:,.1f} times", "{:,.0f} ms", "{:,.1f} s", "{:,.0f} MB", "{:,.0f}%"
BROADCASTER, NOBODY = "aiogram-broadcaster, SQLite", ""
LIMITER = "AIORateLimiter"


def durable(members: int, times: float) -> Aim:
    """Return the aim of a durable broadcast to a list of a size."""
    what, row = f"durable broadcast, {members:,} on the list", f"SQLite, {members:,} on the list"
    row = f"Nhịp Cầu, {row}"
    return Aim(what, BROADCASTER, "durable", row, "rate_to_peer", least=times, unit=TIMES)


def whole(kind: str) -> list[Aim]:
    """Return the aims of the whole pipeline on one database."""
    row = f"Nhịp Cầu, {kind}, whole ledger"
    what, cpu = f"durable broadcast, unpaced, {kind}", f"CPU a message, whole pipeline, {kind}"
    return [
        Aim(what, NOBODY, "broadcast", row, "rate", least=3000, unit="{:,.0f} a second"),
        Aim(cpu, "aiogram's bare client", "broadcast", row, "cpu_to_peer", most=1.2, unit=TIMES),
    ]


def paced(rate: int) -> list[Aim]:
    """Return the aims of the pace at one limit."""
    row = f"Nhịp Cầu, SQLite, limit {rate:,} a second"
    return [
        Aim(f"use of a limit of {rate:,}", LIMITER, "pace", row, "use_%", least=96, unit=SHARE),
        Aim(f"most in any second at {rate:,}", LIMITER, "pace", row, "most_in_1s", most=rate),
    ]


def million(kind: str, seconds: float) -> list[Aim]:
    """Return the aims of a launch to a million on one database."""
    row, listed = (
        f"Nhịp Cầu, {kind}, 1,000,000 members",
        f"Nhịp Cầu, {kind}, 1,000,000 on the list",
    )
    return [
        Aim(f"fan-out of 1M, {kind}", NOBODY, "fanout", row, "seconds", most=seconds, unit=S),
        Aim(f"longest lock, {kind}", NOBODY, "fanout", row, "longest_lock_ms", most=500, unit=MS),
        Aim(f"report over 1M, {kind}", "GROUP BY", "fanout", row, "report_ms", most=50, unit=MS),
        Aim(f"first message, 1M, {kind}", NOBODY, "durable", listed, "first_s", most=2, unit=S),
        Aim(f"sender at 1M, {kind}", NOBODY, "durable", listed, "peak_mb", most=150, unit=MB),
    ]


def answered(kind: str) -> Aim:
    """Return the aim of the way in on one database."""
    what, row = f"webhook to commit, {kind}", f"Nhịp Cầu, {kind}"
    beside = "aiogram's dispatcher, same write"
    return Aim(what, beside, "turns", row, "rate_to_peer", least=1.5, unit=TIMES)


def surveyed(kind: str) -> list[Aim]:
    """Return the aims of a survey of three questions, and of its whole result, on one database."""
    row, whole = f"Nhịp Cầu, {kind}", f"Nhịp Cầu, {kind}, 1,000,000 answers"
    what, told = f"a survey of three questions, {kind}", f"results over 1M answers, {kind}"
    beside = "aiogram's FSM, a table"
    return [
        Aim(what, beside, "surveys", row, "rate_to_peer", least=1.5, unit=TIMES),
        Aim(told, "GROUP BY", "results", whole, "look_ms", most=50, unit=MS),
    ]


INSTALLED = "python-telegram-bot as installed"
AIMS = (
    *(durable(10_000, 20), durable(100_000, 50), durable(1_000_000, 200)),
    Aim(
        *("sends a second, 60 ms, 128 in flight", INSTALLED, "clients", "Nhịp Cầu's channel"),
        *("rate_to_peer", 15),
        unit=TIMES,
    ),
    *whole("SQLite"),
    *whole("PostgreSQL"),
    *paced(30),
    *paced(1000),
    *million("SQLite", 3),
    *million("PostgreSQL", 15),
    answered("SQLite"),
    answered("PostgreSQL"),
    *surveyed("SQLite"),
    *surveyed("PostgreSQL"),
    Aim(
        *("a survey's condition evaluated", "elementpath, parsed once", "expressions", "Nhịp Cầu"),
        *("rate_to_peer", 1),
        unit=TIMES,
    ),
    Aim(
        *("a form of 500 questions read", "pyxform, to XForm only", "xlsform"),
        *("Nhịp Cầu, read, checked and planned", "rate", 250),
        unit="{:,.0f} questions a second",
    ),
)


def read_saved(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """Return what was saved, by the bench's name."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}


def tell(saved: Saved) -> str:
    """Return the table of aims, each beside what the saved figures say."""
    lines = list(HEAD)
    for aim in AIMS:
        value = find(aim, saved)
        said = "" if value is None else aim.unit.format(value)
        mark = "not measured" if value is None else "yes" if aim.is_reached(value) else "no"
        lines.append(f"| {aim.what} | {aim.beside} | {aim.wanted} | {said} | {mark} |")
    return "\n".join(lines) + "\n"


def find(aim: Aim, saved: Saved) -> float | None:
    """Return the figure that an aim is about, None when it was not measured."""
    rows = saved.get(aim.bench, {}).get("rows", [])
    return next((row.get(aim.figure) for row in rows if row["name"] == aim.row), None)


def write_table(page: Path = PAGE, folder: Path = FOLDER) -> None:
    """Bring the page's table to what is saved."""
    told = tell(read_saved(folder))
    page.write_text(TABLE.sub(lambda marks: marks[1] + told + marks[2], page.read_text()))
