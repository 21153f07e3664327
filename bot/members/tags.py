"""Room: tags, the words under which organizers keep members together.

Law: what must not be kept of people (party, faith, ethnic group, illness) is no tag.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.members.permissions import require_over, within
from bot.models import Member, MemberTag
from bot.words import fold, nfc

MOST = 40
READING = ("member:confirm", "report:read")  # in whose scope the words of organizers are read
# Law 91/2025/QH15 and Decree 356/2025: sensitive personal data
SENSITIVE = re.compile(
    r"\b(dang vien|vao dang|chi bo|ton giao|dao (phat|thien chua|tin lanh)|cong giao|dan toc"
    r"|benh|hiv|tam than|khuyet tat|nghien|tien an|cccd|cmnd|can cuoc|tai khoan)\b"
)


def read_tag(text: str) -> str:
    """Return a tag as it is kept: small letters, single spaces; raise Refused for what is none."""
    tag = " ".join(nfc(text).lower().split())
    if not fold(tag) or len(tag) > MOST:
        raise Refused("member-tag-length", most=MOST)
    if SENSITIVE.search(fold(tag)):
        raise Refused("member-tag-sensitive", tag=tag)
    return tag


async def add_tag(
    session: AsyncSession, actor: Actor, member: Member, text: str, *, now: datetime
) -> str:
    """Keep a member under a tag, and return it as it is kept."""
    await require_over(session, actor, "member:confirm", member)
    tag = await find_tag(session, actor, text) or read_tag(text)
    if await session.get(MemberTag, (member.id, tag)) is None:
        session.add(MemberTag(member_id=member.id, tag=tag))
        audit.record(session, actor, "member:tag", f"member:{member.id}", now=now, tag=tag)
        await session.flush()
    return tag


async def remove_tag(
    session: AsyncSession, actor: Actor, member: Member, text: str, *, now: datetime
) -> str:
    """Take a tag from a member, and return it as it was kept."""
    await require_over(session, actor, "member:confirm", member)
    tag = await find_tag(session, actor, text) or read_tag(text)
    await session.execute(
        delete(MemberTag).where(MemberTag.member_id == member.id, MemberTag.tag == tag)
    )
    audit.record(session, actor, "member:untag", f"member:{member.id}", now=now, tag=tag)
    return tag


async def find_tags(session: AsyncSession, member_id: int) -> Sequence[str]:
    """Return a member's tags, in order."""
    rows = await session.scalars(select(MemberTag.tag).where(MemberTag.member_id == member_id))
    return sorted(rows, key=fold)


async def list_tags(session: AsyncSession, actor: Actor) -> list[tuple[str, int]]:
    """Return the tags of members in an actor's scope, with how many there are; most first."""
    count = func.count().label("n")
    query = _tags_of(actor).add_columns(count).group_by(MemberTag.tag).order_by(count.desc())
    return [(tag, n) for tag, n in await session.execute(query)]


async def find_tag(session: AsyncSession, actor: Actor, text: str) -> str | None:
    """Return the tag, of members in an actor's scope, that a text means; its marks may lack."""
    wanted = fold(text)
    known = await session.scalars(_tags_of(actor).distinct())
    alike = sorted(tag for tag in known if fold(tag) == wanted)
    exact = " ".join(nfc(text).lower().split())
    return exact if exact in alike else next(iter(alike), None)


def _tags_of(actor: Actor) -> Select[str]:
    """Select tags, one a member and tag: of those whom an actor may act on, or read of."""
    covered = or_(*(within(actor, permission) for permission in READING))
    return select(MemberTag.tag).join(Member, Member.id == MemberTag.member_id).where(covered)


async def merge_tags(session: AsyncSession, absorbed_id: int, survivor_id: int) -> None:
    """Give a member's tags to another."""
    theirs = select(MemberTag.tag).where(MemberTag.member_id == survivor_id)
    own = MemberTag.member_id == absorbed_id
    doubled = list(await session.scalars(theirs))
    await session.execute(delete(MemberTag).where(own, MemberTag.tag.in_(doubled)))
    await session.execute(update(MemberTag).where(own).values(member_id=survivor_id))
