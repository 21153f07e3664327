"""Ground: files that go out with a message, and under which id a platform knows them already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Table


class KeptFile(Table):
    """Hold a file from the moment that a message needs it until nobody may fetch it any more."""

    __tablename__ = "files"
    __table_args__ = (Index("ix_files_sha256", "sha256"), Index("ix_files_expires", "expires_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Upload(Table):
    """Say under which id a channel account can send a file again without its content."""

    __tablename__ = "uploads"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("files.id", ondelete="CASCADE"), primary_key=True
    )
    account: Mapped[str] = mapped_column(String(40), primary_key=True)  # the account's name
    platform_id: Mapped[str] = mapped_column(String(500))
