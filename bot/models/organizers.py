"""Ground: organizers, what they may do and where, and what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Organizer(Table):
    """Hold a person who runs campaigns; a one-time code makes a chat theirs."""

    __tablename__ = "organizers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    code_digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    code_until: Mapped[datetime | None]
    digest: Mapped[bool] = mapped_column(default=True)  # a short one each day; off by a word
    digested_at: Mapped[datetime | None]
    weekly_at: Mapped[datetime | None]  # the last digest of a week, for leads
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Grant(Table):
    """Give an organizer a role within a scope; no organisation or area means everywhere."""

    __tablename__ = "grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    organizer_id: Mapped[int] = mapped_column(ForeignKey("organizers.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    area_key: Mapped[str | None] = mapped_column(ForeignKey("areas.key"))


class PersonalCode(Table):
    """Hold a code that an organizer hands to a member of the roll, to prove their link."""

    __tablename__ = "personal_codes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AuditEntry(Table):
    """Say who did what, when, to what."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))  # organizer:3 | operator | job:remind
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    detail: Mapped[dict[str, Any]]
