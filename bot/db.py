"""Ground: the database, and the one place that commits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import Any

import structlog
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

log = structlog.get_logger(__name__)

GROUP_MOST = 64  # works that may share one commit
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
            yield session
            await session.commit()

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
        await self.engine.dispose()

    async def _run_groups(self) -> None:
        while True:
            group = [await self._pending.get()]
            while len(group) < GROUP_MOST and not self._pending.empty():
                group.append(self._pending.get_nowait())
            await self._store_group(group)

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

    async def _store_one(self, work: Work, future: asyncio.Future[Any]) -> None:
        try:
            async with self.transaction() as session:
                result = await work(session)
        except Exception as error:
            if not future.done():
                future.set_exception(error)
        else:
            _resolve(future, result)


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
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
