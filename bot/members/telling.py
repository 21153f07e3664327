"""Room: how a member is addressed, and what is stored of them, in figures that a door can say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.members.consents import find_consents
from bot.members.links import find_links
from bot.members.writing import find_organisations
from bot.models import Answer, Delivery, Member, Response
from bot.text import say
from bot.words import given_name

FORMS = ("bac", "co", "chu", "anh", "chi", "ong", "ba", "ban")


@dataclass(frozen=True, slots=True)
class Holdings:
    """Hold what is stored of a member beside their own fields."""

    consents: tuple[tuple[str, datetime], ...]  # purpose, since when
    organisations: tuple[str, ...]
    chats: int
    messages: int
    answers: int


async def find_holdings(session: AsyncSession, member: Member) -> Holdings:
    """Return what is stored of a member beside their own fields."""
    consents = await find_consents(session, member.id)
    organisations = await find_organisations(session, member.id)
    messages = select(func.count()).where(
        Delivery.member_id == member.id, Delivery.state.in_(("sent", "unknown"))
    )
    answers = select(func.count(Answer.id)).join(Response).where(Response.member_id == member.id)
    return Holdings(
        consents=tuple((consent.purpose, consent.given_at) for consent in consents),
        organisations=tuple(organisation.name for organisation in organisations),
        chats=len(await find_links(session, member.id)),
        messages=await session.scalar(messages) or 0,
        answers=await session.scalar(answers) or 0,
    )


def salutation(member: Member, locale: str) -> str:
    """Return how a member is addressed: `bác Lan`; without a form of address `ông/bà Lan`."""
    name = given_name(member.full_name)
    return say(locale, "salutation", form=member.address_form or "none", name=name or "none")
