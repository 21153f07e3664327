"""Ground: broadcasts that are sent again and again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Series(Table):
    """Hold a broadcast that is sent again and again, or relative to a date of each member."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    title: Mapped[str] = mapped_column(String(200))
    draft: Mapped[dict[str, Any]]  # text, buttons, attachments, rule, purpose
    schedule: Mapped[dict[str, Any]]  # {"every": …} or {"date": kind, "days": n}, and "at"
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(20))  # awaiting_approval | running | stopped
    created_by: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
