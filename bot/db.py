"""Ground: the database, and the one place that commits."""

from __future__ import annotations

import asyncio
import copy
import json
import os
import secrets
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from traceback import clear_frames
from typing import Any, TypeVar

import aiosqlite
import orjson
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.clock import monotonic
from bot.groups import Groups, Store
from bot.onevisit import OneVisitDriver, visit

ABREAST = 3  # groups that PostgreSQL may be storing at once: one, unless it takes long
LOCK_PATIENCE = 30.0  # seconds that a writer waits for SQLite's lock: late is better than failed
LOCK_LOOKS = 0.005  # seconds between two looks
# a program that stands still in the middle of a transaction keeps no chat locked for ever
IDLE_MOST = "-c idle_in_transaction_session_timeout=120s"
RESTED = 0.1  # seconds after which a connection is looked at before it is used again
BUSY_TIMEOUT = 5000  # milliseconds that a reader waits, which WAL makes rare
AS_JSON_DOES = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[AsyncSession], Awaitable[Any]]


class Database:
    """Open one database, SQLite or PostgreSQL, and hand out transactions."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = _driver_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(2)}"
        self.engine: AsyncEngine = _open_engine(self.url, self.name, pool_size=pool_size)
        self._first: Work | None = None
        self._groups = Groups(self.transaction, abreast=1 if self.is_sqlite else ABREAST)
        self._writers: AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if self.is_sqlite else nullcontext()
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is stored whole when the block ends, or not at all.

        On SQLite the writers of this process take turns here, in order, instead of finding the
        file locked and trying again; one transaction inside another would wait for ever.
        """
        session = AsyncSession(self.engine, expire_on_commit=False)
        async with self._writers, session:
            await session.connection(execution_options={"writing": True})
            try:
                if self._first is not None:
                    await self._first(session)
                yield session
                await session.commit()
            except BaseException as error:
                _let_go(error)
                raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that only reads; nothing that it does is stored."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    async def together(self, work: Work) -> Any:
        """Run a work in a transaction that works arriving at the same time share.

        If one of them fails, all are rolled back and each runs again alone, so that a failure
        touches no other. A work must therefore have no effect outside its session.
        """
        return await self.store_together(_run_each, work)

    async def store_together(
        self, store: Store[Item, Result], item: Item, *, lane: str = ""
    ) -> Result:
        """Store an item in one call of `store` with those that arrive at the same time.

        `store` is given items in the order in which they came and returns as many results. For
        failures the law of `together` holds: after one, `store` is called for each item alone.
        Items of one `lane` keep their order among each other.
        """
        return await self._groups.store(store, item, lane=lane)

    @asynccontextmanager
    async def fenced(self, check: Work) -> AsyncIterator[Database]:
        """Give this database with a check, which may raise, as the first work of each transaction.

        It groups its own works: what shares a commit shares the check.
        """
        fenced = copy.copy(self)
        fenced._first = check
        fenced._groups = Groups(fenced.transaction)
        try:
            yield fenced
        finally:
            await fenced._groups.close()

    async def close(self) -> None:
        """Finish what is under way and close every connection."""
        await self._groups.close()
        await self.engine.dispose()


async def _run_each(session: AsyncSession, works: Sequence[Work]) -> Sequence[Any]:
    return [await work(session) for work in works]


def _let_go(error: BaseException | None) -> None:
    """Forget what the frames of an error and of its causes hold.

    Among it is the cursor of a statement that was cut off, which keeps SQLite's lock while it
    lives: one turn's time-out would stop every other.
    """
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _driver_url(url: str) -> URL:
    parsed = make_url(url)
    names = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
    return parsed.set(drivername=names.get(parsed.drivername, parsed.drivername))


def _open_engine(url: URL, name: str, *, pool_size: int) -> AsyncEngine:
    # people's words are parameters: they stay out of errors, and so out of logs
    options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0, "hide_parameters": True}
    options["json_serializer"] = _write_json  # orjson reads faster too, but rounds giant numbers
    if url.get_backend_name() != "sqlite":
        given = {"application_name": name, "options": IDLE_MOST}
        engine = create_async_engine(url, connect_args=given, **options)
        event.listen(engine.sync_engine, "checkin", _note_use)
        event.listen(engine.sync_engine, "checkout", _look_after_rest)
        return engine
    engine = create_async_engine(url, module=OneVisitDriver(), **options)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _note_use(_: Any, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = monotonic()


def _look_after_rest(driver: Any, record: ConnectionPoolEntry, _: Any) -> None:
    """Let a connection that has rested be replaced if it is dead; a busy one has just spoken."""
    if monotonic() - record.info.get("used_at", 0.0) < RESTED:
        return
    from psycopg import Error  # only here: with SQLite nobody waits until it is loaded

    try:
        driver.cursor().execute("SELECT 1")
        driver.rollback()
    except Error as error:
        raise DisconnectionError from error


def _write_json(value: Any) -> str:
    try:
        return orjson.dumps(value, option=AS_JSON_DOES).decode()
    except TypeError:  # half a letter, a giant number: Python's own module writes them
        return json.dumps(value)


def _begin_sqlite(connection: Connection) -> None:
    # a writer takes the lock at once: SQLite's lazy BEGIN loses updates between read and write
    if connection.get_execution_options().get("writing"):
        connection.connection.dbapi_connection.run_async(_begin_writing)  # type: ignore[union-attr]
    else:
        connection.exec_driver_sql("BEGIN")


async def _begin_writing(driver: aiosqlite.Connection) -> None:
    """Wait for the one lock of writers, looking often.

    SQLite keeps no queue and its own wait looks ten times a second: beside another process that
    writes slice after slice, an import say, turns would wait until they fail.
    """
    give_up = monotonic() + LOCK_PATIENCE
    while True:
        if await visit(driver, _has_begun, monotonic() > give_up):
            return
        await asyncio.sleep(LOCK_LOOKS)


def _has_begun(connection: sqlite3.Connection, is_last: bool) -> bool:  # noqa: FBT001
    """Try once to take the lock, in SQLite's thread."""
    connection.execute("PRAGMA busy_timeout=0")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or is_last:
            raise
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    return True


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT}",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
