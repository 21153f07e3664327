"""Room: corrections of one's own data, and the states that families and organizers tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.members.claiming import claim
from bot.members.consents import withdraw
from bot.members.dates import forget_other_birthday
from bot.members.finding import find_match
from bot.members.links import distrust_phone, find_link, link
from bot.members.merging import merge
from bot.members.permissions import require_over
from bot.members.stopping import chat_actor
from bot.members.writing import write_group, write_name, write_ward
from bot.models import Chat, Member

STATES = ("active", "moved", "died")

# field -> how it is written
FIELDS: dict[str, Callable[[Member, Any], None]] = {
    "name": write_name,
    "phone": lambda member, value: setattr(member, "phone", value),
    "ward": lambda member, keys: write_ward(member, ward_key=keys[0], old_ward_key=keys[1]),
    "group": write_group,
    "birth": lambda member, value: setattr(member, "birth_year", value),
    "sex": lambda member, value: setattr(member, "sex", value),
    "form": lambda member, value: setattr(member, "address_form", value),
    "locale": lambda member, value: setattr(member, "locale", value),
}


async def correct(  # noqa: PLR0913 - who, where, what, when
    session: AsyncSession, chat: Chat, member: Member, *, field: str, value: Any, now: datetime
) -> None:
    """Write one field of a member's as their own chat tells it.

    A name or phone of a chat's own member is looked up on the rolls again, so that what was
    claimed or doubted before never outlives the words it was based on. A typed phone is nobody's
    proof: else its true owner, vouched for by the platform, would be taken for this member.
    """
    await _require_tie(session, chat, member)
    if field == "phone" and value != member.phone:
        await distrust_phone(session, member.id)
    FIELDS[field](member, value)
    if field == "birth":
        await forget_other_birthday(session, member)
    if field in ("name", "phone") and member.source == "chat":
        match = await find_match(
            session,
            phone=member.phone,
            full_name=member.full_name,
            proven=False,
            beside=member.id,
        )
        await claim(session, member, match.member.id if match.member else None)
    audit.record(
        session, chat_actor(chat), "member:correct", f"member:{member.id}", now=now, field=field
    )
    await session.flush()


async def prove_phone(
    session: AsyncSession, chat: Chat, member: Member, phone: str, *, now: datetime
) -> Member:
    """Take a phone that the platform vouches for; with the roll's name the two become one."""
    await _require_tie(session, chat, member)
    match = await find_match(
        session, phone=phone, full_name=member.full_name, proven=True, beside=member.id
    )
    await correct(session, chat, member, field="phone", value=phone, now=now)
    await link(session, chat, member, "contact", now=now)
    if match.member is None or member.source == "roll":
        return member
    await merge(session, member, match.member, strength="contact", now=now)
    return match.member


async def report_state(
    session: AsyncSession, chat: Chat, member: Member, state: str, *, now: datetime
) -> None:
    """Say from a member's own chat that they moved away, died, or are here again."""
    await _require_tie(session, chat, member)
    await _write_state(session, chat_actor(chat), member, state, now=now)


async def set_state(
    session: AsyncSession, actor: Actor, member: Member, state: str, *, now: datetime
) -> None:
    """Say as an organizer that a member moved away, died, or is here again."""
    await require_over(session, actor, "member:confirm", member)
    await _write_state(session, actor, member, state, now=now)


async def _write_state(
    session: AsyncSession, actor: Actor, member: Member, state: str, *, now: datetime
) -> None:
    if state not in STATES or member.state not in STATES:
        raise Refused("member-gone")
    audit.record(
        session, actor, "member:state", f"member:{member.id}", now=now, to=state, was=member.state
    )
    member.state = state
    if state == "died":
        await withdraw(session, member.id, now=now)
    await session.flush()


async def _require_tie(session: AsyncSession, chat: Chat, member: Member) -> None:
    if await find_link(session, chat, member.id) is None:
        raise Refused("member-not-here")
