"""Whether a broadcast goes where somebody wrote last although it costs there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; none does so far."""
    op.add_column(
        "broadcasts",
        sa.Column("where_last", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_column("broadcasts", "where_last")
