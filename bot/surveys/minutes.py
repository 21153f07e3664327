"""Room: the minutes of closed surveys: written once, chained, recounted, never rewritten.

The digest that is printed covers a random salt, so that a figure under 5 cannot be found by
trying which one fits it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot import __version__, audit
from bot.access import Actor
from bot.errors import Refused
from bot.models import Survey, SurveyMinute
from bot.surveys.counting import Facts, count_facts, hash_of, write_time
from bot.surveys.locking import lock_survey, require_for
from bot.surveys.results import find_minute

FIRST = "0" * 64  # what stands before the first minute
SALT_BYTES = 16
MOST_NOTE = 500
NOT_COUNTED = ("salt", "program", "unreadable")  # of a minute, what no recount can give


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold one figure of a minute that a recount does not find."""

    what: str
    written: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}: {self.written} in the minute, {self.found} counted now"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold what became of a verification: the minute, broken links of the chain, differences."""

    minute: SurveyMinute
    broken: tuple[int, ...]  # numbers of minutes that do not fit what stands before them
    differences: tuple[Difference, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether everything agrees."""
        return not self.broken and not self.differences


async def write_minute(
    session: AsyncSession, actor: Actor, survey: Survey, *, now: datetime, unreadable: int = 0
) -> SurveyMinute:
    """Write the minute of a survey that has just closed, in the same transaction."""
    return await _append(session, actor, survey, now=now, unreadable=unreadable)


async def correct_minute(
    session: AsyncSession, actor: Actor, survey_id: int, why: str, *, now: datetime
) -> SurveyMinute:
    """Count a closed survey anew into a minute that corrects its last one, and says why."""
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:run", survey)
    last = await get_minute(session, survey)
    reason = " ".join(why.split())
    if not reason or len(reason) > MOST_NOTE:
        raise Refused("minute-needs-reason", most=MOST_NOTE)
    audit.record(
        session, actor, "survey:correct", f"survey:{survey.id}", now=now, corrects=last.number
    )
    unreadable = int(last.body["unreadable"])
    return await _append(
        session, actor, survey, now=now, unreadable=unreadable, corrects=last.number, note=reason
    )


async def get_minute(session: AsyncSession, survey: Survey) -> SurveyMinute:
    """Return the minute that stands for a survey, or raise Refused."""
    minute = await find_minute(session, survey)
    if minute is None:
        raise Refused("minute-none", name=survey.code)
    return minute


async def verify(session: AsyncSession, actor: Actor, survey: Survey) -> Verdict:
    """Look whether the chain of all minutes holds, and count a survey anew against its last."""
    require_for(actor, "report:read", survey)
    minute = await get_minute(session, survey)
    chain = (await session.scalars(select(SurveyMinute).order_by(SurveyMinute.number))).all()
    found = await count_facts(session, survey, minute.body["salt"])
    written = {name: fact for name, fact in minute.body.items() if name not in NOT_COUNTED}
    return Verdict(minute, tuple(_find_broken(chain)), tuple(_compare(written, found)))


def digest_of(minute: SurveyMinute) -> str:
    """Return the hash that a minute must bear: of all that it says, and of the one before."""
    return hash_of(
        [
            minute.number,
            minute.survey_id,
            minute.corrects,
            minute.note,
            minute.written_by,
            write_time(minute.written_at),
            minute.body,
            minute.previous,
        ]
    )


async def _append(  # noqa: PLR0913 - what a line of the chain is made of
    session: AsyncSession,
    actor: Actor,
    survey: Survey,
    *,
    now: datetime,
    unreadable: int,
    corrects: int | None = None,
    note: str = "",
) -> SurveyMinute:
    await session.flush()
    salt = secrets.token_hex(SALT_BYTES)
    counted = await count_facts(session, survey, salt)
    last = await _hold_last(session)
    minute = SurveyMinute(
        number=last.number + 1 if last else 1,
        survey_id=survey.id,
        corrects=corrects,
        note=note,
        body={**counted, "salt": salt, "program": __version__, "unreadable": unreadable},
        previous=last.digest if last else FIRST,
        written_by=actor.name,
        written_at=now,
    )
    minute.digest = digest_of(minute)
    session.add(minute)
    await session.flush()
    return minute


async def _hold_last(session: AsyncSession) -> SurveyMinute | None:
    """Return the last minute of the site; nobody else adds one until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        await session.execute(text("LOCK TABLE survey_minutes IN EXCLUSIVE MODE"))
    query = select(SurveyMinute).order_by(SurveyMinute.number.desc()).limit(1)
    return await session.scalar(query)


def _find_broken(chain: Sequence[SurveyMinute]) -> Iterator[int]:
    previous = FIRST
    for place, minute in enumerate(chain, 1):
        fits = minute.previous == previous and minute.number == place
        if not fits or digest_of(minute) != minute.digest:
            yield minute.number
        previous = minute.digest


def _compare(written: Facts, found: Facts) -> Iterator[Difference]:
    """Yield every figure that stands differently in two countings."""
    before, after = _flat(written), _flat(found)
    for what in sorted(before.keys() | after.keys()):
        was, now = before.get(what, "nothing"), after.get(what, "nothing")
        if was != now:
            yield Difference(what, was, now)


def _flat(facts: Any, path: str = "") -> dict[str, str]:
    if not isinstance(facts, dict):
        return {path: str(facts)}
    return {
        what: figure
        for name, inner in facts.items()
        for what, figure in _flat(inner, f"{path} {name}".strip()).items()
    }
