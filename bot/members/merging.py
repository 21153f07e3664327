"""Room: two records that are one person become one: the roll's survives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.members.claiming import REFUSED
from bot.members.consents import withdraw
from bot.members.dates import merge_dates
from bot.members.links import STRENGTHS, link
from bot.members.merging_rows import merge_deliveries, merge_surveys
from bot.members.permissions import require_over
from bot.members.tags import merge_tags
from bot.members.writing import write_group, write_ward
from bot.models import Chat, Consent, Link, Member, Membership


async def confirm_claim(
    session: AsyncSession, actor: Actor, member: Member, *, now: datetime
) -> Member:
    """Say as an organizer that a typed member is the roll's, and return the roll's."""
    survivor = await _get_claimed(session, member)
    await require_over(session, actor, "member:confirm", survivor)
    audit.record(
        session, actor, "member:confirm", f"member:{survivor.id}", now=now, absorbed=member.id
    )
    await merge(session, member, survivor, strength="confirmed", now=now)
    return survivor


async def refuse_claim(
    session: AsyncSession, actor: Actor, member: Member, *, now: datetime
) -> None:
    """Say as an organizer that a typed member is somebody else; each stays who they are."""
    listed = await _get_claimed(session, member)
    await require_over(session, actor, "member:confirm", listed)
    audit.record(session, actor, REFUSED, f"member:{member.id}", now=now, listed=listed.id)
    member.claims_id = None
    await session.flush()


async def _get_claimed(session: AsyncSession, member: Member) -> Member:
    """Return whom of the roll a member claims to be; raise Refused when they claim nobody."""
    listed = await session.get(Member, member.claims_id) if member.claims_id else None
    if listed is None or member.state not in ("active", "moved"):
        raise Refused("member-claims-nobody")
    return listed


async def merge(
    session: AsyncSession, absorbed: Member, survivor: Member, *, strength: str, now: datetime
) -> None:
    """Give a member's ties, consents, memberships and answers to another."""
    await _merge_stop(session, absorbed, survivor, now=now)
    await _move_links(session, absorbed, survivor, strength, now=now)
    await _move_memberships(session, absorbed, survivor)
    await merge_surveys(session, absorbed.id, survivor.id)
    await merge_deliveries(session, absorbed.id, survivor.id)
    await merge_dates(session, absorbed.id, survivor.id)
    await merge_tags(session, absorbed.id, survivor.id)
    await session.execute(
        update(Member).where(Member.claims_id == absorbed.id).values(claims_id=survivor.id)
    )
    await session.execute(
        update(Chat).where(Chat.speaker_id == absorbed.id).values(speaker_id=survivor.id)
    )
    _fill(survivor, absorbed)
    absorbed.state, absorbed.merged_into_id, absorbed.claims_id = "merged", survivor.id, None
    await session.flush()


async def _merge_stop(
    session: AsyncSession, absorbed: Member, survivor: Member, *, now: datetime
) -> None:
    """Let the later word of the two count: an opt-out, or a consent given after it."""
    own = list(await session.scalars(select(Consent).where(Consent.member_id == absorbed.id)))
    latest = max((c.given_at for c in own if c.withdrawn_at is None), default=None)
    stopped = max((m.stopped_at for m in (absorbed, survivor) if m.stopped_at), default=None)
    if stopped and latest and latest > stopped:
        stopped = None
    survivor.stopped_at = stopped
    if stopped:
        await withdraw(session, absorbed.id, now=now)
        await withdraw(session, survivor.id, now=now)
    held = select(Consent.purpose).where(
        Consent.member_id == survivor.id, Consent.withdrawn_at.is_(None)
    )
    await withdraw(session, absorbed.id, now=now, purposes=list(await session.scalars(held)))
    await session.execute(
        update(Consent).where(Consent.member_id == absorbed.id).values(member_id=survivor.id)
    )


async def _move_links(
    session: AsyncSession, absorbed: Member, survivor: Member, strength: str, *, now: datetime
) -> None:
    own = list(await session.scalars(select(Link).where(Link.member_id == absorbed.id)))
    await session.execute(delete(Link).where(Link.member_id == absorbed.id))
    for old in own:
        chat = await session.get_one(Chat, old.chat_id)
        stronger = max(old.strength, strength, key=STRENGTHS.index)
        await link(session, chat, survivor, stronger, now=now)


async def _move_memberships(session: AsyncSession, absorbed: Member, survivor: Member) -> None:
    held = select(Membership.organisation_id).where(Membership.member_id == survivor.id)
    await session.execute(
        delete(Membership).where(
            Membership.member_id == absorbed.id,
            Membership.organisation_id.in_(list(await session.scalars(held))),
        )
    )
    await session.execute(
        update(Membership).where(Membership.member_id == absorbed.id).values(member_id=survivor.id)
    )


def _fill(survivor: Member, absorbed: Member) -> None:
    """Write what the person gave over what the roll knew, save the name and the phone."""
    survivor.registered_at = survivor.registered_at or absorbed.registered_at
    survivor.locale = absorbed.locale
    survivor.birth_year = absorbed.birth_year or survivor.birth_year
    survivor.sex = absorbed.sex or survivor.sex
    survivor.address_form = absorbed.address_form or survivor.address_form
    if absorbed.ward_key or absorbed.old_ward_key:
        write_ward(survivor, ward_key=absorbed.ward_key, old_ward_key=absorbed.old_ward_key)
    if absorbed.residential_group:
        write_group(survivor, absorbed.residential_group)
