"""Minutes of closed surveys, each chained by its hash to the one before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Create the table; surveys that closed before have no minute."""
    op.create_table(
        "survey_minutes",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects"], ["survey_minutes.number"], name=op.f("fk_survey_minutes_corrects")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_minutes_survey_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_survey_minutes")),
    )
    op.create_index(op.f("ix_survey_minutes_survey_id"), "survey_minutes", ["survey_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("survey_minutes")
