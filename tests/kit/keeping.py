"""Kit: sessions of a lent PostgreSQL database go from test to test: a new one is dear.

The server forks for each, and reads anew from its catalogs what it must know of each table. What
a test's engine closes is therefore closed to the test, made as new, and given to who opens next.
"""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection, pq

MOST_KEPT = 8
NEW = b"DISCARD ALL"

kept: list[pq.abc.PGconn] = []  # the last closed, and so the warmest, at the end
CLOSED = pq.PGconn.connect_start(b"host=/nowhere")
CLOSED.finish()


class Keeping(AsyncConnection[Any]):
    """Be a connection of psycopg's that leaves its session to the next when it is closed."""

    async def close(self) -> None:
        """Close the connection; its session is kept where nothing is under way in it."""
        if len(kept) < MOST_KEPT and is_idle(self.pgconn) and did(self.pgconn, NEW):
            kept.append(self.pgconn)
            self.pgconn = CLOSED
        await super().close()


async def connect(*, application_name: str, **place: Any) -> AsyncConnection[Any]:
    """Open a connection to the lent database, in a session that was kept if there is one."""
    while kept:
        session = kept.pop()
        name = pq.Escaping(session).escape_literal(application_name.encode())
        if did(session, b"SET application_name = " + name):
            return Keeping(session)
        session.finish()
    return await Keeping.connect("", application_name=application_name, **place)


def forget() -> None:
    """End the sessions that are kept: their database is to go."""
    while kept:
        kept.pop().finish()


def find_backends() -> list[int]:
    """Return the server's processes of the sessions that are kept."""
    return [session.backend_pid for session in kept]


def is_idle(session: pq.abc.PGconn) -> bool:
    return session.transaction_status == pq.TransactionStatus.IDLE


def did(session: pq.abc.PGconn, command: bytes) -> bool:
    """Give a command and tell whether it was done: not where the server has ended the session."""
    return session.exec_(command).status == pq.ExecStatus.COMMAND_OK
