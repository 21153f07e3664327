"""Room: a survey's roll and what was said, read from the counts that the rows themselves keep."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import distinct, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import AnswerCount, RollCount, Survey
from bot.models.counts import fold_alike
from bot.models.survey_counts import (
    ANSWER_KEY,
    BY_THEMSELVES,
    EVERYBODY,
    RECORDED,
    ROLL_KEY,
)
from bot.surveys.results.rows import Listed
from bot.surveys.standing import VOID
from bot.surveys.tally import Kind, Said

LIVELY = timedelta(hours=1)  # after its closing a survey changes no more, but by erasures
WORTH_FOLDING = 500  # rows of one survey beyond those that stay
K = TypeVar("K", bound=Hashable)
Line = tuple[Kind, str, bool, str]  # where it counts, residential group, proven, how handed in


@dataclass(frozen=True)
class Roll:
    """Hold how many lines of a roll are alike."""

    lines: Counter[Line]

    @property
    def wards(self) -> set[str]:
        """Return the wards in which anybody may answer."""
        return {ward or "" for (ward, _), _, _, _ in self.lines}

    @property
    def kinds(self) -> Counter[tuple[Kind, bool]]:
        """Return how many may answer and handed in, by where they count."""
        return _sum(((kind, bool(how)), n) for (kind, _, _, how), n in self.lines.items())

    @property
    def groups(self) -> Counter[tuple[str, str, bool]]:
        """Return how many may answer and handed in, by ward and residential group."""
        return _sum(
            ((ward or "", group, bool(how)), n)
            for ((ward, _), group, _, how), n in self.lines.items()
        )

    @property
    def crossed(self) -> Counter[tuple[Kind, str, bool]]:
        """Return how many may answer and handed in, by ward, organisations and group."""
        return _sum(
            ((kind, group, bool(how)), n) for (kind, group, _, how), n in self.lines.items()
        )

    @property
    def senders(self) -> Counter[Kind]:
        """Return how many handed in, by where they count."""
        return _sum((kind, n) for (kind, _, _, how), n in self.lines.items() if how)

    @property
    def finished(self) -> int:
        """Return how many handed in."""
        return sum(n for (*_, how), n in self.lines.items() if how)

    @property
    def recorded(self) -> int:
        """Return how many were handed in by an organizer for somebody."""
        return sum(n for (*_, how), n in self.lines.items() if how == RECORDED)

    @property
    def unproven(self) -> Counter[bool]:
        """Return how many have only typed who they are, by whether they handed in."""
        return _sum((bool(how), n) for (*_, proven, how), n in self.lines.items() if not proven)


async def count_roll(session: AsyncSession, survey_id: int) -> Roll:
    """Return a survey's roll as its counts have it."""
    alike = (
        *(RollCount.ward_key, RollCount.organisation_ids, RollCount.residential_group),
        *(RollCount.confirmed, RollCount.handed_in),
    )
    query = select(*alike, func.sum(RollCount.lines)).where(RollCount.survey_id == survey_id)
    lines: Counter[Line] = Counter()
    for ward, ids, group, proven, how, n in (await session.execute(query.group_by(*alike))).all():
        lines[(ward or None, _read_ids(ids)), group, proven, how] += n
    return Roll(+lines)


def take_off(roll: Roll, lines: Iterable[Listed]) -> Roll:
    """Return a roll without some lines."""
    gone = Counter(
        ((one.ward, one.organisations), one.group, one.confirmed, _how(one)) for one in lines
    )
    return Roll(roll.lines - gone)


def _how(one: Listed) -> str:
    if not one.finished:
        return ""
    return RECORDED if one.assisted else BY_THEMSELVES


async def count_said(
    session: AsyncSession, survey_id: int, questions: Collection[str]
) -> dict[str, Said]:
    """Return what was handed in to each of these questions, as the counts have it.

    What somebody wrote is there as given, without its words.
    """
    alike = (
        *(AnswerCount.question, AnswerCount.value),
        *(AnswerCount.ward_key, AnswerCount.organisation_ids),
    )
    query = select(*alike, func.sum(AnswerCount.lines)).where(AnswerCount.survey_id == survey_id)
    rows = await session.execute(query.group_by(*alike))
    said = {code: Said() for code in questions}
    places: dict[tuple[str, str], int | None] = {}
    for code, written, ward, ids, n in rows.all():
        if code not in said:
            continue
        if (code, written) not in places:
            value = json.loads(written)
            places[code, written] = None if VOID in value else said[code].place_of(value)
        place = places[code, written]
        if place is not None:
            said[code].kinds[(ward or None, _read_ids(ids)), place] += n
    for one in said.values():
        one.kinds = +one.kinds
    return said


async def count_unsealed(session: AsyncSession, survey_id: int) -> Counter[Kind]:
    """Return how many unsealed responses there are, by where they may say that they come from."""
    query = select(AnswerCount.ward_key, AnswerCount.organisation_ids, AnswerCount.lines)
    rows = await session.execute(
        query.where(AnswerCount.survey_id == survey_id, AnswerCount.question == EVERYBODY)
    )
    return +_sum(((ward or None, _read_ids(ids)), n) for ward, ids, n in rows)


async def fold_counts(session: AsyncSession, *, now: datetime) -> bool:
    """Add up changes of a lively survey that has many of them; return whether one had.

    SQLite adds up at once and never has anything to fold.
    """
    if session.get_bind().dialect.name == "sqlite":
        return False
    lively = select(Survey.id).where((Survey.state == "open") | (Survey.closed_at > now - LIVELY))
    for table, key in ((AnswerCount, ANSWER_KEY), (RollCount, ROLL_KEY)):
        kinds = func.count(distinct(tuple_(*(getattr(table, name) for name in key))))
        busiest = (
            select(table.survey_id)
            .where(table.survey_id.in_(lively))
            .group_by(table.survey_id)
            .having(func.count() > kinds + WORTH_FOLDING)
            .order_by(func.count().desc())
            .limit(1)
        )
        survey_id = await session.scalar(busiest)
        if survey_id is not None:
            await session.execute(fold_alike(table, key, survey_id))
            return True
    return False


@lru_cache(maxsize=4096)
def _read_ids(written: str) -> tuple[int, ...]:
    return tuple(sorted(json.loads(written)))


def _sum(counted: Iterable[tuple[K, int]]) -> Counter[K]:
    counts: Counter[K] = Counter()
    for key, n in counted:
        counts[key] += n
    return counts
