"""Room: segments that are kept under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, audit
from bot.access import Actor
from bot.errors import NotFound, Refused
from bot.models import Organisation, Segment
from bot.segments.naming import name_wards
from bot.segments.rules import Rule, check_rule, scope_of, values_of
from bot.words import nfc

MOST_NAME = 120


async def save_segment(
    session: AsyncSession, actor: Actor, name: str, rule: Rule, *, now: datetime
) -> Segment:
    """Keep a rule under a name, in place of what the name meant before."""
    access.require(actor, "broadcast:write", **scope_of(check_rule(rule)))
    await check_places(session, rule)
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


async def check_places(session: AsyncSession, rule: Rule) -> None:
    """Raise Refused when a rule names an organisation or a ward that does not exist."""
    keys = {str(key) for key in values_of(rule, "ward")}
    if keys - set(await name_wards(session, sorted(keys))):
        raise Refused("segment-ward-unknown")
    ids = {int(value) for value in values_of(rule, "organisation")}
    query = select(Organisation.id).where(Organisation.id.in_(ids))
    if ids - set(await session.scalars(query)):
        raise Refused("segment-organisation-unknown")
