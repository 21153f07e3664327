"""Room: how long things are kept, as a table, and the deletion of what is older."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.db import BUSY_TIMEOUT, Database
from bot.models import (
    FailedUpdate,
    KeptFile,
    PersonalCode,
    StoredReply,
    Update,
    WebMessage,
)

SLICE = 2000  # rows a statement: no lock is held for long
PATIENCE = 200  # milliseconds that the emptying of SQLite's log may keep writers waiting


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold how long one kind of row is kept, and why so long."""

    table: type
    keyed_by: tuple[InstrumentedAttribute[Any], ...]
    since: InstrumentedAttribute[Any]
    kept: timedelta
    why: str
    only: ColumnElement[bool] | None = None


RULES: tuple[Rule, ...] = (
    Rule(
        Update,
        (Update.account_id, Update.update_id),
        Update.taken_at,
        timedelta(days=3),
        "platforms repeat an update for a day at most",
    ),
    Rule(
        StoredReply,
        (StoredReply.id,),
        StoredReply.created_at,
        timedelta(days=7),
        "a reply that has left is of no use but to find a fault",
        StoredReply.state.in_(("sent", "failed", "unknown")),
    ),
    Rule(
        FailedUpdate,
        (FailedUpdate.id,),
        FailedUpdate.at,
        timedelta(days=30),
        "time enough to mend the fault and replay",
    ),
    Rule(
        WebMessage,
        (WebMessage.id,),
        WebMessage.at,
        timedelta(days=180),
        "a resident may look back at half a year of their own chat",
    ),
    Rule(
        PersonalCode,
        (PersonalCode.digest,),
        PersonalCode.until,
        timedelta(days=1),
        "a code that has run out opens nothing",
    ),
    Rule(
        KeptFile,
        (KeptFile.id,),
        KeptFile.expires_at,
        timedelta(0),
        "a file is kept as long as its message says: results a day, a photo a year past closing",
    ),
)


async def purge(session: AsyncSession, rule: Rule, *, now: datetime) -> int:
    """Delete one slice of what a rule no longer keeps; return how many rows went."""
    query = select(*rule.keyed_by).where(rule.since < now - rule.kept).limit(SLICE)
    if rule.only is not None:
        query = query.where(rule.only)
    keys = (await session.execute(query)).all()
    if not keys:
        return 0
    first = rule.keyed_by[-1]
    matching = delete(rule.table).where(first.in_([key[-1] for key in keys]))
    if len(rule.keyed_by) > 1:
        matching = matching.where(rule.since < now - rule.kept)
    await session.execute(matching)
    return len(keys)


async def empty_log(database: Database) -> bool:
    """Empty SQLite's write-ahead log, where what was deleted stands until it is written over.

    Return False when somebody was reading: it is then done the next time.
    """
    if not database.is_sqlite:
        return True
    async with database.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            cursor = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _, _ = await cursor.fetchone()
        finally:
            await driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    return not busy
