"""Ground: how many lines of the ledger are alike, counted by triggers of the ledger itself.

A trigger is the one place that no writer can go round, so that a report cannot drift.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import (
    DDL,
    Index,
    Insert,
    String,
    and_,
    delete,
    event,
    false,
    func,
    insert,
    select,
    text,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.broadcasts import Delivery
from bot.models.tables import Large, Table

KEY = ("broadcast_id", "ward_key", "account_id", "state", "reason", "pressed")
COLUMNS = ", ".join(KEY)


class DeliveryCount(Table):
    """Hold a change, plus or minus, of how many lines are alike: their sum is the number.

    On SQLite, which has one writer, changes are added up at once. On PostgreSQL each statement
    notes its own, so that writers do not wait for one another, and a job folds them into one row.
    """

    __tablename__ = "delivery_counts"
    __table_args__ = (
        Index("ix_delivery_counts_broadcast", "broadcast_id", "folded"),
        Index("uq_delivery_counts", *KEY, unique=True, postgresql_where=text("folded")),
    )

    id: Mapped[int] = mapped_column(Large, primary_key=True)
    broadcast_id: Mapped[int]
    ward_key: Mapped[str] = mapped_column(String(20))  # empty: unknown
    account_id: Mapped[int]  # 0: none
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20))
    pressed: Mapped[str] = mapped_column(String(4))
    lines: Mapped[int]
    folded: Mapped[bool] = mapped_column(default=False, server_default=false())
    # changes of its kind are added up here; PostgreSQL only


def alike(row: str) -> str:
    """Return what makes a line of the ledger like another, in the order of the columns."""
    return (
        f"{row}.broadcast_id, COALESCE({row}.ward_key, ''), COALESCE({row}.account_id, 0), "
        f"{row}.state, {row}.reason, {row}.pressed"
    )


def _count_one(row: str, step: str) -> str:
    return (
        f"INSERT INTO delivery_counts ({COLUMNS}, lines) VALUES ({alike(row)}, {step}) "
        f"ON CONFLICT ({COLUMNS}) DO UPDATE SET lines = lines + ({step});"
    )


CHANGED = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in KEY)
ON_SQLITE = (
    f"CREATE TRIGGER count_added AFTER INSERT ON deliveries BEGIN {_count_one('NEW', '1')} END",
    f"CREATE TRIGGER count_removed AFTER DELETE ON deliveries BEGIN {_count_one('OLD', '-1')} END",
    f"CREATE TRIGGER count_moved AFTER UPDATE OF {COLUMNS} ON deliveries WHEN {CHANGED} "
    f"BEGIN {_count_one('OLD', '-1')} {_count_one('NEW', '1')} END",
)
SUMMED = (
    f"INSERT INTO delivery_counts ({COLUMNS}, lines) SELECT {COLUMNS}, SUM(step) "
    f"FROM ({{rows}}) AS r ({COLUMNS}, step) GROUP BY {COLUMNS} HAVING SUM(step) <> 0;"
)
NEW_ROWS = f"SELECT {alike('n')}, 1 FROM new_rows AS n"
OLD_ROWS = f"SELECT {alike('o')}, -1 FROM old_rows AS o"
# trigger -> event, the tables that hold a statement's rows, what they come to
STATEMENTS = {
    "count_added": ("INSERT", "NEW TABLE AS new_rows", NEW_ROWS),
    "count_removed": ("DELETE", "OLD TABLE AS old_rows", OLD_ROWS),
    "count_moved": (
        "UPDATE",
        "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        f"{NEW_ROWS} UNION ALL {OLD_ROWS}",
    ),
}
ON_POSTGRESQL = tuple(
    statement
    for name, (happens, tables, rows) in STATEMENTS.items()
    for statement in (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{SUMMED.format(rows=rows)} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {happens} ON deliveries REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    )
)
MOST_FOLDED = 20_000  # rows at once


def fold_alike(table: type[Table], key: Sequence[str], of: int) -> Insert:
    """Put one row in the place of many that are alike, whoever else writes meanwhile.

    `of` is the value of the key's first column. Only rows that have others like them are taken,
    those alike together: however many kinds there are, each time leaves fewer rows.
    """
    columns = [getattr(table, name) for name in key]
    number, lines = table.__table__.c.id, table.__table__.c.lines
    many = select(*columns).where(columns[0] == of).group_by(*columns).having(func.count() > 1)
    some = many.limit(MOST_FOLDED // 2).subquery()
    taken = (
        select(number)
        .join(some, and_(*(getattr(table, name) == some.c[name] for name in key)))
        .order_by(*columns)
        .limit(MOST_FOLDED)
        .with_for_update(of=table, skip_locked=True)
    )
    gone = delete(table).where(number.in_(taken)).returning(*columns, lines).cte("gone")
    alike, total = [gone.c[name] for name in key], func.sum(gone.c.lines)
    sums = select(*alike, total).group_by(*alike).having(total != 0)
    return insert(table).from_select([*key, "lines"], sums)


TRIGGERS = {"sqlite": ON_SQLITE, "postgresql": ON_POSTGRESQL}

for dialect, statements in TRIGGERS.items():
    for one in statements:
        ledger = cast("SqlTable", Delivery.__table__)
        statement = DDL(one).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        event.listen(ledger, "after_create", statement)
