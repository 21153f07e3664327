"""Room: approvals decided: what waits for whom, a yes or a no by a second person.

Law: nobody approves their own: not who wrote or changed it, not who asked. The operator at the
command line is a person like any other: what the operator asked for, an organizer decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.approvals.asking import find_authors, find_pending
from bot.approvals.matters import (
    PERMISSION,
    Kind,
    Matter,
    get_matter,
    get_row,
    matter_of,
    subject_of,
)
from bot.errors import NotFound, NotPermitted, Refused
from bot.messages import Reply
from bot.models import Approval
from bot.telling import Say, tell
from bot.text import say

MOST_NOTE = 500
Verdict = Literal["approved", "refused"]


async def list_pending(session: AsyncSession) -> list[tuple[Approval, Matter]]:
    """Return everything that waits for a second person, the oldest first."""
    query = select(Approval).where(Approval.verdict == "").order_by(Approval.id)
    pending = (await session.scalars(query)).all()
    return [(approval, await get_matter(session, approval)) for approval in pending]


async def list_waiting(session: AsyncSession, actor: Actor) -> list[tuple[Approval, Matter]]:
    """Return what waits for an actor's yes or no, the oldest first."""
    return [
        (approval, matter)
        for approval, matter in await list_pending(session)
        if await _may_decide(session, actor, approval, matter)
    ]


async def find_waiting(session: AsyncSession, kind: Kind, number: int) -> tuple[Approval, Matter]:
    """Return the approval that something waits for, or raise NotFound."""
    approval = await find_pending(session, kind, number)
    if approval is None:
        raise NotFound("approval-unknown")
    return approval, await get_matter(session, approval)


async def is_pending(session: AsyncSession, approval_id: int) -> bool:
    """Tell whether an approval still waits for its yes or no."""
    approval = await session.get(Approval, approval_id)
    return approval is not None and not approval.verdict


async def get_waiting(
    session: AsyncSession, actor: Actor, approval_id: int
) -> tuple[Approval, Matter]:
    """Return an approval that an actor may decide now, or raise with why they may not.

    What it is about is locked first, as whoever changes it does: a change and a yes that meet
    wait for one another, and the second finds what the first has made of it.
    """
    asked = await session.get(Approval, approval_id)
    if asked is None:
        raise NotFound("approval-unknown")
    row = await get_row(session, *subject_of(asked), locked=True)
    approval = await session.get_one(Approval, approval_id, populate_existing=True)
    if approval.verdict:
        raise Refused("approval-decided", verdict=approval.verdict)
    matter = matter_of(row, at=approval.starts_at)
    if not matter.may_be_decided_by(actor):
        raise NotPermitted(PERMISSION)
    if actor.name in await find_authors(session, approval, matter):
        raise Refused("approval-own")
    if matter.digest != approval.digest:
        raise Refused("approval-changed")
    return approval, matter


async def decide(  # noqa: PLR0913 - who says what to which, and when
    session: AsyncSession,
    actor: Actor,
    approval_id: int,
    verdict: Verdict,
    *,
    note: str = "",
    now: datetime,
) -> tuple[Approval, Matter]:
    """Note a second person's yes or no, tell who asked, and return what it is about."""
    approval, matter = await get_waiting(session, actor, approval_id)
    if verdict == "refused" and not note.strip():
        raise Refused("approval-needs-note")
    if len(note) > MOST_NOTE:
        raise Refused("approval-note-length", most=MOST_NOTE)
    approval.verdict, approval.note = verdict, note.strip()
    approval.decided_by, approval.decided_at = actor.name, now
    audit.record(
        session, actor, f"approval:{verdict}", matter.subject, now=now, digest=matter.digest
    )
    await session.flush()
    await tell(session, _organizers_of(approval), _told(approval, matter, actor), now=now)
    return approval, matter


async def _may_decide(
    session: AsyncSession, actor: Actor, approval: Approval, matter: Matter
) -> bool:
    if not matter.may_be_decided_by(actor):
        return False
    return actor.name not in await find_authors(session, approval, matter)


def _organizers_of(approval: Approval) -> Sequence[int]:
    """Return who asked, when that is an organizer."""
    kind, _, number = approval.asked_by.partition(":")
    return [int(number)] if kind == "organizer" else []


def _told(approval: Approval, matter: Matter, actor: Actor) -> Say:
    verdict, note = approval.verdict, approval.note

    def told(locale: str) -> Reply:
        words = say(
            locale,
            f"approval-{verdict}",
            kind=matter.kind,
            number=str(matter.number),
            title=matter.title,
            by=actor.label or say(locale, "approval-operator"),
            note=note,
        )
        return Reply(words)

    return told
