"""Ground: the database, and the one place that commits."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from traceback import clear_frames
from typing import Any

import aiosqlite
import structlog
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot.clock import monotonic

log = structlog.get_logger(__name__)

MET_ANOTHER = ("40001", "40P01")  # PostgreSQL: serialisation failure, deadlock
GROUP_MOST = 64  # works that may share one commit
LOCK_PATIENCE = 30.0  # seconds that a writer waits for SQLite's lock: late is better than failed
LOCK_LOOKS = 0.005  # seconds between two looks
BUSY_TIMEOUT = 5000  # milliseconds that a reader waits, which WAL makes rare
Work = Callable[[AsyncSession], Awaitable[Any]]


class Database:
    """Open one database, SQLite or PostgreSQL, and hand out transactions."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = _driver_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = _open_engine(self.url, pool_size=pool_size)
        self._pending: asyncio.Queue[tuple[Work, asyncio.Future[Any]]] = asyncio.Queue()
        self._grouper: asyncio.Task[None] | None = None
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
        if self._grouper is None or self._grouper.done():
            self._grouper = asyncio.create_task(self._run_groups(), name="group-commits")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        await self._pending.put((work, future))
        return await asyncio.shield(future)

    async def close(self) -> None:
        """Finish what is under way and close every connection."""
        if self._grouper is not None:
            self._grouper.cancel()
            with suppress(asyncio.CancelledError):
                await self._grouper
        while not self._pending.empty():
            self._pending.get_nowait()[1].cancel()
        await self.engine.dispose()

    async def _run_groups(self) -> None:
        while True:
            group = [await self._pending.get()]
            while len(group) < GROUP_MOST and not self._pending.empty():
                group.append(self._pending.get_nowait())
            try:
                await self._store_group(group)
            finally:  # when we are closed in the middle: nobody waits for ever
                for _, future in group:
                    future.cancel()

    async def _store_group(self, group: list[tuple[Work, asyncio.Future[Any]]]) -> None:
        if len(group) > 1:
            try:
                async with self.transaction() as session:
                    results = [await work(session) for work, _ in group]
            except Exception as error:
                log.info("group-split", works=len(group), error=type(error).__name__)
            else:
                for (_, future), result in zip(group, results, strict=True):
                    _resolve(future, result)
                return
        for work, future in group:
            await self._store_one(work, future)

    async def _run_alone(self, work: Work) -> Any:
        """Run a work in a transaction of its own, once more when it met another half-way."""
        try:
            async with self.transaction() as session:
                return await work(session)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in MET_ANOTHER:
                raise
        async with self.transaction() as session:
            return await work(session)

    async def _store_one(self, work: Work, future: asyncio.Future[Any]) -> None:
        try:
            result = await self._run_alone(work)
        except Exception as error:
            if not future.done():
                future.set_exception(error)
        else:
            _resolve(future, result)


def _let_go(error: BaseException | None) -> None:
    """Forget what the frames of an error and of its causes hold.

    Among it is the cursor of a statement that was cut off, which keeps SQLite's lock while it
    lives: one turn's time-out would stop every other.
    """
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _resolve(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _driver_url(url: str) -> URL:
    parsed = make_url(url)
    names = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
    return parsed.set(drivername=names.get(parsed.drivername, parsed.drivername))


def _open_engine(url: URL, *, pool_size: int) -> AsyncEngine:
    # people's words are parameters: they stay out of errors, and so out of logs
    options = {"pool_size": pool_size, "max_overflow": 0, "hide_parameters": True}
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True, **options)
    engine = create_async_engine(url, **options)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


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
    await driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            if await _has_begun(driver, give_up):
                return
            await asyncio.sleep(LOCK_LOOKS)
    finally:
        await driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")


async def _has_begun(driver: aiosqlite.Connection, give_up: float) -> bool:
    try:
        await driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > give_up:
            raise
        return False
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
