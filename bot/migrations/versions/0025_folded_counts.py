"""The ledger counts by what is read of it, and what was added up is told from changes."""

from __future__ import annotations

from importlib import import_module

import sqlalchemy as sa
from alembic import op

from bot.models.counts import STATEMENTS, TRIGGERS

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEY = ["broadcast_id", "ward_key", "account_id", "state", "reason", "pressed"]
COLUMNS = ", ".join(KEY)


def upgrade() -> None:
    """Add up what was counted by organisation too, and count so no more."""
    drop_triggers()
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("uq_delivery_counts", "delivery_counts")
    op.drop_index("ix_delivery_counts_broadcast", "delivery_counts")
    folded: sa.Column[bool] = sa.Column(
        "folded", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("delivery_counts", folded)
    op.execute(
        f"INSERT INTO delivery_counts ({COLUMNS}, organisation_id, lines, folded) "
        f"SELECT {COLUMNS}, 0, SUM(lines), true FROM delivery_counts "
        f"GROUP BY {COLUMNS} HAVING SUM(lines) <> 0"
    )
    op.execute("DELETE FROM delivery_counts WHERE NOT folded")
    op.drop_column("delivery_counts", "organisation_id")
    op.create_index("ix_delivery_counts_broadcast", "delivery_counts", ["broadcast_id", "folded"])
    op.create_index(
        "uq_delivery_counts",
        "delivery_counts",
        KEY,
        unique=True,
        postgresql_where=sa.text("folded"),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Count by organisation again, anew from the ledger."""
    drop_triggers()
    op.drop_table("delivery_counts")
    import_module("bot.migrations.versions.0007_counts").upgrade()


def drop_triggers() -> None:
    """Let the ledger count nothing."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in STATEMENTS:
        op.execute(f"DROP TRIGGER {name}" + ("" if on_sqlite else " ON deliveries"))
        if not on_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
