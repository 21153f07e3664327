"""Room: the contact budget: how often a resident is written to, by all organisations together.

It is taken inside the claim. The lines' members are locked by the statement before, and what was
begun is read by a statement of its own, so that two claims cannot both spend the last of it. What
is only rewritten is no contact; a correction that then has to be sent anew leaves, and counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import LOCAL, to_local
from bot.models import Broadcast, Delivery
from bot.settings import Settings

DAY, WEEK = timedelta(hours=24), timedelta(days=7)
UNCOUNTED = ("recall",)  # to take a message back is no contact
REWRITTEN = "edited"  # the reason of a line whose message was put right in its place: nor is that


@dataclass(frozen=True, slots=True)
class Budget:
    """Hold how many messages of ours a resident gets at most; 0: as many as there are."""

    soft_day: int  # in a day of the calendar; urgent broadcasts pass it
    soft_week: int  # in seven days; urgent broadcasts pass it
    hard_day: int  # in 24 hours, whatever it is
    patience: timedelta  # how long a line waits before it is given up

    @classmethod
    def of(cls, settings: Settings) -> Budget:
        """Return the site's budget."""
        return cls(
            settings.contact_soft_day,
            settings.contact_soft_week,
            settings.contact_hard_day,
            timedelta(days=settings.contact_patience_days),
        )

    @property
    def is_limited(self) -> bool:
        """Tell whether there is any limit at all."""
        return bool(self.soft_day or self.soft_week or self.hard_day)

    def find_wait(
        self, begun: Sequence[datetime], *, now: datetime, urgent: bool
    ) -> datetime | None:
        """Return until when a member waits who was written to at these moments, newest first."""
        waits = []
        if self.hard_day and len(begun) >= self.hard_day:
            waits.append(begun[self.hard_day - 1] + DAY)
        if not urgent:
            if self.soft_week and len(begun) >= self.soft_week:
                waits.append(begun[self.soft_week - 1] + WEEK)
            if self.soft_day and len(begun) >= self.soft_day:
                waits.append(_end_of_day(begun[self.soft_day - 1]))
        latest = max(waits, default=now)
        return latest if latest > now else None

    def gives_up_at(self, broadcast: Broadcast) -> datetime | None:
        """Return when a broadcast's waiting lines are given up."""
        if broadcast.send_by is not None or broadcast.starts_at is None:
            return broadcast.send_by
        return broadcast.starts_at + self.patience


async def find_waits(
    session: AsyncSession,
    budget: Budget,
    broadcast: Broadcast,
    members: Sequence[int],
    *,
    now: datetime,
) -> Mapping[int, datetime]:
    """Return which of these members, locked by now, have to wait, and until when."""
    if not members or not budget.is_limited or broadcast.kind in UNCOUNTED:
        return {}
    query = (
        select(Delivery.member_id, Delivery.begun_at)
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(
            Delivery.member_id.in_(members),
            Delivery.begun_at > now - WEEK,
            Broadcast.kind.not_in(UNCOUNTED),
            Delivery.reason != REWRITTEN,
        )
        .order_by(Delivery.begun_at.desc())
    )
    begun: defaultdict[int, list[datetime]] = defaultdict(list)
    for row in await session.execute(query):
        begun[row.member_id].append(row.begun_at)
    urgent = broadcast.urgent or broadcast.kind == "correction"
    waits = {
        member: budget.find_wait(moments, now=now, urgent=urgent)
        for member, moments in begun.items()
    }
    return {member: until for member, until in waits.items() if until is not None}


def _end_of_day(moment: datetime) -> datetime:
    """Return the midnight, in Viet Nam, that ends a moment's day."""
    day = to_local(moment).date() + timedelta(days=1)
    return datetime.combine(day, time(), tzinfo=LOCAL)
