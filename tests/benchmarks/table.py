"""Benchmarks: rows as a table for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from tests.benchmarks.measuring import Row

HEAD = ("", "per s", "CPU ms each", "rate ÷ peer's", "CPU ÷ peer's")


def show(rows: list[Row]) -> str:
    """Return the table; what else was seen stands in columns of its own."""
    extra = list(dict.fromkeys(name for row in rows for name in row.rounds[0].seen))
    by_name = {row.name: row for row in rows}
    lines = [[*HEAD, *(name.replace("_", " ") for name in extra)]]
    lines += [[*cells(row, by_name), *(other(row, name) for name in extra)] for row in rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(align(line, widths) for line in lines)


def cells(row: Row, by_name: Mapping[str, Row]) -> list[str]:
    """Return a row's own cells."""
    peer = by_name.get(row.beside)
    ratios = ["", ""]
    if peer is not None:
        ratios = [f"{row.rate / peer.rate:.2f}", f"{row.cpu_ms / peer.cpu_ms:.2f}"]
    return [row.name, f"{row.rate:,.0f}", f"{row.cpu_ms:.3f}", *ratios]


def other(row: Row, name: str) -> str:
    """Return something else that was seen of this row, if it was."""
    return f"{row.seen(name):,.2f}" if name in row.rounds[0].seen else ""


def align(line: list[str], widths: list[int]) -> str:
    """Put the name to the left and figures to the right."""
    name, *figures = line
    right = (cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True))
    return "  ".join([name.ljust(widths[0]), *right]).rstrip()
