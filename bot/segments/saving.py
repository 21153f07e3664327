"""Room: segments that are kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, audit
from bot.access import Actor
from bot.errors import NotFound, Refused
from bot.models import Segment
from bot.segments.rules import Rule, check_rule, kept_up, scope_of
from bot.segments.sources import check_places, check_sources
from bot.words import fold, nfc

MOST_NAME = 120


async def save_segment(
    session: AsyncSession, actor: Actor, name: str, rule: Rule, *, now: datetime
) -> Segment:
    """Keep a rule under a name, in place of what the name meant before."""
    access.require(actor, "broadcast:write", **scope_of(check_rule(rule)))
    await check_places(session, rule)
    await check_sources(session, actor, rule)
    shown = nfc(name).strip()
    if not 0 < len(shown) <= MOST_NAME:
        raise Refused("segment-name-length", most=MOST_NAME)
    segment = await session.scalar(select(Segment).where(Segment.name == shown))
    if segment is None:
        segment = Segment(name=shown, created_at=now)
    else:
        access.require(actor, "broadcast:write", **scope_of(segment.rule))
    segment.rule = dict(rule)
    session.add(segment)
    await session.flush()
    audit.record(session, actor, "segment:save", f"segment:{segment.id}", now=now, rule=dict(rule))
    return segment


async def get_segment(session: AsyncSession, name: str) -> Segment:
    """Return the segment of a name, or raise NotFound."""
    segment = await session.scalar(select(Segment).where(Segment.name == nfc(name).strip()))
    if segment is None:
        raise NotFound("segment-unknown", name=name)
    return segment


async def get_rule(session: AsyncSession, name: str, *, now: datetime) -> Rule:
    """Return whom the segment of a name means today, or raise NotFound."""
    return kept_up((await get_segment(session, name)).rule, now=now)


async def list_segments(session: AsyncSession, actor: Actor) -> Sequence[Segment]:
    """Return the segments whose members an actor may write to, in order of their names."""
    found = await session.scalars(select(Segment))
    mine = [one for one in found if access.allows(actor, "broadcast:write", **scope_of(one.rule))]
    return sorted(mine, key=lambda one: fold(one.name))


async def drop_segment(session: AsyncSession, actor: Actor, name: str, *, now: datetime) -> None:
    """Forget a name; what was sent to its members keeps the rule as it was."""
    segment = await get_segment(session, name)
    access.require(actor, "broadcast:write", **scope_of(segment.rule))
    await session.delete(segment)
    audit.record(session, actor, "segment:drop", f"segment:{segment.id}", now=now, name=name)
    await session.flush()
