"""Why a line of the ledger is not where its member wrote last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of lines written before nobody knows."""
    column = sa.Column("detour", sa.String(length=10), nullable=False, server_default="")
    op.add_column("deliveries", column)


def downgrade() -> None:
    """Forget it."""
    op.drop_column("deliveries", "detour")
