"""Ground: broadcasts and their ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Large, Table

OPEN = ("queued", "waiting")  # states of a line that may still be sent


class Broadcast(Table):
    """Hold one message to an audience."""

    __tablename__ = "broadcasts"
    __table_args__ = (Index("uq_broadcasts_series_id_due_on", "series_id", "due_on", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("surveys.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="notice")
    # notice | invitation | reminder | correction | recall
    purpose: Mapped[str] = mapped_column(String(20))  # notices | surveys | reminders
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    translations: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # by locale: {text, labels}, where we write it ourselves
    buttons: Mapped[list[Any]] = mapped_column(default=list)  # [{label, answer}]
    attachments: Mapped[list[Any]] = mapped_column(default=list)  # [{kind, …}], see attaching
    rule: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20), index=True)
    # draft | awaiting_approval | scheduled | running | paused | finished | cancelled
    pause_reason: Mapped[str] = mapped_column(String(200), default="")  # empty: a person did
    starts_at: Mapped[datetime | None]
    send_by: Mapped[datetime | None]  # what could not leave until then is skipped: too_late
    urgent: Mapped[bool] = mapped_column(default=False)  # passes the soft contact budget
    twice_ok: Mapped[bool] = mapped_column(default=False)  # "better twice than never"
    may_cost: Mapped[bool] = mapped_column(default=False, server_default=false())
    where_last: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # for money too
    most_cost: Mapped[int] = mapped_column(default=0, server_default="0")  # dong, as agreed
    template: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # {number, name, price, fields: {parameter: [text, most]}}; empty: none
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"), index=True)
    follows: Mapped[str] = mapped_column(String(20), default="")  # which of the parent's lines
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    due_on: Mapped[date | None]  # which run of the series
    audience: Mapped[int] = mapped_column(default=0)  # members counted at launch
    last_member_id: Mapped[int] = mapped_column(default=0)  # nobody newer is of the audience
    frozen_chat_id: Mapped[int] = mapped_column(default=0)  # chats up to here have their lines
    frozen_member_id: Mapped[int] = mapped_column(default=0)  # then members who have no chat
    frozen_at: Mapped[datetime | None]  # when the audience was complete
    launched_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


def _points_at(table: str, column: str) -> ForeignKeyConstraint:
    """Return a foreign key of SQLite; PostgreSQL has triggers for it, see references."""
    return ForeignKeyConstraint([column], [f"{table}.id"]).ddl_if(dialect="sqlite")


class Delivery(Table):
    """Hold one broadcast to one member: a line of the ledger."""

    __tablename__ = "deliveries"
    __table_args__ = (
        _points_at("broadcasts", "broadcast_id"),
        _points_at("members", "member_id"),
        _points_at("chats", "chat_id"),
        _points_at("channel_accounts", "account_id"),
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
        Index(
            "ix_deliveries_waiting",
            "not_before",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_deliveries_waiting_broadcast",
            "broadcast_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_deliveries_member", "member_id", "begun_at"),
    )

    id: Mapped[int] = mapped_column(Large, primary_key=True)
    broadcast_id: Mapped[int]
    member_id: Mapped[int]
    chat_id: Mapped[int | None]
    account_id: Mapped[int | None]
    ward_key: Mapped[str | None] = mapped_column(String(20))  # where the member lived at launch
    organisation_id: Mapped[int | None]  # the one that they are counted under
    state: Mapped[str] = mapped_column(String(10))
    # queued | waiting (until not_before) | sending | sent | failed | unknown | skipped
    reason: Mapped[str] = mapped_column(String(20), default="")
    detour: Mapped[str] = mapped_column(String(10), default="", server_default="")
    # why it is not where the member wrote last: blocked, expired; empty: it is, or was at launch
    cost: Mapped[int] = mapped_column(default=0, server_default="0")  # dong, from its claim on
    platform_ref: Mapped[str] = mapped_column(String(200), default="")  # its messages, "12,13"
    pressed: Mapped[str] = mapped_column(String(4), default="")  # which button, A to C
    not_before: Mapped[datetime | None]  # waits for its contact budget
    begun_at: Mapped[datetime | None]  # when it was claimed; it counts in the contact budget
    sent_at: Mapped[datetime | None]
