"""Ground: the tokens with which a channel account signs in, sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class ChannelTokens(Table):
    """Hold one account's access token and the refresh token that works once."""

    __tablename__ = "channel_tokens"

    account_id: Mapped[int] = mapped_column(ForeignKey("channel_accounts.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # [access, refresh], see bot.tokens
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]  # of the access token
    refresh_until: Mapped[datetime]
    renew_at: Mapped[datetime | None]  # None: only a person can sign in again
    asked_at: Mapped[datetime | None]  # the refresh token was shown to the service, unanswered
    fault: Mapped[str] = mapped_column(String(200), default="")  # why it cannot be renewed
