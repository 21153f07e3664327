"""Room: everything of an SQLite file copied into an empty PostgreSQL, and held against it after.

The copy goes on where a kill cut it off. While it runs the target has no foreign keys and no
triggers: a row may point to one that comes later, and the ledger's counts are copied, not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Engine,
    Table,
    Text,
    create_engine,
    func,
    inspect,
    literal_column,
    make_url,
    select,
    text,
    tuple_,
    type_coerce,
)

from bot import schema
from bot.errors import Refused
from bot.models import Table as Model

BATCH = 2000  # rows
rowid: ColumnElement[int] = literal_column("rowid")  # SQLite's own number of a row
NOTES = "nhipcau_copy"  # a table of the target's, as long as the copy is not complete
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname
"""
Tell = Iterator["Step"]
Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """Tell how far a table is: rows copied or compared, of so many."""

    doing: str  # copying | comparing
    table: str
    done: int
    total: int


def copy(source_url: str, target_url: str) -> Tell:
    """Copy every row, telling each step; then compare every row and let the target be used.

    Raise Refused when the two are not what they should be, or a row does not arrive as it was.
    """
    if make_url(source_url).get_backend_name() != "sqlite":
        raise Refused("copy-not-sqlite")
    if make_url(target_url).get_backend_name() != "postgresql":
        raise Refused("copy-not-postgresql")
    schema.check(source_url)
    with _opened(source_url) as source, _opened(target_url) as target:
        _prepare(target, target_url)
        for table in Model.metadata.sorted_tables:
            yield from _copy_table(source, target, table)
        for table in Model.metadata.sorted_tables:
            yield from _compare_table(source, target, table)
        _finish(source, target)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    driven = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(driven, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


def _prepare(target: Engine, url: str) -> None:
    """Make an empty schema that takes rows in any order, or find one that was begun."""
    found = set(inspect(target).get_table_names())
    if not found:
        schema.upgrade(url)
        with target.begin() as connection:
            _let_go(connection)
    elif NOTES not in found:
        raise Refused("copy-not-empty", database=make_url(url).database or "")


def _let_go(connection: Connection) -> None:
    connection.execute(
        text(f"CREATE TABLE {NOTES} (kind text, name text, value text, PRIMARY KEY (kind, name))")
    )
    for table, name, definition in connection.execute(text(FOREIGN_KEYS)).all():
        statement = f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
        _note(connection, "constraint", name, statement)
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    for one in Model.metadata.sorted_tables:
        connection.execute(text(f"ALTER TABLE {one.name} DISABLE TRIGGER USER"))


def _note(connection: Connection, kind: str, name: str, value: str) -> None:
    connection.execute(
        text(
            f"INSERT INTO {NOTES} VALUES (:kind, :name, :value) "
            "ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value"
        ),
        {"kind": kind, "name": name, "value": value},
    )


def _copy_table(source: Engine, target: Engine, table: Table) -> Tell:
    done, total = _find_progress(target, table), _count(source, table)
    copied = _count(target, table)
    for last, rows in _read(source, table, after=done):
        with target.begin() as connection:
            _write(connection, table, rows)
            _note(connection, "row", table.name, str(last))
        copied += len(rows)
        yield Step("copying", table.name, copied, total)


def _find_progress(target: Engine, table: Table) -> int:
    query = text(f"SELECT value FROM {NOTES} WHERE kind = 'row' AND name = :name")
    with target.connect() as connection:
        return int(connection.scalar(query, {"name": table.name}) or 0)


def _read(source: Engine, table: Table, *, after: int = 0) -> Iterator[tuple[int, Rows]]:
    """Read a table in the order of SQLite's own row numbers, with the last one of each batch.

    Documents stay the text that they are, so that an empty one is not mistaken for none.
    """
    columns = [type_coerce(c, Text()) if isinstance(c.type, JSON) else c for c in table.c]
    query = select(rowid.label("_row"), *columns).order_by(rowid).limit(BATCH)
    while True:
        with source.connect() as connection:
            rows = connection.execute(query.where(rowid > after)).all()
        if not rows:
            return
        after = rows[-1][0]
        yield after, [tuple(row)[1:] for row in rows]


def _write(connection: Connection, table: Table, rows: Rows) -> None:
    """Write a batch at once; when one of it is refused, find out which."""
    try:
        with connection.begin_nested():
            _send(connection, table, rows)
    except psycopg.Error:
        for row in rows:
            _write_one(connection, table, row)


def _write_one(connection: Connection, table: Table, row: tuple[Any, ...]) -> None:
    try:
        _send(connection, table, [row])
    except psycopg.Error as error:
        names = dict(zip(table.c.keys(), row, strict=True))
        key = ", ".join(str(names[column.name]) for column in table.primary_key)
        why = str(error).partition("\n")[0]
        raise Refused("copy-refused", table=table.name, row=key, why=why) from error


def _send(connection: Connection, table: Table, rows: Rows) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.c)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as to:
        for row in rows:
            to.write_row(row)


