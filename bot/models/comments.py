"""Ground: open comment periods on a document, what people wrote, and what was done about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class CommentPeriod(Table):
    """Hold a document that is open to comments for a while."""

    __tablename__ = "comment_periods"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(20))  # as a survey's: informal | opinion
    terms: Mapped[dict[str, Any]]
    rule: Mapped[dict[str, Any]]  # whom it is told, and who may comment
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), index=True)
    # scheduled | open | closed | published
    summary: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class Comment(Table):
    """Hold one comment; its number is told to who wrote it, and stands in the summary."""

    __tablename__ = "comments"
    __table_args__ = (UniqueConstraint("period_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("comment_periods.id"))
    number: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    answer_number: Mapped[int | None]  # which answer it is under
    at: Mapped[datetime]


class CommentAnswer(Table):
    """Hold what was done about one group of comments."""

    __tablename__ = "comment_answers"

    period_id: Mapped[int] = mapped_column(ForeignKey("comment_periods.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Text)
