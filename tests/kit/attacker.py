"""Kit: one who owns the database, its write-ahead files and the logs, and guesses answers.

They see every row of every table before and after each turn, know who wrote when, and know half of
the answers. For each thing that changed they learn which content, length or number goes with which
answer, and guess each person's from all others'. Chance is what the same attacker reaches when the
answers are dealt anew: however many things they look at, a shuffled truth has as many.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.db import Database
from bot.models import Table

PLACES = {"areas", "area_successions"}  # the country's places never change
TABLES = sorted({table.name for table in Table.metadata.sorted_tables} - PLACES)
EVERY_ROW = {name: text(f"SELECT * FROM {name}") for name in TABLES}
FILLED = text(
    " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT * FROM {name})" for name in TABLES)
)
SHUFFLES = 400
Row = tuple[Any, ...]
Snapshot = dict[str, Counter[Row]]
Features = dict[str, list[str]]  # what is looked at -> what each person shows there


async def take_snapshot(database: Database) -> Snapshot:
    """Return every row of every table as it stands."""
    taken: Snapshot = {}
    async with database.reading() as session:
        connection = await session.connection()
        filled = set(await session.scalars(FILLED))
        for name in TABLES:
            rows = await connection.execute(EVERY_ROW[name]) if name in filled else ()
            taken[name] = Counter(tuple(map(_plain, row)) for row in rows)
    return taken


def read_files(database: Database) -> bytes:
    """Return the bytes of SQLite's file and its write-ahead log, as a thief finds them."""
    path = Path(str(database.url.database))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def compare(before: Snapshot, after: Snapshot) -> dict[str, str]:
    """Return what changed between two snapshots, in every way that it can be looked at."""
    seen: dict[str, str] = {}
    for name, rows in after.items():
        fresh = sorted((rows - before[name]).elements(), key=str)
        gone = sorted((before[name] - rows).elements(), key=str)
        seen[f"{name}: rows"] = f"{len(fresh)} {len(gone)}"
        for column, held in enumerate(zip(*fresh, strict=True)):
            told = [str(value) for value in held]
            seen[f"{name}.{column}: length"] = str([len(value) for value in told])
            seen[f"{name}.{column}: words"] = re.sub(r"\d+", "#", " | ".join(told))
            seen[f"{name}.{column}: digits"] = str([value[-1:] for value in told])
    return seen


def line_up(people: Sequence[Mapping[str, str]]) -> Features:
    """Return what each of them shows in each thing that anybody differs in.

    Things that part people in the same way are one thing; what differs in everybody tells nothing.
    """
    parted: dict[tuple[int, ...], str] = {}
    for name in sorted(set[str]().union(*people)):
        shown = [one.get(name, "") for one in people]
        if 1 < len(set(shown)) < len(shown):
            parted.setdefault(tuple(shown.index(what) for what in shown), name)
    return {name: [str(place) for place in parts] for parts, name in parted.items()}


def guess(shown: Sequence[str], truth: Sequence[bool]) -> int:
    """Return how many answers are guessed right by this one thing, each from all the others'."""
    yes: dict[str, int] = defaultdict(int)
    total = Counter(shown)
    for what, answer in zip(shown, truth, strict=True):
        yes[what] += answer
    right = 0
    for what, answer in zip(shown, truth, strict=True):
        others, ayes = total[what] - 1, yes[what] - answer
        right += others > 0 and (2 * ayes > others) == answer and 2 * ayes != others
    return right


def best_guess(features: Features, truth: Sequence[bool]) -> int:
    """Return how many are guessed right by whatever tells most."""
    return max((guess(shown, truth) for shown in features.values()), default=0)


def beats_chance(features: Features, truth: Sequence[bool], *, seed: int) -> float:
    """Return how often a dealt truth is guessed as well as the real one: small where it leaks."""
    dice, reached = random.Random(seed), best_guess(features, truth)
    dealt, as_good = list(truth), 0
    for _ in range(SHUFFLES):
        dice.shuffle(dealt)
        as_good += best_guess(features, dealt) >= reached
    return (as_good + 1) / (SHUFFLES + 1)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | bytes | None) else str(value)
