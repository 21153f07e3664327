"""Open comment periods, comments, and the answers to groups of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "comment_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("terms", DOCUMENT, nullable=False),
        sa.Column("rule", DOCUMENT, nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.String(60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_comment_periods_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment_periods"),
        sa.UniqueConstraint("code", name="uq_comment_periods_code"),
    )
    op.create_index("ix_comment_periods_state", "comment_periods", ["state"])
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer_number", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["comment_periods.id"], name="fk_comments_period_id"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_comments_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("period_id", "number", name="uq_comments_period_id_number"),
    )
    op.create_index("ix_comments_member_id", "comments", ["member_id"])
    op.create_table(
        "comment_answers",
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["comment_periods.id"], name="fk_comment_answers_period_id"
        ),
        sa.PrimaryKeyConstraint("period_id", "number", name="pk_comment_answers"),
    )


def downgrade() -> None:
    """Forget them."""
    for table in ("comment_answers", "comments", "comment_periods"):
        op.drop_table(table)
