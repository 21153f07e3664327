"""What messages cost, and the templates that may be sent for money."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the columns, free of charge, and the table."""
    op.add_column(
        "broadcasts",
        sa.Column("may_cost", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "broadcasts", sa.Column("most_cost", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "broadcasts", sa.Column("template", DOCUMENT, nullable=False, server_default="{}")
    )
    op.add_column(
        "deliveries", sa.Column("cost", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "message_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("parameters", DOCUMENT, nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["channel_accounts.id"],
            name=op.f("fk_message_templates_account_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_templates")),
        sa.UniqueConstraint(
            "account_id", "number", name=op.f("uq_message_templates_account_id_number")
        ),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("message_templates")
    op.drop_column("deliveries", "cost")
    for name in ("template", "most_cost", "may_cost"):
        op.drop_column("broadcasts", name)
