"""Room: quotas: how many of each ward and age band may answer, exact whoever comes at once.

Law: a place is taken by one UPDATE that looks whether one is left, before the first question. Who
holds a place and goes away gives it back after a while; who handed in keeps it. So there are never
more responses than places, and no place stays empty while somebody waits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.areas import Places
from bot.clock import to_local
from bot.errors import Refused
from bot.models import Entitlement, Member, Quota, QuotaPlace, Response, Survey
from bot.surveys.locking import lock_survey, require_for
from bot.surveys.shares import EVERY, Share, find_ward

HOLD = timedelta(hours=2)  # after the last answer of somebody who has not handed in
BAND = re.compile(r"(\d{1,3})-(\d{1,3})?")
OLDEST = 130
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
Cell = tuple[str, str]  # ward key or *, age band or *


async def set_quota(  # noqa: PLR0913 - a cell, its size, and who says so
    session: AsyncSession,
    actor: Actor,
    survey_id: int,
    *,
    ward_key: str,
    band: str,
    most: int,
    now: datetime,
) -> Quota:
    """Say how many people of a ward and an age band a survey wants; only until it opens."""
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:write", survey)
    if survey.state not in ("draft", "scheduled"):
        raise Refused("survey-quota-too-late", name=survey.code)
    if most < 1:
        raise Refused("survey-quota-none")
    ages_of(band)
    key = (survey.id, ward_key, band)
    quota = await session.get(Quota, key)
    if quota is None:
        quota = Quota(survey_id=survey.id, ward_key=ward_key, band=band, taken=0)
        session.add(quota)
    quota.most = most
    survey.terms = {**survey.terms, "quotas": True}
    facts = {"ward": ward_key, "band": band, "most": most}
    audit.record(session, actor, "survey:quota", f"survey:{survey.id}", now=now, **facts)
    await session.flush()
    return quota


async def set_shares(  # noqa: PLR0913 - what a file wants, where, and who brings it
    session: AsyncSession,
    actor: Actor,
    survey_id: int,
    shares: Iterable[Share],
    places: Places,
    *,
    now: datetime,
) -> None:
    """Make quotas of what a file says; raise Refused for a ward that is none, or several."""
    for share in shares:
        ward = find_ward(places, share.ward) if share.ward else EVERY
        await set_quota(
            session, actor, survey_id, ward_key=ward, band=share.ages, most=share.most, now=now
        )


async def find_shares(session: AsyncSession, survey_id: int) -> tuple[Share, ...]:
    """Return a survey's quotas as a file says them, wards by their keys."""
    found = await find_left(session, survey_id)
    return tuple(
        Share("" if one.ward_key == EVERY else one.ward_key, one.band, one.most) for one in found
    )


def has_quotas(survey: Survey) -> bool:
    """Tell whether a survey asks only so many of each kind."""
    return bool((survey.terms or {}).get("quotas"))


def ages_of(band: str) -> tuple[int, int]:
    """Return the youngest and the oldest of an age band, or raise Refused."""
    if band == EVERY:
        return 0, OLDEST
    match = BAND.fullmatch(band)
    least, most = (int(match[1]), int(match[2] or OLDEST)) if match else (1, 0)
    if least > most:
        raise Refused("survey-quota-band", band=band)
    return least, most


def find_cell(quotas: Collection[Cell], wards: Collection[str], age: int | None) -> Cell | None:
    """Return the cell that a person counts in: their ward's before every ward's, by age band."""
    for ward in (*wards, EVERY):
        for cell in sorted(quotas):
            if cell[0] == ward and _fits(cell[1], age):
                return cell
    return None


def _fits(band: str, age: int | None) -> bool:
    if band == EVERY:
        return True
    least, most = ages_of(band)
    return age is not None and least <= age <= most


