"""Kit: people who write, approve or only read, in a city with two members of the trade union."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import Actor, get_actor
from bot.broadcasts import Draft
from bot.db import Database
from bot.models import Broadcast, Chat, Grant, Organizer, StoredReply
from bot.organizers import Role
from tests.kit.makers import BEGINNING, City, make_city, make_member

LATER = BEGINNING + timedelta(hours=3)
NEVER = 10**6


@dataclass
class People:
    """Hold a city with two members and those who may write, approve or only read there."""

    city: City
    actors: dict[str, Actor]

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]


ROLES = {
    "hoa": Role("lead", "cdtp"),
    "nam": Role("lead", "cdtp"),
    "duyet": Role("approver", "cdtp"),
    "viet": Role("writer", "cdtp"),
    "xem": Role("reader"),
    "nong": Role("lead", "hnd"),
    "chung": Role("lead"),
}


async def make_people(database: Database) -> People:
    """Make the city, its members, and the organizers of ROLES, each with a chat of their name."""
    async with database.transaction() as session:
        city = await make_city(session)
        for number in (1, 2):
            await make_member(session, name=f"Lê Thị {number}", chat=f"web:{number}")
        made = {name: Organizer(name=name, code_digest="", created_at=BEGINNING) for name in ROLES}
        session.add_all(made.values())
        await session.flush()
        for name, role in ROLES.items():
            theirs, of = made[name].id, city.organisations.get(role.organisation or "")
            session.add(Grant(organizer_id=theirs, role=role.role, organisation_id=of))
            chat = Chat(account_id=city.accounts["web"], external_id=name, created_at=BEGINNING)
            chat.organizer_id = theirs
            session.add(chat)
        await session.flush()
        actors = {name: await get_actor(session, one.id) for name, one in made.items()}
        return People(city, actors)


def draft_of(people: People, **changes: Any) -> Draft:
    """Return a draft to the trade union's members."""
    union = people.city.organisations["cdtp"]
    given = {"title": "BHYT", "text": "Mời {ten}.", "rule": {"organisation": union}, **changes}
    return Draft(union, **given)


async def launch(
    session: AsyncSession,
    people: People,
    by: str = "hoa",
    *,
    over: int = 1,
    at: datetime | None = None,
    **changes: Any,
) -> Broadcast:
    """Write a broadcast and launch it; to more than `over` people it waits."""
    draft = draft_of(people, **changes)
    written = await broadcasts.write(session, people[by], draft, now=BEGINNING)
    return await broadcasts.launch(
        session, people[by], written.id, now=BEGINNING, at=at, approve_over=over
    )


async def told(session: AsyncSession) -> list[tuple[str, str]]:
    """Return what was stored for whom, and forget it."""
    rows = await session.execute(
        select(Chat.external_id, StoredReply)
        .join(Chat, Chat.id == StoredReply.chat_id)
        .where(StoredReply.state == "queued")
        .order_by(StoredReply.id)
    )
    found = []
    for chat, row in rows.all():
        found.append((chat, row.body["text"]))
        await session.delete(row)
    await session.flush()
    return found
