"""Proof: a survey's results held against what residents said, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from bot.access import OPERATOR
from bot.clock import Clock
from bot.db import Database
from bot.models import Survey
from bot.surveys.places import Cell
from bot.surveys.results import get_results
from tests.kit.gates import Failed
from tests.proofs.reckoning import SENDERS, Truth


async def compare_results(database: Database, clock: Clock, code: str, truth: Truth) -> int:
    """Hold the survey's results against the truth; return how many cells were equal."""
    async with database.reading() as session:
        survey = (await session.scalars(select(Survey).where(Survey.code == code))).one()
        results = await get_results(session, OPERATOR, survey, clock.now())
    equal = compare_cells("turnout", results.turnout.counts, truth.turnout)
    for number, tally in enumerate(results.questions):
        counts = {c: n for c, n in tally.table.counts.items() if c[0] not in SENDERS}
        said = Counter() if results.is_withheld else truth.rows[number]  # too few, and destroyed
        told = join_ranges(said, [category.code for category in tally.categories])
        equal += compare_cells(tally.question.code, counts, told)
        wrong = [
            cell
            for cell in counts
            if (shown := tally.table.at(*cell).value) is not None and shown != counts[cell]
        ]
        if wrong:
            raise Failed(f"{tally.question.code} shows other numbers than it counted: {wrong}")
    return equal


def join_ranges(rows: Counter[Cell], codes: Sequence[str]) -> Counter[Cell]:
    """Gather numbers as the results do, which tell ranges where a number would be of a few."""
    starts = sorted(int(code[2:]) for code in codes if code.startswith("n-"))
    joined: Counter[Cell] = Counter()
    for (what, place), count in rows.items():
        code = what
        if what.startswith("n-"):
            below = [start for start in starts if start <= int(what[2:])]
            code = f"n-{below[-1]}" if below else what
        joined[code, place] += count
    return joined


def compare_cells(what: str, found: Mapping[Cell, int], truth: Counter[Cell]) -> int:
    """Hold one table against the truth, a cell that is not there being 0."""
    cells = {*found, *truth}
    wrong = {
        cell: (found.get(cell, 0), truth[cell])
        for cell in cells
        if found.get(cell, 0) != truth[cell]
    }
    if wrong:
        raise Failed(
            f"{what}: (stored, told by the residents) differ: {dict(list(wrong.items())[:8])}"
        )
    return len(cells)
