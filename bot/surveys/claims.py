"""Room: who claims a line of a roll, and that line: one person, counted once.

docs/decisions/0008-one-person-counted-once.md says why as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Entitlement, Member, Response

BATCH = 500  # members a statement
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold what decides which of several lines counts for one person."""

    member_id: int
    claims_id: int | None
    finished_at: datetime | None = None  # handed in

    @property
    def rank(self) -> tuple[bool, bool, datetime, int]:
        """Order lines: handed in before not, proven before claimed, the first before later."""
        at = self.finished_at
        return at is None, self.claims_id is not None, at or NEVER, self.member_id


def find_spare(roll: Iterable[Standing]) -> set[int]:
    """Return the members on a roll for whose person another line counts."""
    people: dict[int, list[Standing]] = defaultdict(list)
    for one in roll:
        people[one.claims_id or one.member_id].append(one)
    return {
        one.member_id
        for lines in people.values()
        if len(lines) > 1
        for one in sorted(lines, key=lambda one: one.rank)[1:]
    }


async def find_spare_lines(session: AsyncSession, survey_id: int) -> set[int]:
    """Return the members on a survey's roll for whose person another line counts."""
    pairs = (
        select(Member.id, Member.claims_id)
        .join(Entitlement, Entitlement.member_id == Member.id)
        .where(Entitlement.survey_id == survey_id, Member.claims_id.is_not(None))
    )
    concerned = sorted({one for pair in await session.execute(pairs) for one in pair})
    found: list[Standing] = []
    for start in range(0, len(concerned), BATCH):
        some = Member.id.in_(concerned[start : start + BATCH])
        rows = await session.execute(_standings(survey_id).where(some))
        found += (
            Standing(one, to, at if how == "finished" else None) for one, to, how, at in rows
        )
    return find_spare(found)


async def drop_spare(session: AsyncSession, survey_id: int) -> int:
    """Leave one line a person on the roll of a survey that closes; return how many went."""
    spare = sorted(await find_spare_lines(session, survey_id))
    for start in range(0, len(spare), BATCH):
        await session.execute(
            delete(Entitlement).where(
                Entitlement.survey_id == survey_id,
                Entitlement.member_id.in_(spare[start : start + BATCH]),
            )
        )
    return len(spare)


def _standings(survey_id: int) -> Select[int, int | None, str, datetime | None]:
    return (
        select(Member.id, Member.claims_id, Response.state, Response.finished_at)
        .join(Entitlement, Entitlement.member_id == Member.id)
        .outerjoin(
            Response,
            (Response.survey_id == Entitlement.survey_id) & (Response.member_id == Member.id),
        )
        .where(Entitlement.survey_id == survey_id)
    )