async def take_places(
    session: AsyncSession, survey: Survey, member_ids: Collection[int], now: datetime
) -> set[int]:
    """Return which of these members have a place, theirs before or taken now."""
    until = now + HOLD
    kept = await session.scalars(
        update(QuotaPlace)
        .where(QuotaPlace.survey_id == survey.id, QuotaPlace.member_id.in_(member_ids))
        .values(held_until=until)
        .returning(QuotaPlace.member_id)
        .execution_options(synchronize_session=False)
    )
    placed = set(kept)
    wanting = await _find_cells(session, survey, set(member_ids) - placed, now)
    for cell, member_id in sorted(wanting):  # in one order, so that no two wait for each other
        if await _take(session, survey.id, cell):
            ward, band = cell
            await session.execute(
                INSERTS[session.get_bind().dialect.name](QuotaPlace).values(
                    survey_id=survey.id,
                    member_id=member_id,
                    ward_key=ward,
                    band=band,
                    held_until=until,
                )
            )
            placed.add(member_id)
    return placed


async def find_left(session: AsyncSession, survey_id: int) -> Sequence[Quota]:
    """Return a survey's quotas with what is taken of each."""
    query = select(Quota).where(Quota.survey_id == survey_id)
    query = query.order_by(Quota.ward_key, Quota.band)
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def find_lapsed(session: AsyncSession, now: datetime) -> list[int]:
    """Return the surveys in which somebody has held a place for too long."""
    query = select(QuotaPlace.survey_id).where(QuotaPlace.held_until <= now, ~_handed_in())
    return sorted(set(await session.scalars(query.distinct())))


async def give_back(session: AsyncSession, survey_id: int, now: datetime) -> int:
    """Free the places of those who went away and return how many; who is back keeps theirs."""
    freed = await session.execute(
        delete(QuotaPlace)
        .where(QuotaPlace.survey_id == survey_id, QuotaPlace.held_until <= now, ~_handed_in())
        .returning(QuotaPlace.ward_key, QuotaPlace.band)
        .execution_options(synchronize_session=False)
    )
    counts = Counter((ward, band) for ward, band in freed)
    for (ward, band), count in sorted(counts.items()):
        await session.execute(
            update(Quota)
            .where(*_is_cell(survey_id, (ward, band)))
            .values(taken=Quota.taken - count)
            .execution_options(synchronize_session=False)
        )
    return sum(counts.values())


async def _take(session: AsyncSession, survey_id: int, cell: Cell) -> bool:
    """Take one place of a cell if one is left: one statement, so that nobody comes between."""
    taken = await session.scalar(
        update(Quota)
        .where(*_is_cell(survey_id, cell), Quota.taken < Quota.most)
        .values(taken=Quota.taken + 1)
        .returning(Quota.taken)
        .execution_options(synchronize_session=False)
    )
    return taken is not None


def _is_cell(survey_id: int, cell: Cell) -> tuple[ColumnElement[bool], ...]:
    return Quota.survey_id == survey_id, Quota.ward_key == cell[0], Quota.band == cell[1]


async def _find_cells(
    session: AsyncSession, survey: Survey, member_ids: Collection[int], now: datetime
) -> list[tuple[Cell, int]]:
    """Return the cells that members without a place count in; who fits none is not among them."""
    if not member_ids:
        return []
    quotas = {(one.ward_key, one.band) for one in await find_left(session, survey.id)}
    query = (
        select(Member.id, Member.birth_year, Entitlement.ward_key, Member.ward_key)
        .join(Entitlement, Entitlement.member_id == Member.id)
        .where(Entitlement.survey_id == survey.id, Member.id.in_(member_ids))
    )
    found = []
    for member_id, born, ward, today in await session.execute(query):
        age = to_local(now).year - born if born else None
        cell = find_cell(quotas, (ward or "", today or ""), age)
        if cell is not None:
            found.append((cell, member_id))
    return found


def _handed_in() -> ColumnElement[bool]:
    return exists().where(
        Response.survey_id == QuotaPlace.survey_id,
        Response.member_id == QuotaPlace.member_id,
        Response.state == "finished",
    )
