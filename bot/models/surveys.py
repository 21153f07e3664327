"""Ground: surveys, who is entitled, and what they said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Large, Table


class Survey(Table):
    """Hold what we ask, whom and when."""

    __tablename__ = "surveys"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    form: Mapped[dict[str, Any]]  # questions and wording, as imported
    rule: Mapped[dict[str, Any]]  # whom it asks
    anonymous: Mapped[bool]
    late: Mapped[str] = mapped_column(String(10))  # join | refuse: who registers after opening
    remind_times: Mapped[int]
    remind_every_days: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), index=True)
    # draft | scheduled | open | closed | cancelled
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # the last invitation or reminder
    reminded: Mapped[int] = mapped_column(default=0)  # reminders sent so far
    type: Mapped[str] = mapped_column(String(20), default="informal")  # see surveys/types.csv
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the law asks, as it was
    dispositions: Mapped[dict[str, Any] | None]  # what became of each line, as it closed
    created_by: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class Entitlement(Table):
    """Name one member who may answer, with the places they are counted under, fixed at opening."""

    __tablename__ = "entitlements"
    __table_args__ = (Index("ix_entitlements_member", "member_id"),)

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    ward_key: Mapped[str | None] = mapped_column(String(20))  # old ward where known, else today's
    organisation_ids: Mapped[list[Any]]
    residential_group: Mapped[str] = mapped_column(String(80), default="", server_default="")
    age_band: Mapped[str] = mapped_column(String(6), default="", server_default="")  # see ages.py
    sex: Mapped[str] = mapped_column(String(6), default="", server_default="")  # empty: not known
    confirmed: Mapped[bool]  # false: the link is only typed; counted apart
    late: Mapped[bool] = mapped_column(default=False)


class Response(Table):
    """Hold one member's passage through one survey; never what was said in an anonymous one."""

    __tablename__ = "responses"
    __table_args__ = (UniqueConstraint("survey_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(10))  # started | finished | abandoned | refused
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    recorded_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    # who recorded it at the door or from paper; empty: the member answered
    channel: Mapped[str] = mapped_column(String(20), default="", server_default="")
    # on which it was handed in; empty: unknown, or recorded
    aside: Mapped[dict[str, Any] | None]  # what was recorded, while the member answers anew
    left: Mapped[int | None] = mapped_column(SmallInteger)  # questions, when a reminder last asked


class Answer(Table):
    """Hold one value of a response that is not anonymous."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("response_id", "question"),)

    id: Mapped[int] = mapped_column(Large, primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    question: Mapped[str] = mapped_column(String(40))
    value: Mapped[dict[str, Any]]  # {"choice": …} | {"choices": […]} | {"number": …} | …


class SealedRow(Table):
    """Hold one member's answers to an anonymous survey, padded and encrypted, until it closes."""

    __tablename__ = "sealed_rows"
    __table_args__ = (UniqueConstraint("survey_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    aside: Mapped[bytes | None] = mapped_column(LargeBinary)  # as a response's


class UnsealedAnswers(Table):
    """Hold one anonymous response after closing: what was said and a coarse stratum, no member."""

    __tablename__ = "unsealed_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    ward_key: Mapped[str | None] = mapped_column(String(20))
    organisation_ids: Mapped[list[Any]] = mapped_column(default=list)
    answers: Mapped[dict[str, Any]]


class SurveyMinute(Table):
    """Hold what a survey came to when it closed, chained by its hash to the minute before it.

    None is ever rewritten: a correction is a new one.
    """

    __tablename__ = "survey_minutes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, … no gap
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), index=True)
    corrects: Mapped[int | None] = mapped_column(ForeignKey("survey_minutes.number"))
    note: Mapped[str] = mapped_column(String(500), default="")  # why it corrects
    body: Mapped[dict[str, Any]]  # what it says, in words and whole numbers
    previous: Mapped[str] = mapped_column(String(64))  # digest of the one before, of any survey
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256
    written_by: Mapped[str] = mapped_column(String(60))
    written_at: Mapped[datetime]
