"""Room: digests: what moved in an organizer's scope, told in chat: each day, to leads each week.

Law: nothing moved, nothing said; a digest covers what came since the last one, however late it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot import approvals, audit, broadcasts, telling
from bot.access import Actor, get_actor, job_actor
from bot.broadcasts import Report
from bot.clock import LOCAL, to_local
from bot.errors import NotPermitted
from bot.members import looking
from bot.members.permissions import within
from bot.messages import Reply
from bot.models import Chat, Grant, Member, Organizer, Response, Survey
from bot.settings import Settings
from bot.surveys.finding import find_surveys
from bot.surveys.results import Results, get_results
from bot.surveys.summary import write_count, write_share
from bot.surveys.tally import ENTITLED, FINISHED
from bot.text import say

Kind = Literal["day", "week"]
EACH = 5  # broadcasts, and surveys, of which more is said than that there are others
MOST = 100
STATES = ("running", "paused", "finished", "cancelled")
WEEKLY_AT = time(8)  # on Mondays
SPANS: dict[Kind, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7)}
LATEST = timedelta(hours=4)  # after its time; later it is part of the next one
JOB = job_actor("digest")


@dataclass(frozen=True, slots=True)
class Digest:
    """Hold what moved in an organizer's scope, and what waits for them."""

    registered: int
    stopped: int
    reports: Sequence[Report]
    others: int  # broadcasts beyond those
    surveys: Sequence[Results]
    claims: int
    approvals: int
    has_news: bool


async def find_due(
    session: AsyncSession, kind: Kind, settings: Settings, *, now: datetime
) -> list[int]:
    """Return the organizers whose digest is due, and who have an open chat to get it in."""
    due = _due_at(kind, settings, now)
    if due is None:
        return []
    last = _last(kind)
    query = select(Organizer.id).where(
        Organizer.removed_at.is_(None),
        Organizer.digest,
        Organizer.created_at < due,  # who has only just come hears it the next time
        last.is_(None) | (last < due),
        exists().where(Chat.organizer_id == Organizer.id, Chat.state == "open"),
    )
    if kind == "week":
        leads = select(Grant.organizer_id).where(Grant.role == "lead")
        query = query.where(Organizer.id.in_(leads))
    return list(await session.scalars(query.order_by(Organizer.id)))


async def send(
    session: AsyncSession, organizer_id: int, kind: Kind, settings: Settings, *, now: datetime
) -> bool:
    """Tell an organizer what moved since the last digest; False when nothing did."""
    organizer = await session.get_one(
        Organizer, organizer_id, with_for_update=True, populate_existing=True
    )
    due, last = _due_at(kind, settings, now), _last(kind)
    before: datetime | None = getattr(organizer, last.key)
    if due is None or (before is not None and before >= due):
        return False  # another program has just done it
    since = before or max(organizer.created_at, now - SPANS[kind])
    setattr(organizer, last.key, now)
    digest = await gather(session, await get_actor(session, organizer_id), since=since, now=now)
    if not digest.has_news:
        return False

    def speak(locale: str) -> Reply:
        return Reply(write(digest, kind, locale, now=now))

    told = await telling.tell(session, [organizer_id], speak, now=now)
    subject = f"organizer:{organizer_id}"
    audit.record(session, JOB, "digest:send", subject, now=now, kind=kind, chats=told)
    return told > 0


async def switch(session: AsyncSession, organizer_id: int, *, on: bool, now: datetime) -> None:
    """Let an organizer get digests, or none; what came meanwhile is not told afterwards."""
    organizer = await session.get_one(Organizer, organizer_id, with_for_update=True)
    if on and not organizer.digest:
        organizer.digested_at = organizer.weekly_at = now
    organizer.digest = on
    actor = await get_actor(session, organizer_id)
    audit.record(session, actor, "organizer:digest", f"organizer:{organizer_id}", now=now, on=on)


