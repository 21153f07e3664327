"""Room: a comment period from its beginning to its closing, and the comments that come in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, audit, broadcasts, segments
from bot.access import Actor
from bot.broadcasts import Draft
from bot.clock import to_local
from bot.errors import NotFound, Refused
from bot.markup import escape
from bot.models import Comment, CommentPeriod, Member, Survey
from bot.surveys.types import Standing, check_channel, check_standing, worth_of
from bot.text import moment, say
from bot.words import nfc

HOUSEHOLD = "household"
MOST_TITLE = 120
MOST_TEXT = 2000
MOST_EACH = 5  # comments of one member on one document
LOCALE = "vi"


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what an organizer opens to comments."""

    code: str
    title: str
    standing: Standing
    organisation_id: int
    rule: dict[str, Any]
    opens: datetime
    closes: datetime


async def add_period(
    session: AsyncSession, actor: Actor, plan: Plan, *, now: datetime
) -> CommentPeriod:
    """Keep a comment period, which opens by the clock; raise Refused for what it cannot be."""
    rule = segments.check_rule(plan.rule)
    _require(actor, "survey:run", plan.organisation_id, plan.rule)
    await segments.check_sources(session, actor, rule)
    title = nfc(plan.title).strip()
    if not 0 < len(title) <= MOST_TITLE:
        raise Refused("comment-title-length", most=MOST_TITLE)
    if plan.standing.type == HOUSEHOLD or not plan.standing.document:
        raise Refused("comment-needs-document")
    if not now < plan.closes or plan.closes <= plan.opens:
        raise Refused("comment-bad-days")
    if await session.scalar(select(CommentPeriod.id).filter_by(code=plan.code)) is not None:
        raise Refused("survey-code-taken", name=plan.code)
    period = CommentPeriod(
        organisation_id=plan.organisation_id,
        code=plan.code,
        title=title,
        type=plan.standing.type,
        terms=check_standing(plan.standing, title, to_local(plan.opens).date()),
        rule=dict(rule),
        opens_at=plan.opens,
        closes_at=plan.closes,
        state="scheduled",
        summary="",
        created_by=actor.name,
        created_at=now,
    )
    session.add(period)
    await session.flush()
    subject = f"comments:{period.id}"
    audit.record(session, actor, "comments:add", subject, now=now, order=plan.standing.order)
    return period


async def find_due(session: AsyncSession, now: datetime) -> list[int]:
    """Return the periods that open or close now, or should have."""
    opens = (CommentPeriod.state == "scheduled") & (CommentPeriod.opens_at <= now)
    closes = (CommentPeriod.state == "open") & (CommentPeriod.closes_at <= now)
    return list(await session.scalars(select(CommentPeriod.id).where(opens | closes)))


async def turn_over(
    session: AsyncSession, actor: Actor, period_id: int, *, now: datetime, approve_over: int
) -> CommentPeriod:
    """Open a period, telling those it is for, or close it; again, changes nothing."""
    period = await lock_period(session, period_id)
    if period.state == "scheduled" and period.opens_at <= now:
        period.state = "open" if now < period.closes_at else "closed"
        if period.state == "open":
            text = say(
                LOCALE,
                "comment-call",
                title=period.title,
                closes=moment(LOCALE, period.closes_at),
                worth=worth_of_period(period, LOCALE),
            )
            await tell(session, actor, period, text, now=now, approve_over=approve_over)
    elif period.state == "open" and period.closes_at <= now:
        period.state = "closed"
    await session.flush()
    return period


async def tell(  # noqa: PLR0913 - whom, what, and what it may do alone
    session: AsyncSession,
    actor: Actor,
    period: CommentPeriod,
    text: str,
    *,
    now: datetime,
    approve_over: int,
) -> None:
    """Send a text about a period as a broadcast like any other; to nobody, nothing is sent."""
    if not await segments.count(session, period.rule):
        return
    words = escape(text.replace("{", "(").replace("}", ")"))
    draft = Draft(period.organisation_id, period.title, words, period.rule, "surveys")
    made = await broadcasts.write(session, actor, draft, now=now)
    await broadcasts.launch(session, actor, made.id, now=now, approve_over=approve_over)


