"""Retention: what is old goes, what is young or still open stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.clock import StoppedClock
from bot.db import Database
from bot.models import StoredReply, Update
from bot.settings import Settings
from bot.site import Site
from jobs import purge
from tests.kit.makers import make_chat, make_city


async def test_old_updates_and_left_replies_go_and_the_rest_stays(
    database: Database, clock: StoppedClock, settings: Settings
) -> None:
    site = Site(settings, clock, database)
    async with database.transaction() as session:
        city = await make_city(session)
        chat = await make_chat(session, "web:1")
        for days, name in ((2, "young"), (4, "old")):
            at = clock.now() - timedelta(days=days)
            session.add(Update(account_id=city.accounts["web"], update_id=name, taken_at=at))
        for days, state in ((2, "sent"), (9, "sent"), (9, "queued")):
            at = clock.now() - timedelta(days=days)
            session.add(StoredReply(chat_id=chat.id, body={}, state=state, created_at=at))
    await purge.tick(site)
    async with database.reading() as session:
        assert set(await session.scalars(select(Update.update_id))) == {"young"}
        left = sorted(await session.scalars(select(StoredReply.state)))
        assert left == ["queued", "sent"]
