"""Room: campaigns, each an effort of one organisation, often together with others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, audit
from bot.access import Actor
from bot.errors import NotFound, Refused
from bot.models import Campaign, CoOwner, Organisation
from bot.words import nfc

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what a campaign is to be."""

    code: str
    name: str
    owner_id: int
    aim: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    co_owner_ids: tuple[int, ...] = ()


async def create(session: AsyncSession, actor: Actor, plan: Plan, *, now: datetime) -> Campaign:
    """Create a campaign."""
    access.require(actor, "campaign:write", organisation_id=plan.owner_id)
    await _check(session, plan)
    if await find(session, plan.code) is not None:
        raise Refused("campaign-code-taken", campaign=plan.code)
    campaign = Campaign(code=plan.code, owner_id=plan.owner_id, created_at=now)
    await _write(session, campaign, plan)
    audit.record(session, actor, "campaign:create", f"campaign:{campaign.id}", now=now)
    return campaign


async def change(session: AsyncSession, actor: Actor, plan: Plan, *, now: datetime) -> Campaign:
    """Give the campaign of a plan's code everything else that the plan says."""
    campaign = await get(session, plan.code)
    access.require(actor, "campaign:write", organisation_id=campaign.owner_id)
    access.require(actor, "campaign:write", organisation_id=plan.owner_id)
    await _check(session, plan)
    await _write(session, campaign, plan)
    audit.record(session, actor, "campaign:change", f"campaign:{campaign.id}", now=now)
    return campaign


async def find(session: AsyncSession, code: str) -> Campaign | None:
    """Return the campaign of a code, if there is one."""
    found: Campaign | None = await session.scalar(select(Campaign).where(Campaign.code == code))
    return found


async def get(session: AsyncSession, code: str) -> Campaign:
    """Return the campaign of a code, or raise NotFound."""
    campaign = await find(session, code)
    if campaign is None:
        raise NotFound("campaign-unknown", campaign=code)
    return campaign


async def list_all(session: AsyncSession) -> Sequence[Campaign]:
    """Return every campaign, the newest first."""
    query = select(Campaign).order_by(Campaign.created_at.desc(), Campaign.id.desc())
    return (await session.scalars(query)).all()


async def list_owners(session: AsyncSession, campaign_id: int) -> Sequence[Organisation]:
    """Return the organisations that run a campaign, its owner first."""
    campaign = await session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound("campaign-unknown", campaign=str(campaign_id))
    joined = select(CoOwner.organisation_id).where(CoOwner.campaign_id == campaign_id)
    query = (
        select(Organisation)
        .where(Organisation.id.in_(joined) | (Organisation.id == campaign.owner_id))
        .order_by(Organisation.id != campaign.owner_id, Organisation.folded)
    )
    return (await session.scalars(query)).all()


async def check_owner(session: AsyncSession, campaign_id: int, organisation_id: int) -> None:
    """Raise Refused unless an organisation runs the campaign."""
    owners = await list_owners(session, campaign_id)
    if organisation_id not in {owner.id for owner in owners}:
        raise Refused("campaign-not-yours")


async def _check(session: AsyncSession, plan: Plan) -> None:
    if CODE.fullmatch(plan.code) is None:
        raise Refused("campaign-bad-code")
    if not 0 < len(nfc(plan.name).strip()) <= MOST_NAME:
        raise Refused("campaign-name-length", most=MOST_NAME)
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise Refused("campaign-ends-before-start")
    named = {plan.owner_id, *plan.co_owner_ids}
    query = select(Organisation.id).where(Organisation.id.in_(named))
    if named - set(await session.scalars(query)):
        raise Refused("segment-organisation-unknown")


async def _write(session: AsyncSession, campaign: Campaign, plan: Plan) -> None:
    campaign.name, campaign.aim = nfc(plan.name).strip(), nfc(plan.aim).strip()
    campaign.owner_id = plan.owner_id
    campaign.starts_on, campaign.ends_on = plan.starts_on, plan.ends_on
    session.add(campaign)
    await session.flush()
    await session.execute(delete(CoOwner).where(CoOwner.campaign_id == campaign.id))
    session.add_all(
        CoOwner(campaign_id=campaign.id, organisation_id=one)
        for one in dict.fromkeys(plan.co_owner_ids)
        if one != plan.owner_id
    )
    await session.flush()
