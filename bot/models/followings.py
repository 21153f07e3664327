"""Ground: reports that are followed live in a chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Large, Table


class Following(Table):
    """Say that a chat's latest report is kept up to date, by rewriting the message that it is."""

    __tablename__ = "followings"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), index=True)
    after_reply: Mapped[int] = mapped_column(
        Large
    )  # the chat's last stored reply before the report
    begun_at: Mapped[datetime]  # when the report was asked for, and stored
    until: Mapped[datetime | None]  # None: only its end is still told
    choices: Mapped[list[Any]] = mapped_column(default=list)  # the report's own buttons
    anew: Mapped[str] = mapped_column(String(64))  # the press that shows the report once more
    ref: Mapped[str] = mapped_column(String(200), default="")  # the platform's id of the message
    last_reply: Mapped[int | None] = mapped_column(
        Large
    )  # the stored reply that rewrites it, the latest
    shown: Mapped[str] = mapped_column(String(64), default="")  # the digest of what it says
