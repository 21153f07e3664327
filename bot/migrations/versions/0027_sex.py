"""A member's sex, where it was told, and as it stood when a survey's roll was frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; of nobody is it known."""
    op.add_column("members", sa.Column("sex", sa.String(6), nullable=True))
    op.add_column(
        "entitlements", sa.Column("sex", sa.String(6), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_column("entitlements", "sex")
    op.drop_column("members", "sex")
