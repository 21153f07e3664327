"""Kit: makers of the demo city's organisations, members and chats, straight in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.members import read_group
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


# all that a member needs to know, in one question: thousands of them are made
TODAY = select(func.min(AreaSuccession.new_key)).where(AreaSuccession.old_key == bindparam("ward"))
ORGANISATION = select(Organisation.id).where(Organisation.code == bindparam("organisation"))
ACCOUNT = select(ChannelAccount.id).where(ChannelAccount.name == bindparam("account"))
CHAT = (
    select(Chat.id)
    .join(ChannelAccount, ChannelAccount.id == Chat.account_id)
    .where(
        ChannelAccount.name == bindparam("account"),
        Chat.external_id == bindparam("external_id"),
    )
)
WHOLE_CHAT = select(Chat).where(
    Chat.account_id == bindparam("account"), Chat.external_id == bindparam("external_id")
)
FIND = select(
    TODAY.having(func.count() == 1).scalar_subquery().label("ward"),  # divided: nobody knows
    ORGANISATION.scalar_subquery().label("organisation"),
    ACCOUNT.scalar_subquery().label("account"),
    CHAT.scalar_subquery().label("chat"),
)


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
    account, _, external_id = (chat or ":").partition(":")
    given = {"ward": OLD_WARDS[ward], "organisation": organisation or "", "account": account}
    found = (await session.execute(FIND, given | {"external_id": external_id})).one()
    member = _described(name, ward, group, phone, comes=chat is not None)
    member.ward_key = found.ward
    session.add(member)
    new = None
    if chat and found.chat is None:
        assert found.account, f"make_city first: there is no account {account}"
        new = Chat(account_id=found.account, external_id=external_id, created_at=BEGINNING)
        session.add(new)
    await session.flush()
    if organisation:
        session.add(_join(member, found.organisation))
    if chat:
        session.add(_link(member, new.id if new else found.chat, strength))
        session.add_all(_agree(member, consents))
    await session.flush()
    return member


async def make_crowd(
    session: AsyncSession, people: Sequence[tuple[str, str | None, str]]
) -> list[Member]:
    """Make registered members of the trade union at once: it takes a few statements in all.

    Each has a name, a chat that is new or shared among them, or none, and a ward.
    """
    accounts = select(ChannelAccount.name, ChannelAccount.id)
    account_ids = dict((await session.execute(accounts)).all())
    found = {}
    for ward in {ward for *_, ward in people}:
        given = {"ward": OLD_WARDS[ward], "organisation": "cdtp"}
        nobody = {"account": "", "external_id": ""}
        found[ward] = (await session.execute(FIND, given | nobody)).one()
    members, chats = [], {}
    for name, chat, ward in people:
        member = _described(name, ward, "5", "", comes=chat is not None)
        member.ward_key = found[ward].ward
        members.append(member)
        if chat is not None and chat not in chats:
            account, _, external_id = chat.partition(":")
            new = Chat(account_id=account_ids[account], external_id=external_id)
            new.created_at = BEGINNING
            chats[chat] = new
    session.add_all([*members, *chats.values()])
    await session.flush()
    for member, (_, chat, ward) in zip(members, people, strict=True):
        session.add(_join(member, found[ward].organisation))
        if chat is not None:
            session.add(_link(member, chats[chat].id, "contact"))
            session.add_all(_agree(member, PURPOSES))
    await session.flush()
    return members


def _described(name: str, ward: str, group: str, phone: str, *, comes: bool) -> Member:
    return Member(
        full_name=name,
        folded=fold(name),
        sort_key=sort_key(name),
        phone=phone,
        old_ward_key=OLD_WARDS[ward],
        residential_group=read_group(group),
        group_folded=fold(read_group(group)),
        source="chat" if comes else "roll",
        state="active",
        registered_at=BEGINNING if comes else None,
        created_at=BEGINNING,
    )


def _join(member: Member, organisation_id: int) -> Membership:
    return Membership(
        member_id=member.id,
        organisation_id=organisation_id,
        source="roll",
        created_at=BEGINNING,
    )


def _link(member: Member, chat_id: int, strength: str) -> Link:
    return Link(chat_id=chat_id, member_id=member.id, strength=strength, created_at=BEGINNING)


async def tie(
    session: AsyncSession, member: Member, chat: Chat, strength: str = "contact"
) -> None:
    """Let a chat be a member's too."""
    session.add(_link(member, chat.id, strength))
    await session.flush()


def _agree(member: Member, purposes: Sequence[str]) -> list[Consent]:
    return [
        Consent(
            member_id=member.id,
            purpose=purpose,
            wording="…",
            wording_version="test",
            given_at=BEGINNING,
        )
        for purpose in purposes
    ]


async def make_chat(session: AsyncSession, name: str) -> Chat:
    """Make the chat `account:external id`, or return it."""
    account, _, external_id = name.partition(":")
    account_id = await session.scalar(ACCOUNT, {"account": account})
    assert account_id is not None, f"make_city first: there is no account {account}"
    chat = await session.scalar(WHOLE_CHAT, {"account": account_id, "external_id": external_id})
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
