"""Room: a member's fields, written so that their shadows for search and order stay true."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Member, Membership, Organisation
from bot.words import display_name, fold, nfc, sort_key

GROUP_KINDS = (
    r"(?:tổ dân phố|to dan pho|tổ dân cư|khu dân cư|khu dan cu|khối phố|khoi pho|khu phố|khu pho"
    r"|tdp|kdc|kp|tổ dp|to dp|tổ|to|thôn|thon|phố|pho|khu|khối|khoi|xóm|xom|ấp|ap|bản"
    r"|t(?=[\s.\-]*\d))"
)
GROUP_KIND = re.compile(
    rf"^(?:{GROUP_KINDS}(?=[\s.\d:\-])[\s.:\-]*)?(?:(?:số|so)(?=[\s.\d:])[\s.:]*)?",
    re.IGNORECASE,
)
ZEROS = re.compile(r"^0+(?=\d)")


def read_group(text: str) -> str:
    """Return a residential group as it is kept: "Tổ dân phố số 05", "TDP 5" and "tổ 5" are "5"."""
    said = re.sub(r"\s+ạ\W*$", "", nfc(text).strip())
    return ZEROS.sub("", GROUP_KIND.sub("", said, count=1).strip(" .,;:-"))[:80]


def write_name(member: Member, full_name: str) -> None:
    """Give a member a name, with its folded shadow and its place in Vietnamese order."""
    member.full_name = display_name(full_name)
    member.folded = fold(member.full_name)
    member.sort_key = sort_key(member.full_name)[:240]


def write_group(member: Member, name: str) -> None:
    """Give a member a residential group, with its folded shadow."""
    member.residential_group = read_group(name)
    member.group_folded = fold(member.residential_group)


def write_ward(member: Member, *, ward_key: str | None, old_ward_key: str | None) -> None:
    """Give a member a ward of today and, where it is known, the old one."""
    member.ward_key = ward_key
    member.old_ward_key = old_ward_key


async def find_listed(session: AsyncSession) -> list[Organisation]:
    """Return the organisations that people may say they belong to, in order of their names."""
    query = select(Organisation).where(Organisation.listed).order_by(Organisation.folded)
    return list(await session.scalars(query))


async def find_organisations(session: AsyncSession, member_id: int) -> list[Organisation]:
    """Return the organisations of a member, in order of their names."""
    query = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.member_id == member_id)
        .order_by(Organisation.folded)
    )
    return list(await session.scalars(query))


async def declare(
    session: AsyncSession, member: Member, organisation_ids: Iterable[int], *, now: datetime
) -> None:
    """Make the memberships that a person declared equal to these; a roll's own stay."""
    wanted = set(organisation_ids)
    query = select(Membership).where(Membership.member_id == member.id)
    held = list(await session.scalars(query))
    gone = [m.id for m in held if m.source == "declared" and m.organisation_id not in wanted]
    await session.execute(delete(Membership).where(Membership.id.in_(gone)))
    session.add_all(
        Membership(member_id=member.id, organisation_id=wish, source="declared", created_at=now)
        for wish in sorted(wanted - {m.organisation_id for m in held})
    )
    await session.flush()