def _compare_table(source: Engine, target: Engine, table: Table) -> Tell:
    """Hold every row of the target against the file's; raise Refused at the first that differs."""
    total, there = _count(source, table), _count(target, table)
    if total != there:
        raise Refused("copy-differs", table=table.name, what=f"{there} rows, not {total}")
    done = 0
    for last in _find_cuts(source, table):
        ours = _load(source, table, rowid.between(*last))
        keys = [_key(table, row) for row in ours]
        theirs = {_key(table, row): row for row in _load(target, table, _is_among(table, keys))}
        for key, row in zip(keys, ours, strict=True):
            if theirs.get(key) != row:
                raise Refused("copy-differs", table=table.name, what=f"row {key}")
        done += len(ours)
        yield Step("comparing", table.name, done, total)


def _find_cuts(source: Engine, table: Table) -> Iterator[tuple[int, int]]:
    """Return the first and the last row number of each batch."""
    after = 0
    batch = select(rowid.label("n")).select_from(table).order_by(rowid).limit(BATCH)
    while True:
        with source.connect() as connection:
            cut = batch.where(rowid > after).subquery()
            last = connection.scalar(select(func.max(cut.c.n)))
        if last is None:
            return
        yield after + 1, last
        after = last


def _load(engine: Engine, table: Table, where: ColumnElement[bool]) -> Rows:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(table).where(where))]


def _key(table: Table, row: Sequence[Any]) -> tuple[Any, ...]:
    names = list(table.c.keys())
    return tuple(row[names.index(column.name)] for column in table.primary_key)


def _is_among(table: Table, keys: Sequence[tuple[Any, ...]]) -> ColumnElement[bool]:
    columns = list(table.primary_key)
    if len(columns) == 1:
        return columns[0].in_([key for (key,) in keys])
    return tuple_(*columns).in_(keys)


def _count(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def _finish(source: Engine, target: Engine) -> None:
    """Give the target its foreign keys, its triggers and its next numbers, all at once."""
    with target.begin() as connection:
        constraints = text(f"SELECT value FROM {NOTES} WHERE kind = 'constraint' ORDER BY name")
        for (statement,) in connection.execute(constraints).all():
            connection.execute(text(statement))
        for table in Model.metadata.sorted_tables:
            connection.execute(text(f"ALTER TABLE {table.name} ENABLE TRIGGER USER"))
            _set_sequence(connection, table, _find_last_number(source, table))
        connection.execute(text(f"DROP TABLE {NOTES}"))


def _find_last_number(source: Engine, table: Table) -> int:
    """Return the largest number that was ever given: an erased line's is not given again."""
    query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    with source.connect() as connection:
        given = 0
        if inspect(connection).has_table("sqlite_sequence"):
            given = connection.scalar(query, {"name": table.name}) or 0
        largest = connection.scalar(select(func.max(rowid)).select_from(table)) or 0
    return max(given, largest)


def _set_sequence(connection: Connection, table: Table, last: int) -> None:
    [*keys] = table.primary_key
    if len(keys) != 1 or not last:
        return
    given = {"table": table.name, "column": keys[0].name, "last": last}
    sequence = "SELECT setval(pg_get_serial_sequence(:table, :column), :last)"
    connection.execute(text(sequence), given)
