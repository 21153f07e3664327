"""Ground: the audit trail: who did what, when, to what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.models import AuditEntry


def record(
    session: AsyncSession, actor: Actor, action: str, subject: str, *, now: datetime, **detail: Any
) -> None:
    """Add one line to the trail, in the transaction of what it tells.

    `action` is `noun:verb` (`broadcast:launch`), `subject` is `noun:id`.
    """
    session.add(
        AuditEntry(at=now, actor=actor.name, action=action, subject=subject, detail=detail)
    )
