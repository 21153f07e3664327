"""Ground: places, each valid for a time, and which became which."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Area(Table):
    """Hold a province or a ward of one version of the country's list."""

    __tablename__ = "areas"
    __table_args__ = (Index("ix_areas_province", "province_code", "level"),)

    key: Mapped[str] = mapped_column(String(20), primary_key=True)  # code + "." + version
    code: Mapped[str] = mapped_column(String(10))
    version: Mapped[str] = mapped_column(String(8))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    level: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    folded: Mapped[str] = mapped_column(String(80), index=True)
    province_code: Mapped[str] = mapped_column(String(4))
    former_district: Mapped[str] = mapped_column(String(80), default="")


class AreaSuccession(Table):
    """Say that an old ward, whole or in part, became part of a new one."""

    __tablename__ = "area_successions"

    old_key: Mapped[str] = mapped_column(ForeignKey("areas.key"), primary_key=True)
    new_key: Mapped[str] = mapped_column(ForeignKey("areas.key"), primary_key=True, index=True)
    extent: Mapped[str] = mapped_column(String(8))
