"""Kit: makers of the demo city's organisations, members and chats, straight in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import (
    Area,
    AreaSuccession,
    ChannelAccount,
    Chat,
    Consent,
    Link,
    Member,
    Membership,
    Organisation,
    Organizer,
)
from bot.words import fold, sort_key

BEGINNING = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)  # 09:00 in Viet Nam
ACCOUNTS = ("telegram", "web")
PURPOSES = ("notices", "surveys", "reminders")
ORGANISATIONS = {
    "cdtp": "Công đoàn thành phố",
    "hlhpn": "Hội Liên hiệp Phụ nữ phường",
    "hnd": "Hội Nông dân phường",
}
# the demo city's wards of before July 2025, by name
OLD_WARDS = {
    "Ba Đình": "14776.2004",
    "Lam Sơn": "14773.2004",
    "Đông Vệ": "14782.2004",
    "Điện Biên": "14767.2004",
    "Trường Thi": "14764.2004",
    "Đông Thọ": "14758.2004",  # divided in July 2025
    "Hàm Rồng": "14755.2004",
    "Quảng Thắng": "14803.2004",
}


@dataclass(frozen=True)
class City:
    """Name the ids that a test of the demo city needs."""

    organisations: dict[str, int]
    accounts: dict[str, int]


async def make_city(session: AsyncSession, accounts: Sequence[str] = ACCOUNTS) -> City:
    """Make three organisations and the channel accounts; the places are there already."""
    organisations = {
        code: Organisation(code=code, name=name, folded=fold(name), listed=True)
        for code, name in ORGANISATIONS.items()
    }
    made = {name: ChannelAccount(name=name, halted_reason="", offset="") for name in accounts}
    session.add_all([*organisations.values(), *made.values()])
    await session.flush()
    return City(
        {code: organisation.id for code, organisation in organisations.items()},
        {name: account.id for name, account in made.items()},
    )


async def make_member(  # noqa: PLR0913 - a test names only what it cares about
    session: AsyncSession,
    *,
    name: str = "Nguyễn Thị Lan",
    ward: str = "Ba Đình",
    group: str = "5",
    organisation: str | None = "cdtp",
    chat: str | None = None,
    consents: Sequence[str] = PURPOSES,
    phone: str = "",
    strength: str = "contact",
) -> Member:
    """Make a registered member; `chat="web:1"` gives them (or lets them share) that chat."""
    old_key = OLD_WARDS[ward]
    member = Member(
        full_name=name,
        folded=fold(name),
        sort_key=sort_key(name),
        phone=phone,
        old_ward_key=old_key,
        ward_key=await _find_today(session, old_key),
        residential_group=group,
        group_folded=fold(group),
        source="chat" if chat else "roll",
        state="active",
        registered_at=BEGINNING if chat else None,
        created_at=BEGINNING,
    )
    session.add(member)
    await session.flush()
    if organisation:
        await _join(session, member, organisation)
    if chat:
        await tie(session, member, await make_chat(session, chat), strength)
        await _agree(session, member, consents)
    return member


async def tie(
    session: AsyncSession, member: Member, chat: Chat, strength: str = "contact"
) -> None:
    """Let a chat be a member's too."""
    session.add(
        Link(chat_id=chat.id, member_id=member.id, strength=strength, created_at=BEGINNING)
    )
    await session.flush()


async def _agree(session: AsyncSession, member: Member, purposes: Sequence[str]) -> None:
    session.add_all(
        Consent(
            member_id=member.id,
            purpose=purpose,
            wording="…",
            wording_version="test",
            given_at=BEGINNING,
        )
        for purpose in purposes
    )
    await session.flush()


async def make_chat(session: AsyncSession, name: str) -> Chat:
    """Make the chat `account:external id`, or return it."""
    account, _, external_id = name.partition(":")
    account_id = await session.scalar(
        select(ChannelAccount.id).where(ChannelAccount.name == account)
    )
    assert account_id is not None, f"make_city first: there is no account {account}"
    chat = await session.scalar(
        select(Chat).where(Chat.account_id == account_id, Chat.external_id == external_id)
    )
    if chat is None:
        chat = Chat(account_id=account_id, external_id=external_id, created_at=BEGINNING)
        session.add(chat)
        await session.flush()
    return chat


async def make_organizer(session: AsyncSession, *, name: str = "Trần Thị Hoa") -> Organizer:
    """Make an organizer without any grant."""
    organizer = Organizer(name=name, code_digest="", created_at=BEGINNING)
    session.add(organizer)
    await session.flush()
    return organizer


async def find_area(session: AsyncSession, key: str) -> Area:
    """Return an area by its key."""
    area = await session.get(Area, key)
    assert area is not None, key
    return area


async def _find_today(session: AsyncSession, old_key: str) -> str | None:
    rows = (
        await session.execute(
            select(AreaSuccession.new_key).where(AreaSuccession.old_key == old_key)
        )
    ).scalars()
    found = list(rows)
    return found[0] if len(found) == 1 else None


async def _join(session: AsyncSession, member: Member, code: str) -> None:
    organisation_id = await session.scalar(
        select(Organisation.id).where(Organisation.code == code)
    )
    session.add(
        Membership(
            member_id=member.id,
            organisation_id=organisation_id,
            source="roll",
            created_at=BEGINNING,
        )
    )
