"""Room: approvals asked for: when one is needed, what it covers, and who is told.

Law: a yes holds for what was shown. Any change of it, or of when it begins, asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, segments
from bot.access import Actor
from bot.approvals.matters import PERMISSION, Kind, Matter
from bot.messages import Reply
from bot.models import Approval, AuditEntry, Member
from bot.segments import Rule
from bot.telling import Say, find_organizers, tell
from bot.text import say

# what makes somebody an author of what is approved
WRITING = ("write", "rewrite", "import")
MADE_OF = "series:draft"  # audited with the number of the draft


async def find_reasons(
    session: AsyncSession, actor: Actor, matter: Matter, *, over: int
) -> list[str]:
    """Return why a matter needs a second person by its audience: `many` (or `each`), `beyond`."""
    reasons = []
    if await _is_larger(session, matter.rule, over):
        reasons.append("many" if over else "each")
    if is_beyond(actor, matter.rule, matter.organisation_id):
        reasons.append("beyond")
    return reasons


def is_beyond(actor: Actor, rule: Rule, organisation_id: int) -> bool:
    """Tell whether who acts for an organisation writes to others than its members."""
    acts_for_one = any(scope.organisation_id is not None for scope in actor.scopes)
    return acts_for_one and segments.organisation_of(rule) != organisation_id


async def ask(  # noqa: PLR0913 - who asks for what, why, and when it would begin
    session: AsyncSession,
    actor: Actor,
    matter: Matter,
    reasons: Sequence[str],
    *,
    now: datetime,
    at: datetime | None = None,
) -> Approval:
    """Ask for a second person's yes; an older question about it is void. Approvers are told."""
    await void(session, matter.kind, matter.number, now=now)
    approval = Approval(
        digest=matter.digest,
        starts_at=at,
        why=" ".join(reasons),
        asked_by=actor.name,
        asked_at=now,
        **{f"{matter.kind}_id": matter.number},
    )
    session.add(approval)
    await session.flush()
    audit.record(session, actor, "approval:ask", matter.subject, now=now, why=approval.why)
    await tell(
        session, await find_approvers(session, approval, matter), _told_of(matter, actor), now=now
    )
    return approval


async def void(session: AsyncSession, kind: Kind, number: int, *, now: datetime) -> None:
    """Let a question that waits wait no more: what it was about has changed or is called off."""
    await session.execute(
        update(Approval)
        .where(_about(kind, number), Approval.verdict == "")
        .values(verdict="void", decided_at=now)
    )


async def find_latest(session: AsyncSession, kind: Kind, number: int) -> Approval | None:
    """Return the latest approval asked for something, however it was decided."""
    latest: Approval | None = await session.scalar(
        select(Approval).where(_about(kind, number)).order_by(Approval.id.desc()).limit(1)
    )
    return latest


async def list_approved(session: AsyncSession, kind: Kind, number: int) -> Sequence[Approval]:
    """Return every yes that was said to something; each holds for what its digest was of."""
    query = select(Approval).where(_about(kind, number), Approval.verdict == "approved")
    return (await session.scalars(query.order_by(Approval.id))).all()


async def find_pending(session: AsyncSession, kind: Kind, number: int) -> Approval | None:
    """Return the approval that something waits for, if it waits for one."""
    latest = await find_latest(session, kind, number)
    return latest if latest is not None and not latest.verdict else None


async def covers(session: AsyncSession, matter: Matter) -> bool:
    """Tell whether a second person has approved a matter just as it stands."""
    latest = await find_latest(session, matter.kind, matter.number)
    return latest is not None and (latest.verdict, latest.digest) == ("approved", matter.digest)


async def find_approvers(
    session: AsyncSession, approval: Approval, matter: Matter
) -> Sequence[int]:
    """Return the organizers who may decide: they have the right there, and it is not their own."""
    authors = await find_authors(session, approval, matter)
    found = await find_organizers(session, PERMISSION, matter.may_be_decided_by)
    return [one for one in found if f"organizer:{one}" not in authors]


async def find_authors(session: AsyncSession, approval: Approval, matter: Matter) -> set[str]:
    """Return whose own it is: who wrote or changed it or the draft it was made of, who asked."""
    made_of = await session.scalars(
        select(AuditEntry.detail).where(
            AuditEntry.subject == matter.subject, AuditEntry.action == MADE_OF
        )
    )
    subjects = [matter.subject, *(f"broadcast:{detail['draft']}" for detail in made_of)]
    actions = [f"{kind}:{verb}" for kind in (matter.kind, "broadcast") for verb in WRITING]
    wrote = await session.scalars(
        select(AuditEntry.actor)
        .where(AuditEntry.subject.in_(subjects), AuditEntry.action.in_(actions))
        .distinct()
    )
    return {approval.asked_by, matter.author, *wrote}


def _told_of(matter: Matter, actor: Actor) -> Say:
    def told(locale: str) -> Reply:
        words = say(
            locale,
            "approval-asked",
            kind=matter.kind,
            number=str(matter.number),
            title=matter.title,
            by=say(locale, "approval-operator") if not actor.label else actor.label,
        )
        return Reply(words)

    return told


def _about(kind: Kind, number: int) -> ColumnElement[bool]:
    column: ColumnElement[int] = getattr(Approval, f"{kind}_id")
    return column == number


async def _is_larger(session: AsyncSession, rule: Rule, over: int) -> bool:
    """Tell whether a rule selects more people than so many, without counting the rest.

    Where there are not so many at all, nobody is counted.
    """
    if (await session.scalar(select(func.max(Member.id))) or 0) <= over:
        return False
    query = select(Member.id).where(segments.members_where(rule)).offset(over).limit(1)
    return await session.scalar(query) is not None
