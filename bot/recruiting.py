"""Room: links of campaigns: made for a ward or a recruiter, and who came through which.

Law: of a campaign a chat counts once, for the link that it came through first.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, audit, campaigns, segments
from bot.access import Actor
from bot.errors import NotFound, NotPermitted, Refused
from bot.models import Area, Arrival, Campaign, CampaignLink, Chat, Link, Member
from bot.organizers import ALPHABET
from bot.words import nfc

PREFIX = "c-"  # a deep link's payload that carries a link's code
LENGTH = 8  # letters of a code: nobody guesses one, and a QR code stays coarse
MOST_RECRUITER = 120


@dataclass(frozen=True, slots=True)
class Counted:
    """Hold a link with where it is for, who came through it, and who of them registered."""

    link: CampaignLink
    ward: str  # its name, empty where the link is for everywhere
    arrived: int
    registered: int


def payload_of(link: CampaignLink) -> str:
    """Return what a deep link carries for a link."""
    return f"{PREFIX}{link.code}"


def may_make(
    actor: Actor, owner_ids: list[int], ward_key: str | None, *, permission: str = "campaign:write"
) -> bool:
    """Tell whether an actor acts for one of these organisations in a ward, or everywhere."""
    areas = None if ward_key is None else [ward_key]
    return any(
        access.allows(actor, permission, organisation_id=owner, area_keys=areas)
        for owner in owner_ids
    )


async def list_campaigns(session: AsyncSession, actor: Actor, *, today: date) -> list[Campaign]:
    """Return the campaigns that are not over and that an actor may make links of, newest first."""
    areas = {key for scope in actor.scopes for key in scope.area_keys or ()}
    found = []
    for campaign in await campaigns.list_all(session):
        owners = [one.id for one in await campaigns.list_owners(session, campaign.id)]
        goes_on = campaign.ends_on is None or campaign.ends_on >= today
        if goes_on and any(may_make(actor, owners, ward) for ward in (None, *areas)):
            found.append(campaign)
    return found


async def make_link(  # noqa: PLR0913 - for whom it is
    session: AsyncSession,
    actor: Actor,
    campaign: Campaign,
    *,
    ward_key: str | None = None,
    recruiter: str = "",
    now: datetime,
) -> CampaignLink:
    """Return a campaign's link for a ward, a recruiter, both or neither; the same one again."""
    await _require(session, actor, campaign, ward_key)
    name = " ".join(nfc(recruiter).split())
    if len(name) > MOST_RECRUITER:
        raise Refused("link-recruiter-length", most=MOST_RECRUITER)
    if ward_key is not None and await session.get(Area, ward_key) is None:
        raise NotFound("area-unknown", area=ward_key)
    await session.get_one(Campaign, campaign.id, with_for_update=True, populate_existing=True)
    found = await session.scalar(
        select(CampaignLink)
        .where(CampaignLink.ward_key.is_not_distinct_from(ward_key))
        .filter_by(campaign_id=campaign.id, recruiter=name)
        .limit(1)
    )
    if found is not None:
        return found
    link = CampaignLink(
        code="".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
        campaign_id=campaign.id,
        ward_key=ward_key,
        recruiter=name,
        created_by=actor.name,
        created_at=now,
    )
    session.add(link)
    audit.record(session, actor, "link:make", f"campaign:{campaign.id}", now=now, code=link.code)
    await session.flush()
    return link


async def get_link(session: AsyncSession, actor: Actor, code: str) -> tuple[Counted, Campaign]:
    """Return a link with its counts, and its campaign; raise NotFound where there is none."""
    found = await session.get(CampaignLink, code.upper())
    if found is None:
        raise NotFound("link-unknown", link=code)
    campaign = await session.get_one(Campaign, found.campaign_id)
    await _require(session, actor, campaign, found.ward_key, permission="report:read")
    [counted] = await _count(session, CampaignLink.code == found.code)
    return counted, campaign


async def list_links(session: AsyncSession, actor: Actor, campaign: Campaign) -> list[Counted]:
    """Return the links of a campaign that an actor may read of, those with most people first."""
    owners = [one.id for one in await campaigns.list_owners(session, campaign.id)]
    counted = await _count(session, CampaignLink.campaign_id == campaign.id)
    return [
        one
        for one in counted
        if may_make(actor, owners, one.link.ward_key, permission="report:read")
    ]


async def arrive(
    session: AsyncSession, chat: Chat, payload: str, *, now: datetime
) -> Campaign | None:
    """Note that a chat came through a link, and return its campaign; None for another payload."""
    if not payload.casefold().startswith(PREFIX):
        return None
    link = await session.get(CampaignLink, payload[len(PREFIX) :].upper())
    if link is None:
        return None
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(Arrival) if on_sqlite else postgresql.insert(Arrival)
    arrival = insert.values(
        campaign_id=link.campaign_id, chat_id=chat.id, code=link.code, at=now
    ).on_conflict_do_nothing()
    await session.execute(arrival)
    return await session.get_one(Campaign, link.campaign_id)


async def _count(session: AsyncSession, which: ColumnElement[bool]) -> list[Counted]:
    came = func.count(Arrival.chat_id)
    registered = (
        exists()
        .where(Link.chat_id == Arrival.chat_id, Link.member_id == Member.id)
        .where(Member.registered_at > Arrival.at)
    )
    query = (
        select(CampaignLink, came, came.filter(registered))
        .outerjoin(Arrival, Arrival.code == CampaignLink.code)
        .where(which)
        .group_by(CampaignLink.code)
        .order_by(came.desc(), func.coalesce(CampaignLink.ward_key, ""), CampaignLink.recruiter)
    )
    rows = (await session.execute(query)).all()
    keys = [row[0].ward_key for row in rows if row[0].ward_key]
    wards = await segments.name_wards(session, keys)
    return [
        Counted(link, wards.get(link.ward_key or "", ""), arrived, joined)
        for link, arrived, joined in rows
    ]


async def _require(
    session: AsyncSession,
    actor: Actor,
    campaign: Campaign,
    ward_key: str | None,
    *,
    permission: str = "campaign:write",
) -> None:
    owners = [one.id for one in await campaigns.list_owners(session, campaign.id)]
    if not may_make(actor, owners, ward_key, permission=permission):
        raise NotPermitted(permission)
