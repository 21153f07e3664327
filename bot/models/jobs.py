"""Ground: what the clock has started, and how it ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Tick(Table):
    """Hold how a job's last run ended, for `check` and /readyz."""

    __tablename__ = "ticks"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    last_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(500), default="")
