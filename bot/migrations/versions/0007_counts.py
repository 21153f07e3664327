"""The ledger counts its own lines, by triggers, so that no report can drift from it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.models.counts import COLUMNS, KEY, STATEMENTS, TRIGGERS, alike

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


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
