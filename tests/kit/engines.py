"""Kit: what each engine of the tests' own process gets, so that a thousand short ones are cheap.

Engines of one kind share what SQLAlchemy has compiled, and SQLite's statements are done at once,
in the loop's own thread: the program hands each to a thread that a disk may hold up, but a test's
files are in memory, and what was left were two switches of threads. A turn of the loop stands
between a statement and its answer, so that works meet in as many places. PostgreSQL's answer is
waited for at its socket, for as long as an unhindered one takes, before the loop is asked to wait:
to watch a socket costs the loop as much as the driver's own work. Tests marked `threaded`, and
every started program, have the thread and the loop's wait. PostgreSQL's sessions are kept, too:
keeping.py.
"""

from __future__ import annotations

import asyncio
import re
import select
from collections.abc import Callable, Generator
from typing import Any

import aiosqlite
import pytest
from aiosqlite.core import set_exception, set_result
from psycopg import waiting
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import LRUCache

from bot import db
from tests.kit import keeping

LENT = re.compile(r"test_\w+")  # the names of PostgreSQL databases that are lent
MOST_STATEMENTS = 20_000  # more than all tests have; SQLAlchemy's own 500 would be thrown out
UNHINDERED = 10  # milliseconds; what takes longer may wait for a lock that a test's other work has
READ, WRITE = int(waiting.READY_R), int(waiting.READY_W)
WATCH = waiting.wait_async
FIRST: dict[str, Engine] = {}  # of this process, the first of each kind
STATEMENTS: LRUCache[Any, Any] = LRUCache(MOST_STATEMENTS)
Talk = Generator[int, int, Any]
Asked = tuple[asyncio.Future[Any] | None, Callable[[], Any]]
threaded = False  # whether the test that runs wants SQLite's thread


def pytest_configure(config: pytest.Config) -> None:
    """Let every `Database` open its engine here."""
    config.addinivalue_line("markers", "threaded: SQLite works in a thread, as in the program")
    db.create_async_engine = open_engine
    waiting.wait_async = wait_at_once


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note what the test wants."""
    global threaded
    threaded = item.get_closest_marker("threaded") is not None


def open_engine(*place: Any, **options: Any) -> AsyncEngine:
    """Open an engine as SQLAlchemy does, and make it cheap."""
    if LENT.fullmatch(str(place[0].database)):
        options["connect_args"]["async_creator_fn"] = keeping.connect
    made = create_async_engine(*place, **options)
    if made.dialect.name == "sqlite" and not threaded:
        made.dialect.dbapi.aiosqlite = AtOnce
    share_statements(made.sync_engine)
    return made


def share_statements(engine: Engine) -> None:
    """Let engines of one kind share what SQLAlchemy has compiled: it is a tenth of a test."""
    engine._compiled_cache = STATEMENTS
    first = FIRST.setdefault(engine.dialect.name, engine)
    if first.dialect.server_version_info is None:  # it was never connected, and knows nothing yet
        FIRST[engine.dialect.name] = engine
        return
    engine.dialect.initialize = lambda connection: None  # what it would ask is known
    engine.dialect = first.dialect


class NoThread:
    """Stand where a connection has its thread."""

    daemon = True

    def start(self) -> None:
        """Do nothing: there is none."""


class DoneAtOnce:
    """Stand where a connection puts what its thread shall do, and do it."""

    def put_nowait(self, asked: Asked) -> None:
        """Do what is asked, and tell with the loop's next turn how it went."""
        future, function = asked
        tell: Callable[[asyncio.Future[Any], Any], None] = set_result
        told: Any = None
        try:
            told = function()
        except BaseException as error:
            tell, told = set_exception, error
        if future is not None:
            future.get_loop().call_soon(tell, future, told)


class AtOnce:
    """Stand where SQLAlchemy's driver has the module `aiosqlite`."""

    @staticmethod
    def connect(*place: Any, **options: Any) -> aiosqlite.Connection:
        """Make a connection that has no thread."""
        made = aiosqlite.connect(*place, **options)
        made._tx, made._thread = DoneAtOnce(), NoThread()
        return made


async def wait_at_once(gen: Talk, fileno: int, interval: float = 0.0, **options: Any) -> Any:
    """Do as psycopg's `wait_async` does, which is asked only for what takes long."""
    if threaded:
        return await WATCH(gen, fileno, interval, **options)
    await asyncio.sleep(0)
    return await WATCH(answer_at_once(gen, fileno), fileno, interval, **options)


def answer_at_once(talk: Talk, fileno: int) -> Talk:
    """Go on with a talk to the server while it answers at once; else wait as the talk would."""
    try:
        wanted = next(talk)
        while True:
            came = look(fileno, wanted)
            wanted = talk.send(came or (yield wanted))
    except StopIteration as end:
        return end.value


def look(fileno: int, wanted: int) -> int:
    """Wait a little for a socket to be read or written; return which it can be, 0 for neither."""
    socket = select.poll()
    asked = (wanted & READ and select.POLLIN) | (wanted & WRITE and select.POLLOUT)
    socket.register(fileno, asked)
    came = dict(socket.poll(UNHINDERED)).get(fileno, 0)
    return (came & select.POLLIN and READ) | (came & select.POLLOUT and WRITE)
