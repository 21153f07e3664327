"""Room: the rows of channel accounts, made when they are first named."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import ChannelAccount

FIND = select(ChannelAccount.name, ChannelAccount.id)


async def make_accounts(session: AsyncSession, names: Collection[str]) -> dict[str, int]:
    """Return the ids of all accounts by name, making those that are new.

    Programs that start at the same time may make the same ones.
    """
    found = dict((await session.execute(FIND)).all())
    new = sorted({*names} - {*found})
    if new:
        on_sqlite = session.get_bind().dialect.name == "sqlite"
        insert = (sqlite if on_sqlite else postgresql).insert(ChannelAccount)
        rows = [{"name": name, "halted_reason": "", "offset": ""} for name in new]
        await session.execute(insert.values(rows).on_conflict_do_nothing())
        found = dict((await session.execute(FIND)).all())
    return found
