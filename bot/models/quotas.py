"""Ground: what each account has sent in each month, where its platform counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class AccountMonth(Table):
    """Count the messages of one account in one month, of the calendar in Viet Nam."""

    __tablename__ = "account_months"

    account_id: Mapped[int] = mapped_column(ForeignKey("channel_accounts.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)  # 2026-12
    messages: Mapped[int] = mapped_column(default=0)
    refused_at: Mapped[datetime | None]  # when the platform said that nothing is left
