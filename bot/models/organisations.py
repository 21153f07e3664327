"""Ground: organisations, their branches, and who belongs to them."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Organisation(Table):
    """Hold a union or association."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))
    listed: Mapped[bool] = mapped_column(default=True)  # offered at registration
    quiet_from: Mapped[time | None]  # of its own; None: the site's
    quiet_until: Mapped[time | None]


class Branch(Table):
    """Hold an organisation's sub-unit."""

    __tablename__ = "branches"
    __table_args__ = (UniqueConstraint("organisation_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))


class Membership(Table):
    """Say that a member belongs to an organisation, by its roll or by their own word."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("member_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branches.id"))
    source: Mapped[str] = mapped_column(String(10))  # roll | declared
    import_id: Mapped[int | None] = mapped_column(ForeignKey("roll_imports.id"), index=True)
    created_at: Mapped[datetime]