async def add_comment(  # noqa: PLR0913 - who writes what about which, and where
    session: AsyncSession,
    period_id: int,
    member_id: int,
    text: str,
    *,
    channel: str,
    now: datetime,
) -> int:
    """Keep a member's comment and return its number; raise Refused for why it cannot be."""
    period = await lock_period(session, period_id)
    if period.state != "open" or now >= period.closes_at:
        raise Refused("comment-over")
    check_channel(_as_survey(period), channel)
    if period.id not in {one.id for one in await find_open(session, [member_id], now)}:
        raise Refused("comment-not-for-you")
    words = nfc(text).strip()
    if not 0 < len(words) <= MOST_TEXT:
        raise Refused("comment-too-long", most=MOST_TEXT, length=len(words))
    mine = select(func.count()).where(
        Comment.period_id == period.id, Comment.member_id == member_id
    )
    if (await session.scalar(mine) or 0) >= MOST_EACH:
        raise Refused("comment-enough", most=MOST_EACH)
    highest = select(func.max(Comment.number)).where(Comment.period_id == period.id)
    number = (await session.scalar(highest) or 0) + 1  # the period is locked: no gap, no twin
    session.add(
        Comment(period_id=period.id, number=number, member_id=member_id, text=words, at=now)
    )
    await session.flush()
    return number


async def find_open(
    session: AsyncSession, member_ids: Collection[int], now: datetime
) -> Sequence[CommentPeriod]:
    """Return the periods on which any of these members may comment now."""
    return await _find_for(session, member_ids, "open", now)


async def find_published(
    session: AsyncSession, member_ids: Collection[int], now: datetime
) -> Sequence[CommentPeriod]:
    """Return the periods for these members whose answers are published."""
    return await _find_for(session, member_ids, "published", now)


async def get_period(session: AsyncSession, code: str) -> CommentPeriod:
    """Return the period of a code, or raise NotFound."""
    period = await session.scalar(select(CommentPeriod).filter_by(code=code))
    if period is None:
        raise NotFound("comment-unknown")
    return period


async def lock_period(session: AsyncSession, period_id: int) -> CommentPeriod:
    """Return a period, held until this transaction ends."""
    period = await session.get(
        CommentPeriod, period_id, populate_existing=True, with_for_update=True
    )
    if period is None:
        raise NotFound("comment-unknown")
    return period


def worth_of_period(period: CommentPeriod, locale: str) -> str:
    """Say what commenting is worth, and where the document is."""
    return worth_of(_as_survey(period), locale)


def require_for(actor: Actor, permission: str, period: CommentPeriod) -> None:
    """Raise NotPermitted unless the actor has a permission for a period."""
    _require(actor, permission, period.organisation_id, period.rule)


def _require(actor: Actor, permission: str, organisation_id: int, rule: dict[str, Any]) -> None:
    areas = segments.areas_of(rule)
    access.require(actor, permission, organisation_id=organisation_id, area_keys=areas)
    access.require(actor, permission, **segments.scope_of(rule))


def _as_survey(period: CommentPeriod) -> Survey:
    """Return what the rules of survey types look at; it is stored nowhere."""
    return Survey(type=period.type, terms=period.terms)


async def _find_for(
    session: AsyncSession, member_ids: Collection[int], state: str, now: datetime
) -> list[CommentPeriod]:
    query = select(CommentPeriod).where(CommentPeriod.state == state)
    found = []
    for period in await session.scalars(query.order_by(CommentPeriod.id.desc()).limit(20)):
        if state == "open" and now >= period.closes_at:
            continue
        whom = select(Member.id).where(
            Member.id.in_(member_ids), segments.members_where(period.rule)
        )
        if await session.scalar(whom.limit(1)) is not None:
            found.append(period)
    return found
