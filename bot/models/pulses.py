"""Ground: pulses: the same questions again and again, each time to other people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class Pulse(Table):
    """Hold a survey that is asked again and again of a sample drawn anew."""

    __tablename__ = "pulses"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)  # each wave's code begins with it
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    source: Mapped[str] = mapped_column(Text)  # the survey's file
    rule: Mapped[dict[str, Any]]  # whom samples are drawn from
    schedule: Mapped[dict[str, Any]]  # as a series'
    size: Mapped[int]  # people a wave
    days: Mapped[int]  # that a wave is open
    seed: Mapped[str] = mapped_column(String(64))
    wave: Mapped[int] = mapped_column(default=0)  # waves asked so far
    rotation: Mapped[int] = mapped_column(default=1)  # how often everybody's turn has come round
    state: Mapped[str] = mapped_column(String(10))  # running | stopped
    next_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class PulseDraw(Table):
    """Say that a member was drawn in a rotation, and for which wave: once a rotation."""

    __tablename__ = "pulse_draws"

    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulses.id"), primary_key=True)
    rotation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    wave: Mapped[int]
