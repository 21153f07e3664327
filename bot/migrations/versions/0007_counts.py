"""The ledger counts its own lines, by triggers, so that no report can drift from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KEY = ("broadcast_id", "ward_key", "organisation_id", "account_id", "state", "reason", "pressed")
COLUMNS = ", ".join(KEY)


def alike(row: str) -> str:
    """Return what makes a line of the ledger like another, in the order of the columns."""
    return (
        f"{row}.broadcast_id, COALESCE({row}.ward_key, ''), COALESCE({row}.organisation_id, 0), "
        f"COALESCE({row}.account_id, 0), {row}.state, {row}.reason, {row}.pressed"
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
TRIGGERS = {"sqlite": ON_SQLITE, "postgresql": ON_POSTGRESQL}


def upgrade() -> None:
    """Create the counts, fill them from the ledger, and let the ledger keep them."""
    op.create_table(
        "delivery_counts",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("pressed", sa.String(length=4), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_counts")),
    )
    op.create_index("ix_delivery_counts_broadcast", "delivery_counts", ["broadcast_id"])
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        op.create_index("uq_delivery_counts", "delivery_counts", list(KEY), unique=True)
    op.execute(
        f"INSERT INTO delivery_counts ({COLUMNS}, lines) "
        f"SELECT {alike('d')}, COUNT(*) FROM deliveries AS d GROUP BY 1, 2, 3, 4, 5, 6, 7"
    )
    for statement in TRIGGERS[dialect]:
        op.execute(statement)


def downgrade() -> None:
    """Count no more."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in STATEMENTS:
        op.execute(f"DROP TRIGGER {name}" + ("" if on_sqlite else " ON deliveries"))
        if not on_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("delivery_counts")
