"""Kit: one PostgreSQL copy lent to test after test: emptied after each, never trusted blindly.

A copy costs 100 to 300 ms, emptying the few tables that a test wrote to costs a few. What could
not be put back for certain (a changed schema, a changed place, statistics) costs a fresh copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from tests.kit import keeping

MOST_DELETED = 2000  # rows: what is deleted stays in the files, and would slow later tests
CATALOGS = ("class", "attribute", "attrdef", "constraint", "index", "proc", "type", "statistic")
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
RESTART = "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence"
OTHERS = """SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL(%s)"""


@dataclass
class Lender:
    """Lend one copy of a template, to one test at a time."""

    admin: psycopg.Connection
    template: str
    folder_address: str  # with `{name}` where the database's name stands
    connection: psycopg.Connection | None = None
    marks: str = ""  # the query whose answer changes when more than plain rows did
    state: object = None
    fresh: list[str] = field(default_factory=list)  # the tables that are empty in a copy
    deleted: int = 0

    @property
    def name(self) -> str:
        """Name the copy."""
        return self.template.replace("template", "test")

    @contextmanager
    def lend(self) -> Iterator[str]:
        """Give the address of a database that is as the template."""
        if self.connection is None:
            self._copy()
        yield self.folder_address.format(name=self.name)
        self._take_back()

    def drop(self) -> None:
        """Drop the copy, if there is one."""
        keeping.forget()
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        self.admin.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _copy(self) -> None:
        self.drop()
        self.admin.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.template}")
        address = self.folder_address.format(name=self.name)
        self.connection = psycopg.connect(address, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")  # any order of deleting
        tables = {name for (name,) in self.connection.execute(TABLES)}
        full = {name for name in tables if self._count(name)}
        self.fresh, self.deleted = sorted(tables - full), 0
        watched = [f"pg_{name}" for name in CATALOGS] + sorted(full)
        self.marks = " UNION ALL ".join(
            f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}" for name in watched
        )
        self.state = self.connection.execute(self.marks).fetchall()

    def _take_back(self) -> None:
        """Empty what was written to; drop the copy when that does not make it as it was."""
        assert self.connection is not None
        self.connection.execute(OTHERS, [keeping.find_backends()])
        if self.connection.execute(self.marks).fetchall() != self.state:
            self.drop()
            return
        self._empty()
        if self.deleted > MOST_DELETED:
            self.drop()

    def _empty(self) -> None:
        assert self.connection is not None
        if not self.fresh:
            return
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in self.fresh
        )
        for (name,) in self.connection.execute(asked).fetchall():
            self.deleted += self.connection.execute(f"DELETE FROM {name}").rowcount
        self.connection.execute(RESTART)

    def _count(self, table: str) -> int:
        assert self.connection is not None
        found = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return found[0] if found else 0
