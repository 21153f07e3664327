"""Ground: how many of each kind of people a survey wants, and who holds a place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Quota(Table):
    """Hold how many people of a ward and an age band a survey wants, and how many places went."""

    __tablename__ = "quotas"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    ward_key: Mapped[str] = mapped_column(String(20), primary_key=True)  # "*": every ward
    band: Mapped[str] = mapped_column(String(12), primary_key=True)  # "18-35", "60-"; "*"
    most: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class QuotaPlace(Table):
    """Hold one member's place in a quota: held while they answer, theirs once they handed in."""

    __tablename__ = "quota_places"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "ward_key", "band"],
            ["quotas.survey_id", "quotas.ward_key", "quotas.band"],
            name="fk_quota_places_quota",
        ),
        Index("ix_quota_places_held", "held_until"),
    )

    survey_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    ward_key: Mapped[str] = mapped_column(String(20))
    band: Mapped[str] = mapped_column(String(12))
    held_until: Mapped[datetime]
