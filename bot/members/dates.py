"""Room: dates of members, which relative reminders follow: a card's end, a birthday, a joining.

A roll brings them, or the person tells them. Nothing is sent by them but under the purpose
`reminders`, and they are copied nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import to_local
from bot.errors import Refused
from bot.members.consents import find_consents
from bot.members.links import find_link
from bot.members.stopping import chat_actor
from bot.models import Chat, Member, MemberDate

KINDS = ("card_expiry", "birthday", "joined")
PURPOSE = "reminders"
YEAR = timedelta(days=366)
# kind -> how far before and after today it can lie
SPANS: Mapping[str, tuple[timedelta, timedelta]] = {
    "card_expiry": (10 * YEAR, 10 * YEAR),
    "birthday": (125 * YEAR, timedelta(0)),
    "joined": (80 * YEAR, timedelta(0)),
}


async def find_dates(session: AsyncSession, member_id: int) -> dict[str, date]:
    """Return a member's dates by kind, in the order in which they are told."""
    rows = await session.scalars(select(MemberDate).where(MemberDate.member_id == member_id))
    held = {row.kind: row.day for row in rows}
    return {kind: held[kind] for kind in KINDS if kind in held}


async def tell_date(  # noqa: PLR0913 - who, where, what, when
    session: AsyncSession, chat: Chat, member: Member, kind: str, day: date, *, now: datetime
) -> None:
    """Write a date that a member's own chat tells, over what a roll said.

    Raises Refused for a day that such a date cannot be, and without consent to reminders: what
    would be of no use is not kept.
    """
    await _require_tie(session, chat, member)
    if not is_likely(kind, day, to_local(now).date()):
        raise Refused("member-date-unlikely")
    held = {consent.purpose for consent in await find_consents(session, member.id)}
    if PURPOSE not in held:
        raise Refused("member-date-no-consent")
    await write_date(session, member.id, kind, day, source="chat", now=now)
    if kind == "birthday":
        member.birth_year = day.year
    subject = f"member:{member.id}"
    audit.record(session, chat_actor(chat), "member:date", subject, now=now, kind=kind)
    await session.flush()


async def forget_date(
    session: AsyncSession, chat: Chat, member: Member, kind: str, *, now: datetime
) -> None:
    """Remove a date at the word of a member's own chat."""
    await _require_tie(session, chat, member)
    await session.execute(
        delete(MemberDate).where(MemberDate.member_id == member.id, MemberDate.kind == kind)
    )
    subject = f"member:{member.id}"
    audit.record(session, chat_actor(chat), "member:date", subject, now=now, kind=kind, gone=True)
    await session.flush()


async def forget_other_birthday(session: AsyncSession, member: Member) -> None:
    """Remove a birthday that is not of the year of birth that a member tells now."""
    query = select(MemberDate).filter_by(member_id=member.id, kind="birthday")
    held = await session.scalar(query)
    if held is not None and held.day.year != member.birth_year:
        await session.delete(held)


async def write_date(  # noqa: PLR0913 - whose, which, when, and by whose word
    session: AsyncSession,
    member_id: int,
    kind: str,
    day: date,
    *,
    source: str,
    now: datetime,
    import_id: int | None = None,
) -> None:
    """Write a date in the place of the one before."""
    held = await session.scalar(select(MemberDate).filter_by(member_id=member_id, kind=kind))
    if held is None:
        held = MemberDate(member_id=member_id, kind=kind, created_at=now)
        session.add(held)
    held.day, held.source, held.import_id = day, source, import_id


async def merge_dates(session: AsyncSession, absorbed_id: int, survivor_id: int) -> None:
    """Give a member's dates to another; what a person told counts more than a roll."""
    theirs = select(MemberDate.kind).where(MemberDate.member_id == survivor_id)
    own = MemberDate.member_id == absorbed_id
    told = select(MemberDate.kind).where(own, MemberDate.source == "chat")
    doubled = set(await session.scalars(theirs)) & set(
        await session.scalars(select(MemberDate.kind).where(own))
    )
    better = doubled & set(await session.scalars(told))
    for member_id, kinds in ((survivor_id, better), (absorbed_id, doubled - better)):
        await session.execute(
            delete(MemberDate).where(MemberDate.member_id == member_id, MemberDate.kind.in_(kinds))
        )
    await session.execute(update(MemberDate).where(own).values(member_id=survivor_id))


def is_likely(kind: str, day: date, today: date) -> bool:
    """Tell whether a date of a kind can be this day."""
    before, after = SPANS[kind]
    return today - before <= day <= today + after


async def _require_tie(session: AsyncSession, chat: Chat, member: Member) -> None:
    if await find_link(session, chat, member.id) is None:
        raise Refused("member-not-here")
