"""Ground: members and what they agreed to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Member(Table):
    """Hold a person of an organisation, or a resident.

    `claims_id` names the member of a roll that a typed name and phone match, until an organizer's
    word, a personal code or the contact button proves it; then the two become one.
    """

    __tablename__ = "members"
    __table_args__ = (
        Index("ix_members_phone_folded", "phone", "folded"),
        Index("ix_members_ward", "ward_key", "id"),
        Index("ix_members_old_ward", "old_ward_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str] = mapped_column(String(120), default="")
    folded: Mapped[str] = mapped_column(String(120), default="")
    sort_key: Mapped[str] = mapped_column(String(240), default="")
    address_form: Mapped[str] = mapped_column(String(10), default="")  # bac | co | chu | ...
    birth_year: Mapped[int | None]
    sex: Mapped[str | None] = mapped_column(String(6))  # male | female | other | unsaid
    phone: Mapped[str] = mapped_column(String(15), default="")
    ward_key: Mapped[str | None] = mapped_column(ForeignKey("areas.key"))  # of today
    old_ward_key: Mapped[str | None] = mapped_column(ForeignKey("areas.key"))
    residential_group: Mapped[str] = mapped_column(String(80), default="")
    group_folded: Mapped[str] = mapped_column(String(80), default="")
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    source: Mapped[str] = mapped_column(String(10))  # roll | chat
    state: Mapped[str] = mapped_column(String(10), default="active")
    # active | moved | died | erased | merged
    claims_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("roll_imports.id"), index=True)
    registered_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]  # opted out of everything
    created_at: Mapped[datetime]


class Consent(Table):
    """Hold what a member agreed to, per purpose, with the wording they saw."""

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_current",
            "member_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    purpose: Mapped[str] = mapped_column(String(20))  # notices | surveys | reminders
    wording: Mapped[str] = mapped_column(String(1000))
    wording_version: Mapped[str] = mapped_column(String(40))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id"))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Suppression(Table):
    """Hold the keyed hash of who asked to be erased, so that no import brings them back."""

    __tablename__ = "suppressions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(String(10))  # erased | stopped
    at: Mapped[datetime]


class RollImport(Table):
    """Hold one import of a roll, so that it can be shown and undone as a whole."""

    __tablename__ = "roll_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    counts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10))  # running | done | undone
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RollChange(Table):
    """Hold what one row of an import changed, with the values before it."""

    __tablename__ = "roll_changes"
    __table_args__ = (UniqueConstraint("import_id", "row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("roll_imports.id"))
    row: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    fate: Mapped[str] = mapped_column(String(10))  # created | changed
    before: Mapped[dict[str, Any]]


class MemberDate(Table):
    """Hold a date of a member, such as when a card runs out, which relative reminders follow."""

    __tablename__ = "member_dates"
    __table_args__ = (
        UniqueConstraint("member_id", "kind"),
        Index("ix_member_dates_day", "kind", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[str] = mapped_column(String(20))  # card_expiry | birthday | joined
    day: Mapped[date]
    source: Mapped[str] = mapped_column(String(10))  # roll | chat
    import_id: Mapped[int | None] = mapped_column(ForeignKey("roll_imports.id"))
    created_at: Mapped[datetime]


class MemberTag(Table):
    """Hold a word under which organizers keep members together."""

    __tablename__ = "member_tags"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
