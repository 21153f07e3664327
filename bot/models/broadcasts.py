"""Ground: broadcasts and their ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Broadcast(Table):
    """Hold one message to an audience."""

    __tablename__ = "broadcasts"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("surveys.id"), index=True)
    kind: Mapped[str] = mapped_column(
        String(12), default="notice"
    )  # notice | invitation | reminder
    purpose: Mapped[str] = mapped_column(String(20))  # notices | surveys | reminders
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[Any]] = mapped_column(default=list)  # [{label, answer}]
    rule: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20), index=True)
    # draft | awaiting_approval | scheduled | running | paused | finished | cancelled
    starts_at: Mapped[datetime | None]
    launched_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class Delivery(Table):
    """Hold one broadcast to one member: a line of the ledger."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("broadcast_id", "member_id"),
        Index(
            "ix_deliveries_open",
            "account_id",
            "broadcast_id",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_deliveries_sending",
            "account_id",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index("ix_deliveries_member", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("channel_accounts.id"))
    ward_key: Mapped[str | None] = mapped_column(String(20))  # where the member lived at launch
    state: Mapped[str] = mapped_column(String(10))  # queued|sending|sent|failed|unknown|skipped
    reason: Mapped[str] = mapped_column(String(20), default="")
    platform_ref: Mapped[str] = mapped_column(String(40), default="")
    pressed: Mapped[str] = mapped_column(String(4), default="")  # which button, A to C
    sent_at: Mapped[datetime | None]
