"""Who recorded a response for somebody, what is put aside for them; texts in several languages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add them; what was answered before was answered by the people themselves."""
    op.add_column(
        "responses",
        sa.Column("recorded_by", sa.String(60), nullable=False, server_default=""),
    )
    op.add_column("responses", sa.Column("aside", DOCUMENT, nullable=True))
    op.add_column("sealed_rows", sa.Column("aside", sa.LargeBinary(), nullable=True))
    op.add_column(
        "broadcasts", sa.Column("translations", DOCUMENT, nullable=False, server_default="{}")
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_column("broadcasts", "translations")
    op.drop_column("sealed_rows", "aside")
    op.drop_column("responses", "aside")
    op.drop_column("responses", "recorded_by")