async def gather(session: AsyncSession, actor: Actor, *, since: datetime, now: datetime) -> Digest:
    """Return what moved in an actor's scope since a moment."""
    registered = await _count(session, actor, Member.registered_at, since)
    stopped = await _count(session, actor, Member.stopped_at, since)
    listed = await broadcasts.list_broadcasts(
        session, actor, states=STATES, limit=MOST, since=since
    )
    moved = [one for one in listed if one.survey_id is None]  # a survey's are told with it
    reports = [await broadcasts.report(session, actor, one.id) for one in moved[:EACH]]
    surveys = await _find_surveys(session, actor, since=since, now=now)
    claims = await looking.find_claims(session, actor)
    waiting = await approvals.list_waiting(session, actor)
    fresh = [one for one, _ in claims if (one.registered_at or since) > since]
    asked = [approval for approval, _ in waiting if approval.asked_at > since]
    return Digest(
        registered,
        stopped,
        reports,
        max(0, len(moved) - EACH),
        surveys,
        len(claims),
        len(waiting),
        bool(registered or stopped or moved or surveys or fresh or asked),
    )


def write(digest: Digest, kind: Kind, locale: str, *, now: datetime) -> str:
    """Say a digest, a line for each thing that there is anything to say of."""
    lines = [say(locale, "digest-head", kind=kind, day=f"{to_local(now):%d/%m/%Y}")]
    if digest.registered or digest.stopped:
        values = {"registered": digest.registered, "stopped": digest.stopped}
        lines.append(say(locale, "digest-members", **values))
    lines += [_of_broadcast(report, locale) for report in digest.reports]
    if digest.others:
        lines.append(say(locale, "digest-others", count=digest.others))
    lines += [_of_survey(results, locale) for results in digest.surveys]
    if digest.claims:
        lines.append(say(locale, "digest-claims", count=digest.claims))
    if digest.approvals:
        lines.append(say(locale, "digest-approvals", count=digest.approvals))
    return "\n".join([*lines, say(locale, "digest-off")])


def _due_at(kind: Kind, settings: Settings, now: datetime) -> datetime | None:
    """Return when today's digest of a kind was due; None when none is, or it is too late."""
    today = to_local(now).date()
    if kind == "week" and today.weekday() != 0:
        return None
    at = settings.digest_at if kind == "day" else WEEKLY_AT
    due = datetime.combine(today, at, tzinfo=LOCAL)
    return due if due <= now < due + LATEST else None


def _last(kind: Kind) -> InstrumentedAttribute[datetime | None]:
    return Organizer.digested_at if kind == "day" else Organizer.weekly_at


async def _count(
    session: AsyncSession,
    actor: Actor,
    moment: InstrumentedAttribute[datetime | None],
    since: datetime,
) -> int:
    query = select(func.count(Member.id)).where(
        moment > since, Member.state.in_(looking.LIVING), within(actor, "report:read")
    )
    return await session.scalar(query) or 0


async def _find_surveys(
    session: AsyncSession, actor: Actor, *, since: datetime, now: datetime
) -> list[Results]:
    """Return the surveys that opened, closed or were answered, as far as the actor may read."""
    found: list[Results] = []
    for survey in await find_surveys(session):
        if len(found) == EACH or not await _has_moved(session, survey, since):
            continue
        try:
            found.append(await get_results(session, actor, survey, now))
        except NotPermitted:  # of others: no news for this organizer
            continue
    return found


async def _has_moved(session: AsyncSession, survey: Survey, since: datetime) -> bool:
    if any(at is not None and at > since for at in (survey.opened_at, survey.closed_at)):
        return True
    answered = select(Response.id).where(
        Response.survey_id == survey.id, Response.finished_at > since
    )
    return survey.state == "open" and await session.scalar(answered.limit(1)) is not None


def _of_broadcast(report: Report, locale: str) -> str:
    return say(
        locale,
        "digest-broadcast",
        number=str(report.broadcast.id),
        title=report.broadcast.title,
        state=say(locale, "broadcast-state", state=report.broadcast.state),
        sent=report.count("sent"),
        total=report.total,
    )


def _of_survey(results: Results, locale: str) -> str:
    table = results.turnout
    return say(
        locale,
        "digest-survey",
        title=results.survey.title,
        state=say(locale, "organizing-survey-state", state=results.survey.state),
        finished=write_count(table.at(FINISHED), locale),
        entitled=write_count(table.at(ENTITLED), locale),
        share=write_share(table.share(FINISHED, ENTITLED), locale) or "—",
    )
