"""Ground: messages whose words a platform has approved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class MessageTemplate(Table):
    """Hold one template, as the platform told of it."""

    __tablename__ = "message_templates"
    __table_args__ = (UniqueConstraint("account_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("channel_accounts.id"))
    number: Mapped[str] = mapped_column(String(40))  # the platform's
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))  # ENABLE: it may be sent
    tag: Mapped[str] = mapped_column(String(40))
    price: Mapped[int]  # dong a message to one of the account's people; -1: not told
    parameters: Mapped[list[Any]] = mapped_column(default=list)  # [[name, most letters]]
    fetched_at: Mapped[datetime]
