"""Reports that are followed live, and when each organizer's weekly digest was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table, and add the moment."""
    op.create_table(
        "followings",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("after_reply", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("choices", DOCUMENT, nullable=False),
        sa.Column("anew", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("last_reply", sa.Integer(), nullable=True),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_followings_chat_id")),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_followings_broadcast_id")
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_followings")),
    )
    op.create_index(op.f("ix_followings_broadcast_id"), "followings", ["broadcast_id"])
    op.add_column("organizers", sa.Column("weekly_at", MOMENT, nullable=True))


def downgrade() -> None:
    """Forget both."""
    op.drop_column("organizers", "weekly_at")
    op.drop_table("followings")
