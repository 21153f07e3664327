"""Quotas of surveys: ward by age band, with who holds a place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "quotas",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(20), nullable=False),
        sa.Column("band", sa.String(12), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_quotas_survey_id"),
        sa.PrimaryKeyConstraint("survey_id", "ward_key", "band", name="pk_quotas"),
    )
    op.create_table(
        "quota_places",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(20), nullable=False),
        sa.Column("band", sa.String(12), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "ward_key", "band"],
            ["quotas.survey_id", "quotas.ward_key", "quotas.band"],
            name="fk_quota_places_quota",
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_quota_places_member_id"),
        sa.PrimaryKeyConstraint("survey_id", "member_id", name="pk_quota_places"),
    )
    op.create_index("ix_quota_places_held", "quota_places", ["held_until"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("quota_places")
    op.drop_table("quotas")
