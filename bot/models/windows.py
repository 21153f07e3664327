"""Ground: days on which nothing is sent."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class BlockedDates(Table):
    """Hold days on which an organisation, or the whole site, sends nothing."""

    __tablename__ = "blocked_dates"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    first: Mapped[date]
    last: Mapped[date]
    name: Mapped[str] = mapped_column(String(120))
