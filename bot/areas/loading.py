"""Room: the country's places carried into the database, where members point at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.areas.lists import AreaRow, iter_areas, iter_successions
from bot.models import Area, AreaSuccession
from bot.words import fold

SLICE = 1000  # rows an insert
Tell = Callable[[int, int], None]


async def load_areas(
    session: AsyncSession, *, province_code: str | None = None, tell: Tell | None = None
) -> int:
    """Add the places that an empty database lacks; return how many.

    Of one of today's provinces, with the old wards that went into it, or of all. `tell` hears
    after each slice how many rows are in, and of how many.
    """
    if await session.scalar(select(func.count()).select_from(Area)):
        return 0
    steps = list(iter_successions())
    rows = list(iter_areas())
    if province_code is not None:
        rows = _of_province(rows, province_code)
        kept = {row.key for row in rows}
        steps = [step for step in steps if {step.old_key, step.new_key} <= kept]
    areas = [_area(row) for row in rows]
    pairs = {(s.old_key, s.new_key): s.extent for s in steps}
    entries = [{"old_key": o, "new_key": n, "extent": e} for (o, n), e in pairs.items()]
    done = 0
    for table, held in ((Area, areas), (AreaSuccession, entries)):
        for piece in _slices(held):
            await session.execute(insert(table), piece)
            done += len(piece)
            if tell is not None:
                tell(done, len(areas) + len(entries))
    return len(rows)


def _of_province(rows: Sequence[AreaRow], code: str) -> list[AreaRow]:
    today = f"{code}.2025"
    new = {row.key for row in rows if today in (row.key, row.province_key)}
    old = {step.old_key for step in iter_successions() if step.new_key in new}
    by_key = {row.key: row for row in rows}
    provinces = {by_key[key].province_key for key in old if key in by_key}
    kept = new | old | provinces
    return [row for row in rows if row.key in kept]


def _area(row: AreaRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "code": row.code,
        "version": row.version,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "level": row.level,
        "kind": row.kind,
        "name": row.name,
        "folded": fold(row.name),
        "province_code": (row.province_key or row.key).partition(".")[0],
        "former_district": row.district,
    }


def _slices(rows: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(rows)
    while piece := list(islice(remaining, SLICE)):
        yield piece
