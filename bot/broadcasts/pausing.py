"""Room: broadcasts that pause by themselves, and who is told: their organizer and who approved.

A message that the platform calls wrong is wrong for everybody: one is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, quotas, telling
from bot.access import job_actor
from bot.accounts import title_of
from bot.broadcasts.fates import Fate
from bot.broadcasts.watching import Failing
from bot.messages import QUOTA, Rejected, Reply
from bot.models import OPEN, Approval, AuditEntry, Broadcast, ChannelAccount, Delivery, Survey
from bot.text import say

SENDER = job_actor("send")
MOST_WHY = 200
REJECTED = "rejected"
PHRASES = {REJECTED: "broadcast-failing-wrong", QUOTA: "broadcast-failing-quota"}


def find_rejected(fates: Sequence[Fate]) -> list[Failing]:
    """Return the broadcasts one of whose messages was called wrong."""
    wrong = {
        fate.bundle.wording.broadcast_id: fate.error.why
        for fate in fates
        if isinstance(fate.error, Rejected)
    }
    return [Failing(number, REJECTED, 1, 1, why) for number, why in wrong.items()]


async def pause_spent(session: AsyncSession, account_id: int, *, now: datetime) -> None:
    """Pause every running broadcast that an account whose month is spent is still to send."""
    waiting = (
        select(Delivery.broadcast_id, func.count().label("n"))
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(Delivery.account_id == account_id, Delivery.state.in_((*OPEN, "sending")))
        .where(Broadcast.state == "running")
        .group_by(Delivery.broadcast_id)
    )
    account = (await session.get_one(ChannelAccount, account_id)).name
    for row in (await session.execute(waiting)).all():
        failing = Failing(row.broadcast_id, QUOTA, row.n, row.n, account=account)
        await pause_failing(session, failing, now=now)


async def pause_failing(session: AsyncSession, failing: Failing, *, now: datetime) -> bool:
    """Pause a running broadcast that fails and tell why; False when it runs no more."""
    paused = await session.scalar(
        update(Broadcast)
        .where(Broadcast.id == failing.broadcast_id, Broadcast.state == "running")
        .values(state="paused", pause_reason=failing.reason)
        .returning(Broadcast.id)
    )
    if paused is None:
        return False
    why = failing.why[:MOST_WHY] or f"{failing.reason}: {failing.failed} of {failing.last}"
    subject = f"broadcast:{failing.broadcast_id}"
    audit.record(session, SENDER, "broadcast:pause", subject, now=now, why=why)
    broadcast = await session.get_one(Broadcast, failing.broadcast_id)
    await tell_owners(session, broadcast, failing, now=now)
    return True


async def tell_owners(
    session: AsyncSession, broadcast: Broadcast, failing: Failing, *, now: datetime
) -> int:
    """Tell those whose broadcast it is, in chat, why it stands still; return how many."""
    phrase = PHRASES.get(failing.reason, "broadcast-failing")
    until = f"{quotas.next_month(now):%d/%m/%Y}"

    def speak(locale: str) -> Reply:
        return Reply(
            say(
                locale,
                phrase,
                title=broadcast.title,
                number=str(broadcast.id),
                failed=failing.failed,
                last=failing.last,
                account=title_of(failing.account),
                until=until,
                why=failing.why[:MOST_WHY] or say(locale, "report-reason", reason=failing.reason),
            )
        )

    return await telling.tell(session, await find_owners(session, broadcast), speak, now=now)


async def find_owners(session: AsyncSession, broadcast: Broadcast) -> list[int]:
    """Return the organizers who wrote, launched or approved a broadcast."""
    launched = select(AuditEntry.actor).where(
        AuditEntry.subject == f"broadcast:{broadcast.id}", AuditEntry.action == "broadcast:launch"
    )
    names = {broadcast.created_by}
    of_this = Approval.broadcast_id == broadcast.id
    if broadcast.series_id is not None:
        of_this |= Approval.series_id == broadcast.series_id
    if broadcast.survey_id is not None:
        of_this |= Approval.survey_id == broadcast.survey_id
        author = await session.scalar(
            select(Survey.created_by).where(Survey.id == broadcast.survey_id)
        )
        names.add(author or "")
    approved = select(Approval.decided_by).where(Approval.verdict == "approved", of_this)
    names.update(await session.scalars(launched))
    names.update(await session.scalars(approved))
    numbers = (name.removeprefix("organizer:") for name in names if name.startswith("organizer:"))
    return sorted(int(number) for number in numbers)
