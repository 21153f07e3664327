"""What accounts may, and what they have sent each month; ids of files may be addresses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count and the limits."""
    op.create_table(
        "account_months",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["channel_accounts.id"], name=op.f("fk_account_months_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "month", name=op.f("pk_account_months")),
    )
    op.add_column("channel_accounts", sa.Column("most_people", sa.Integer(), nullable=True))
    op.add_column("channel_accounts", sa.Column("most_messages", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name != "sqlite":  # which does not measure; new ones begin with it
        op.alter_column("uploads", "platform_id", type_=sa.String(length=500))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("channel_accounts", "most_messages")
    op.drop_column("channel_accounts", "most_people")
    op.drop_table("account_months")
