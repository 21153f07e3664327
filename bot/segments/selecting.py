"""Room: whom a segment's rule selects, and how many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import LOCAL
from bot.members.wards import lives_where
from bot.members.writing import read_group
from bot.models import (
    AreaSuccession,
    ChannelAccount,
    Chat,
    Link,
    Member,
    Membership,
    MemberTag,
)
from bot.segments.events import EVENTS
from bot.segments.naming import name_wards
from bot.segments.rules import Rule
from bot.words import fold


def members_where(rule: Rule) -> ColumnElement[bool]:
    """Return the condition on Member that a rule states; only active members are ever selected."""
    return and_(Member.state == "active", _condition(rule))


def ward_counted() -> ColumnElement[str]:
    """Return the ward that a member is counted under: the old one where known, else today's."""
    return func.coalesce(Member.old_ward_key, Member.ward_key)


async def count(session: AsyncSession, rule: Rule) -> int:
    """Return how many members a rule selects now."""
    query = select(func.count()).select_from(Member).where(members_where(rule))
    return await session.scalar(query) or 0


async def count_by_ward(session: AsyncSession, rule: Rule) -> list[tuple[str, int]]:
    """Return the wards of those selected, old ones where known, with how many live in each.

    Those of whom no ward is known stand last, under an empty name.
    """
    key = ward_counted().label("key")
    query = select(key, func.count().label("n")).where(members_where(rule)).group_by(key)
    counts = {row.key: row.n for row in await session.execute(query)}
    names = await name_wards(session, [key for key in counts if key])
    named = [(names[key], n) for key, n in counts.items() if key]
    unknown = [("", n) for key, n in counts.items() if not key]
    return [*sorted(named, key=lambda pair: (-pair[1], fold(pair[0]))), *unknown]


def _condition(rule: Rule) -> ColumnElement[bool]:
    (kind, value) = next(iter(rule.items()))
    return CONDITIONS[kind](value)


def _of_organisation(organisation_id: int) -> ColumnElement[bool]:
    query = select(Membership.member_id).where(Membership.organisation_id == organisation_id)
    return Member.id.in_(query)


def _of_ward(key: str) -> ColumnElement[bool]:
    """Select by a ward of today or before; today's holds old wards that lie wholly in it."""
    whole = select(AreaSuccession.old_key).where(
        AreaSuccession.new_key == key, AreaSuccession.extent == "whole"
    )
    was_here = or_(Member.old_ward_key == key, Member.old_ward_key.in_(whole))
    return lives_where(Member.ward_key == key, was_here)


def _of_group(name: str) -> ColumnElement[bool]:
    return Member.group_folded == fold(read_group(name))


def _of_age(value: list[int]) -> ColumnElement[bool]:
    """Select by year of birth: whoever turns this old in that year counts as this old."""
    least, most, year = value
    return Member.birth_year.between(year - most, year - least)


def _tagged(tag: str) -> ColumnElement[bool]:
    return exists().where(MemberTag.member_id == Member.id, MemberTag.tag == tag)


def _on_channel(account: str) -> ColumnElement[bool]:
    """Select who has an open chat on a channel account."""
    return exists().where(
        Link.member_id == Member.id,
        Chat.id == Link.chat_id,
        Chat.state == "open",
        ChannelAccount.id == Chat.account_id,
        ChannelAccount.name == account,
    )


def _registered_since(day: str) -> ColumnElement[bool]:
    begins = datetime.combine(date.fromisoformat(day), time(), tzinfo=LOCAL)
    return Member.registered_at >= begins


CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "all": lambda _: true(),
    "organisation": _of_organisation,
    "ward": _of_ward,
    "group": _of_group,
    "age": _of_age,
    "sex": lambda sex: Member.sex == sex,
    "tag": _tagged,
    "channel": _on_channel,
    "registered_since": _registered_since,
    **EVENTS,
    "and": lambda parts: and_(*(_condition(part) for part in parts)),
    "or": lambda parts: or_(*(_condition(part) for part in parts)),
    "not": lambda part: not_(func.coalesce(_condition(part), false())),
}
