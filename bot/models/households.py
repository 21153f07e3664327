"""Ground: households: their roll, who lives in them, and what came of asking them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Household(Table):
    """Hold a home in a residential group, as the ward's own list names it."""

    __tablename__ = "households"
    __table_args__ = (
        UniqueConstraint("ward_key", "group_folded", "head_folded", "address_folded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_key: Mapped[str] = mapped_column(ForeignKey("areas.key"))
    residential_group: Mapped[str] = mapped_column(String(80))
    group_folded: Mapped[str] = mapped_column(String(80))
    head_name: Mapped[str] = mapped_column(String(120))
    head_folded: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200), default="")
    address_folded: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]


class HouseholdMember(Table):
    """Say which household a member lives in: one."""

    __tablename__ = "household_members"
    __table_args__ = (Index("ix_household_members_household", "household_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))


class Ballot(Table):
    """Hold one household's place in a consultation, fixed at its opening; one ballot a household.

    `member_id` is who of the household answers; the answer itself is that member's response.
    """

    __tablename__ = "ballots"
    __table_args__ = (Index("ix_ballots_member", "member_id"),)

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), primary_key=True)
    ward_key: Mapped[str] = mapped_column(String(20))
    residential_group: Mapped[str] = mapped_column(String(80))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class PaperCount(Table):
    """Hold what came in on paper in one residential group, as an officer typed it last."""

    __tablename__ = "paper_counts"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    ward_key: Mapped[str] = mapped_column(String(20), primary_key=True)
    residential_group: Mapped[str] = mapped_column(String(80), primary_key=True)
    agree: Mapped[int]
    disagree: Mapped[int]
    invalid: Mapped[int]  # both ticked, none ticked
    typed_by: Mapped[str] = mapped_column(String(60))
    typed_at: Mapped[datetime]
