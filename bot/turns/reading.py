"""Hallway: what a group of turns begins with, each read for all of it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import String, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Incoming
from bot.models import Chat, Link, Member, Update
from bot.models.many import among, put_rows, select_given
from bot.text import LOCALES

# built once: to build a statement costs a quarter of what it takes to run it
UPDATES = cast("Table", Update.__table__)
NOTED = ("account_id", "update_id", "taken_at")
NOTE = {
    "sqlite": sqlite.insert(UPDATES)
    .on_conflict_do_nothing()
    .returning(UPDATES.c.account_id, UPDATES.c.update_id),
    "postgresql": postgresql.insert(UPDATES)
    .from_select(NOTED, select_given(UPDATES, NOTED))
    .on_conflict_do_nothing()
    .returning(UPDATES.c.account_id, UPDATES.c.update_id),
}
FIND_CHATS = (
    select(Chat)
    .where(Chat.account_id == bindparam("account_id"), among(Chat.external_id, "names", String))
    .order_by(Chat.id)  # everybody locks in one order, so that no two wait for each other
    .with_for_update()
)
FIND_MEMBERS = (
    select(Link.chat_id, Member)
    .join(Member, Link.member_id == Member.id)
    .where(among(Link.chat_id, "chat_ids"), Member.state.in_(("active", "moved")))
    .order_by(Link.id)
)
Accounts = Mapping[str, int]  # channel account name -> id
Place = tuple[int, str]  # account id, and what the platform calls the chat


async def note_updates(
    session: AsyncSession, accounts: Accounts, incomings: Sequence[Incoming], now: datetime
) -> list[Incoming]:
    """Note that updates were taken, and return those that are news."""
    first = {(accounts[one.account], one.update_id): one for one in reversed(incomings)}
    rows = [
        {"account_id": account_id, "update_id": update_id, "taken_at": now}
        for account_id, update_id in sorted(first)
    ]
    noted = await put_rows(session, NOTE, rows)
    news = {first[row.account_id, row.update_id].key for row in noted}
    fresh = []
    for one in incomings:
        if one.key in news:
            news.remove(one.key)  # a repeat in one group is a repeat
            fresh.append(one)
    return fresh


async def get_chats(
    session: AsyncSession, accounts: Accounts, incomings: Iterable[Incoming], now: datetime
) -> dict[Place, Chat]:
    """Return the chats of incomings, locked until the transaction ends; new ones are made."""
    wanted = {(accounts[one.account], one.chat): one for one in incomings}
    chats: dict[Place, Chat] = {}
    for account_id in sorted({account_id for account_id, _ in wanted}):
        ids = sorted(external for account, external in wanted if account == account_id)
        given = {"account_id": account_id, "names": ids}
        for chat in await session.scalars(FIND_CHATS, given):
            chats[account_id, chat.external_id] = chat
    made = {
        place: make_chat(*place, locale=one.locale, now=now)
        for place, one in wanted.items()
        if place not in chats
    }
    if made:
        session.add_all(made.values())
        await session.flush()
    return chats | made


def make_chat(account_id: int, external_id: str, *, locale: str, now: datetime) -> Chat:
    """Return a chat that begins now."""
    return Chat(
        account_id=account_id,
        external_id=external_id,
        state="open",
        locale=locale if locale in LOCALES else "vi",
        step=None,
        data={},
        asked={},
        offered=[],
        misses=0,
        busy_until=None,
        hushed_until=None,
        last_in_at=None,
        created_at=now,
    )


async def find_all_members(
    session: AsyncSession, chat_ids: Collection[int]
) -> dict[int, list[Member]]:
    """Return the living members whom each chat serves, first linked first."""
    members: dict[int, list[Member]] = {chat_id: [] for chat_id in chat_ids}
    for chat_id, member in await session.execute(FIND_MEMBERS, {"chat_ids": sorted(members)}):
        members[chat_id].append(member)
    return members


async def find_members(session: AsyncSession, chat_id: int) -> list[Member]:
    """Return the living members whom a chat serves, first linked first."""
    return (await find_all_members(session, [chat_id]))[chat_id]
