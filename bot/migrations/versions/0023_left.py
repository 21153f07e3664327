"""How many questions were left of a half-finished response, when a reminder last asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; nobody knows it of responses yet."""
    op.add_column("responses", sa.Column("left", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("responses", "left")
