"""Ground: campaigns and the rules that select members."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Campaign(Table):
    """Hold an effort with an aim and dates, owned by one organisation."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    aim: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]


class CoOwner(Table):
    """Name an organisation that runs a campaign together with its owner."""

    __tablename__ = "co_owners"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)


class Segment(Table):
    """Hold a saved rule that selects members."""

    __tablename__ = "segments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    rule: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class CampaignLink(Table):
    """Hold a link of a campaign that people come through, for a ward or a recruiter."""

    __tablename__ = "campaign_links"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    ward_key: Mapped[str | None] = mapped_column(ForeignKey("areas.key"))
    recruiter: Mapped[str] = mapped_column(String(120), default="")
    created_by: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class Arrival(Table):
    """Say that a chat came through a campaign's link; the first link of a campaign counts."""

    __tablename__ = "arrivals"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("campaign_links.code"), index=True)
    at: Mapped[datetime]
