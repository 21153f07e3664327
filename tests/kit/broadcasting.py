"""Kit: broadcasts launched in one line, and their ledger read in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, broadcasts
from bot.access import OPERATOR, Actor
from bot.broadcasts import Draft
from bot.db import Database
from bot.models import Broadcast, Delivery, Member, Organisation
from tests.kit.makers import BEGINNING

SECOND = Actor("second person", trusted=True)
YES_NO = (
    {"label": "Tôi quan tâm", "answer": "Cảm ơn, chúng tôi sẽ liên hệ."},
    {"label": "Để sau", "answer": "Vâng ạ."},
)


async def make_draft(session: AsyncSession, **options: Any) -> Broadcast:
    """Write a draft in the trade union's name."""
    organisation_id = await session.scalar(
        select(Organisation.id).where(Organisation.code == "cdtp")
    )
    given = {"title": "BHYT", "text": "Mời {xung_ho} {ten} tham gia.", **options}
    draft = Draft(organisation_id=organisation_id, **given)
    return await broadcasts.write(session, OPERATOR, draft, now=BEGINNING)


async def launch(database: Database, *, now: datetime = BEGINNING, **options: Any) -> int:
    """Write a broadcast, launch it, approved where it must be, and return its id."""
    async with database.transaction() as session:
        draft = await make_draft(session, **options)
        await launch_approved(session, draft, now=now)
        return draft.id


async def launch_approved(session: AsyncSession, draft: Broadcast, *, now: datetime) -> None:
    """Launch a draft; where a second person has to look at it, they say yes at once."""
    launched = await broadcasts.launch(session, OPERATOR, draft.id, now=now)
    if launched.state == "awaiting_approval":
        approval, _ = await approvals.find_waiting(session, "broadcast", draft.id)
        await broadcasts.approve(session, SECOND, approval.id, now=now)


async def read_ledger(database: Database, broadcast_id: int) -> dict[str, tuple[str, str]]:
    """Return each member's state and reason."""
    query = (
        select(Member.full_name, Delivery.state, Delivery.reason)
        .join(Member, Member.id == Delivery.member_id)
        .where(Delivery.broadcast_id == broadcast_id)
        .order_by(Delivery.id)
    )
    async with database.reading() as session:
        return {name: (state, reason) for name, state, reason in await session.execute(query)}


async def read_state(database: Database, broadcast_id: int) -> str:
    """Return a broadcast's state."""
    async with database.reading() as session:
        return (await broadcasts.get(session, broadcast_id)).state


def named(ledger: dict[str, tuple[str, str]], state: str) -> Sequence[str]:
    """Return the members whose line is in a state."""
    return [name for name, (held, _) in ledger.items() if held == state]
