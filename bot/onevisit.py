"""Ground: SQLite's driver for SQLAlchemy: one visit to SQLite's thread a statement, not four.

aiosqlite hands each call to a thread of its own. SQLAlchemy's adapter makes a cursor, executes,
fetches and closes in four such calls; each costs two switches of threads and a turn of the event
loop, together more than SQLite itself takes. What is streamed goes the adapter's own way.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import EMPTY_DICT

Result = TypeVar("Result")


@dataclass(slots=True)
class Outcome:
    """Hold what a statement came to, under the names that a cursor has for it."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: Sequence[Any] = ()
    arraysize: int = 1


class OneVisitCursor(AsyncAdapt_aiosqlite_cursor):
    """Run a statement whole; SQLite's own cursor is closed before anybody reads its rows."""

    __slots__ = ()

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._soft_closed_memoized = EMPTY_DICT
        self._keep(Outcome())

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._run("execute", operation, () if parameters is None else parameters)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._run("executemany", operation, seq_of_parameters)

    async def _run(self, method: str, operation: Any, parameters: Any) -> None:
        async with self._adapt_connection._execute_mutex:
            driver = cast("aiosqlite.Connection", self._connection)
            self._keep(await visit(driver, _run, method, operation, parameters))

    def _keep(self, outcome: Outcome) -> None:
        self._cursor = cast("Any", outcome)
        self._rows = deque(outcome.rows)

    async def _async_soft_close(self) -> None:
        """Do nothing: it is closed, and its rows are here."""

    def close(self) -> None:
        """Forget the rows that nobody read."""
        self._rows.clear()


class OneVisitConnection(AsyncAdapt_aiosqlite_connection):
    """Hold a connection whose plain cursors make one visit."""

    __slots__ = ()

    _cursor_cls = OneVisitCursor  # type: ignore[assignment]


class OneVisitDriver(AsyncAdapt_aiosqlite_dbapi):
    """Open such connections: what SQLAlchemy takes for SQLite's driver."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> OneVisitConnection:
        """Open a connection, as SQLAlchemy's adapter does."""
        return OneVisitConnection(self, super().connect(*arg, **kw)._connection)


async def visit(
    driver: aiosqlite.Connection, work: Callable[..., Result], *arguments: object
) -> Result:
    """Do some work, whose first argument is SQLite's own connection, in that one's thread."""
    done: Result = await driver._execute(work, driver._conn, *arguments)  # type: ignore[no-untyped-call]
    return done


def _run(connection: sqlite3.Connection, method: str, operation: str, parameters: Any) -> Outcome:
    with closing(connection.cursor()) as cursor:
        getattr(cursor, method)(operation, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        return Outcome(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
