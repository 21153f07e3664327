"""Room: how a stranger becomes a member, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.members.claiming import claim
from bot.members.consents import PURPOSES, Agreed, withdraw
from bot.members.finding import Match, find_in_chat, find_match
from bot.members.links import link
from bot.members.merging import merge
from bot.members.stopping import chat_actor, restore
from bot.members.writing import declare, write_group, write_name, write_ward
from bot.models import Chat, Member


@dataclass(frozen=True, slots=True)
class Given:
    """Hold what a person gave of themselves; an empty value was skipped."""

    full_name: str
    phone: str = ""
    phone_is_own: bool = False  # the platform says that the phone is the sender's
    ward_key: str | None = None
    old_ward_key: str | None = None
    residential_group: str = ""
    organisation_ids: tuple[int, ...] = ()
    birth_year: int | None = None
    address_form: str = ""
    agreed: Agreed = field(default_factory=dict)
    came_by: str = ""  # the payload of the link that brought them


async def register(
    session: AsyncSession, chat: Chat, given: Given, *, now: datetime, secret: str
) -> Member:
    """Store a registration with the strength of what ties it to this chat, and return who it is.

    A phone that the platform vouches for, with the roll's name, is the roll's member. A typed
    one makes a member of its own that claims the roll's. A doubt is left to an organizer.
    """
    member, strength, match = await _find_or_make(session, chat, given, now=now)
    _write(member, given, owns=member.source == "chat")
    member.registered_at = member.registered_at or now
    member.locale = chat.locale
    await link(session, chat, member, strength, now=now)
    await _note_match(session, chat, member, match, now=now)
    audit.record(
        session,
        chat_actor(chat),
        "member:register",
        f"member:{member.id}",
        now=now,
        strength=strength,
        came_by=given.came_by,
    )
    await declare(session, member, given.organisation_ids, now=now)
    refused = set(PURPOSES) - set(given.agreed)
    await withdraw(session, member.id, now=now, purposes=refused)
    await restore(session, member, given.agreed, chat=chat, now=now, secret=secret)
    chat.speaker_id = member.id
    return member


async def _find_or_make(
    session: AsyncSession, chat: Chat, given: Given, *, now: datetime
) -> tuple[Member, str, Match]:
    """Return whose registration this is, how strongly, and what the roll says of it."""
    name, phone, proven = given.full_name, given.phone, given.phone_is_own
    strength = "contact" if proven else "typed"
    match = await find_match(session, phone=phone, full_name=name, proven=proven)
    known = await find_in_chat(session, chat, phone=phone, full_name=name)
    if match.member is not None and proven:
        if known is not None and known.id != match.member.id:
            await merge(session, known, match.member, strength=strength, now=now)
        return match.member, strength, match
    if known is not None:
        return known, strength, match
    made = Member(source="chat", state="active", locale=chat.locale, created_at=now)
    session.add(made)
    return made, strength, match


def _write(member: Member, given: Given, *, owns: bool) -> None:
    """Write what was given, never emptiness over a fact, nor a name over the roll's own."""
    if owns or not member.full_name:
        write_name(member, given.full_name)
    member.phone = given.phone or member.phone or ""
    if given.ward_key or given.old_ward_key:
        write_ward(member, ward_key=given.ward_key, old_ward_key=given.old_ward_key)
    if given.residential_group:
        write_group(member, given.residential_group)
    member.birth_year = given.birth_year or member.birth_year
    member.address_form = given.address_form or member.address_form or ""


async def _note_match(
    session: AsyncSession, chat: Chat, member: Member, match: Match, *, now: datetime
) -> None:
    """Let a typed member claim the roll's, or tell organizers of a doubt."""
    if match.member is not None and match.member.id != member.id:
        await claim(session, member, match.member.id)
    if match.doubts:
        audit.record(
            session,
            chat_actor(chat),
            "member:doubt",
            f"member:{member.id}",
            now=now,
            candidates=[doubt.id for doubt in match.doubts],
        )
