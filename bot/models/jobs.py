"""Ground: what the clock has started, and how it ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Tick(Table):
    """Hold how a job's last run ended, for `check` and /readyz."""

    __tablename__ = "ticks"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    last_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(500), default="")


class Firing(Table):
    """Say which job ran for which moment, so that in a cluster each runs once."""

    __tablename__ = "firings"
    __table_args__ = (Index("ix_firings_due_at", "due_at"),)

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))


class Lease(Table):
    """Hold which running program sends for a channel account, until when, under which fence."""

    __tablename__ = "leases"

    account_id: Mapped[int] = mapped_column(ForeignKey("channel_accounts.id"), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    fence: Mapped[int]
    until: Mapped[datetime]  # by the database's clock
    backend: Mapped[int]  # PostgreSQL's number of the holder's session
