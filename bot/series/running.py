"""Room: the runs of a series: each its own broadcast, each on its day or not at all.

Law: one run a day of a series, by a unique key. A run leaves within a day of its moment; one that
could not, because the server was down, is said to the organizer and never made up for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, audit, broadcasts, segments, telling
from bot.access import job_actor
from bot.broadcasts import Draft
from bot.broadcasts.checking import MOST_TITLE
from bot.clock import to_local
from bot.errors import NhipCauError
from bot.messages import Reply
from bot.models import Series
from bot.segments import Rule
from bot.series.keeping import get
from bot.series.schedules import day_meant, is_relative, next_after
from bot.series.terms import deadline_of
from bot.settings import APPROVE_OVER
from bot.text import say

LATE: Final = timedelta(days=1)
ACTOR: Final = job_actor("series")
DAY: Final = re.compile(r"\{ngay(?:\|[^{}]*)?\}")  # with or without a word for its absence


async def find_due(session: AsyncSession, *, now: datetime) -> Sequence[int]:
    """Return the series that run now, or should have."""
    query = select(Series.id).where(Series.state == "running", Series.next_at <= now)
    return (await session.scalars(query.order_by(Series.id))).all()


async def run(
    session: AsyncSession, series_id: int, *, now: datetime, approve_over: int = APPROVE_OVER
) -> int | None:
    """Launch the run that is due, if any, and return its broadcast; say which were missed.

    The series' row is locked, so that two servers cannot both find it due.
    """
    series = await get(session, series_id, locked=True)
    missed: list[date] = []
    while _is_due(series, now - LATE):
        missed.append(_advance(series))
    await _tell_missed(session, series, missed, now=now)
    launched = None
    if _is_due(series, now):
        due = _plan_run(series, now=now)
        launched = await _send(session, series, due, now=now, approve_over=approve_over)
    if series.next_at is None and series.state == "running":
        series.state = "stopped"
    await session.flush()
    return launched


def rule_on(series: Series, due_on: date, *, now: datetime) -> Rule:
    """Return whom the run of a day is for."""
    rule = segments.kept_up(series.draft["rule"], now=now)
    if not is_relative(series.schedule):
        return rule
    day = day_meant(series.schedule, due_on)
    return segments.both(rule, {"date": [series.schedule["date"], day.isoformat()]})


def text_on(series: Series, due_on: date) -> str:
    """Return the words of the run of a day, with the day that it is about."""
    return DAY.sub(_say_day(series, due_on), series.draft["text"])


def _translations_on(series: Series, due_on: date) -> dict[str, Any]:
    """Return what the run of a day says in other languages."""
    day, held = _say_day(series, due_on), series.draft.get("translations", {})
    return {
        locale: {**words, "text": DAY.sub(day, words["text"])} for locale, words in held.items()
    }


def _say_day(series: Series, due_on: date) -> str:
    day = day_meant(series.schedule, due_on)
    return f"{day:%d/%m}" if series.schedule.get("date") == "birthday" else f"{day:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class _Run:
    """Hold the run of a day."""

    due_on: date
    draft: Draft


def _plan_run(series: Series, *, now: datetime) -> _Run:
    """Return the run that is due, and set the series to the one after it."""
    assert series.next_at is not None
    ends = deadline_of(series.draft, series.next_at, latest=series.next_at + LATE)
    due_on = _advance(series)
    draft = Draft(
        series.organisation_id,
        f"{series.title[: MOST_TITLE - 13]} ({due_on:%d/%m/%Y})",
        text_on(series, due_on),
        rule_on(series, due_on, now=now),
        series.draft["purpose"],
        tuple(series.draft["buttons"]),
        series.campaign_id,
        send_by=ends,
        urgent=bool(series.draft.get("urgent")),
        twice_ok=bool(series.draft.get("twice_ok")),
        attachments=series.draft.get("attachments", ()),
        translations=_translations_on(series, due_on),
    )
    return _Run(due_on, draft)  # what costs is agreed on one by one


def _is_due(series: Series, now: datetime) -> bool:
    return series.state == "running" and series.next_at is not None and series.next_at <= now


def _advance(series: Series) -> date:
    """Set the series to its next run and return the day of the one that it leaves."""
    assert series.next_at is not None
    left = series.next_at
    series.next_at = next_after(
        series.schedule, left, starts_on=series.starts_on, ends_on=series.ends_on
    )
    return to_local(left).date()


async def _send(
    session: AsyncSession, series: Series, run: _Run, *, now: datetime, approve_over: int
) -> int | None:
    """Write and launch the broadcast of a day; what is wrong with it is said, and passed over."""
    if not await segments.count(session, run.draft.rule):
        if not is_relative(series.schedule):
            _note(session, series, "nobody", run.due_on, now=now)
        return None
    try:
        async with session.begin_nested():
            made = await broadcasts.write(session, ACTOR, run.draft, now=now)
            made.series_id, made.due_on = series.id, run.due_on
            await session.flush()
            await broadcasts.launch(session, ACTOR, made.id, now=now, approve_over=approve_over)
            return made.id
    except NhipCauError as error:
        _note(session, series, f"failed:{error.code}", run.due_on, now=now)
        await _tell(session, series, "series-failed", [run.due_on], now=now)
        return None


async def _tell_missed(
    session: AsyncSession, series: Series, days: Sequence[date], *, now: datetime
) -> None:
    """Say which runs were missed: those that had anybody, and that nobody still had to approve."""
    approval = await approvals.find_latest(session, "series", series.id) if days else None
    since = approval.decided_at if approval is not None else None
    missed = [
        day
        for day in days
        if (since is None or day >= to_local(since).date())
        and await segments.count(session, rule_on(series, day, now=now))
    ]
    for day in missed:
        _note(session, series, "missed", day, now=now)
    if missed:
        await _tell(session, series, "series-missed", missed, now=now)


def _note(session: AsyncSession, series: Series, what: str, day: date, *, now: datetime) -> None:
    """Note what became of a day's run instead of a broadcast: `missed`, `nobody`, `failed:why`."""
    what, _, code = what.partition(":")
    detail = {"day": day.isoformat(), **({"code": code} if code else {})}
    audit.record(session, ACTOR, f"series:{what}", f"series:{series.id}", now=now, **detail)


async def _tell(
    session: AsyncSession, series: Series, phrase: str, days: Sequence[date], *, now: datetime
) -> None:
    """Tell the organizer who began a series; one that the operator began stands in the report."""
    kind, _, number = series.created_by.partition(":")
    shown = ", ".join(f"{day:%d/%m/%Y}" for day in days)

    def told(locale: str) -> Reply:
        return Reply(say(locale, phrase, title=series.title, days=shown))

    if kind == "organizer":
        await telling.tell(session, [int(number)], told, now=now)
