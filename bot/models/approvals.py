"""Ground: what a second person approves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Approval(Table):
    """Hold what a second person was asked to approve, by its hash, and what they said."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("surveys.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))  # of text, buttons, audience rule, window
    starts_at: Mapped[datetime | None]  # when it was to leave; None: at once
    why: Mapped[str] = mapped_column(String(40))  # many | beyond | urgent | recall …
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    decided_at: Mapped[datetime | None]
    verdict: Mapped[str] = mapped_column(String(10), default="")  # approved | refused | void
    note: Mapped[str] = mapped_column(String(500), default="")
