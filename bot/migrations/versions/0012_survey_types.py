"""What a survey is by law, and the terms that followed from it when it was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add both; what was asked before was an informal poll."""
    op.add_column(
        "surveys", sa.Column("type", sa.String(20), nullable=False, server_default="informal")
    )
    op.add_column("surveys", sa.Column("terms", DOCUMENT, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("surveys", "terms")
    op.drop_column("surveys", "type")
