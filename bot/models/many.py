"""Ground: many values as one parameter, so that a statement reads the same however many there are.

PostgreSQL plans what it has not read before, and a connection prepares what it reads often: a list
of varying length would be planned each time, and costs us more to write than to run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Executable,
    FromClause,
    Integer,
    Result,
    Select,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class Many(TypeDecorator[Sequence[Any]]):
    """Hand over a list: as an array, on SQLite as a JSON text."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the database is told that it gets."""
        return dialect.type_descriptor(Text() if _is_sqlite(dialect) else ARRAY(self.of))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        """Write the list as the database reads it."""
        given = list(value or ())
        return orjson.dumps(given).decode() if _is_sqlite(dialect) else given


class _Among(FunctionElement[bool]):
    """Stand for a column's value being one of a parameter's."""

    inherit_cache = True
    type = Boolean()
    _is_implicitly_boolean = True  # else SQLite is asked whether it is 1, and uses no index


def among(one: Any, name: str, of: type[TypeEngine[Any]] = Integer) -> ColumnElement[bool]:
    """Tell whether a column's value is in the list that the parameter `name` will hold."""
    return _Among(one, bindparam(name, type_=Many(of)))


@compiles(_Among, "sqlite")
def _write_for_sqlite(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    one, given = (compiler.process(part, **more) for part in element.clauses)
    return f"{one} IN (SELECT value FROM json_each({given}))"


@compiles(_Among, "postgresql")
def _write_for_postgresql(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    one, given = (compiler.process(part, **more) for part in element.clauses)
    return f"{one} = ANY ({given})"


def given_rows(types: Mapping[str, TypeEngine[Any]]) -> FromClause:
    """Return what the parameter `rows` will hold as a table of PostgreSQL, in its order."""
    rows = func.jsonb_to_recordset(cast(bindparam("rows", type_=Text()), JSONB))
    columns = (column(name, its) for name, its in types.items())
    return rows.table_valued(*columns, name="given").render_derived(with_types=True)


def select_given(table: Table, names: Sequence[str]) -> Select[Any]:
    """Select the rows that the parameter `rows` will hold, for an INSERT of PostgreSQL."""
    return select(*given_rows({name: table.c[name].type for name in names}).c)


def write_rows(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the parameter `rows`."""
    try:
        return {"rows": orjson.dumps(rows).decode()}
    except TypeError:  # a giant number: Python's own module writes it
        return {"rows": json.dumps(rows, default=str)}


async def put_rows(
    session: AsyncSession, statements: Mapping[str, Executable], rows: Sequence[Mapping[str, Any]]
) -> Result[Any]:
    """Run this database's form of a statement with rows; nothing else is flushed before it.

    They go over as one parameter, on SQLite, which is at hand, one by one.
    """
    dialect = session.get_bind().dialect.name
    given: Any = rows if dialect == "sqlite" else write_rows(rows)
    with session.no_autoflush:
        return await session.execute(statements[dialect], given)


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"
