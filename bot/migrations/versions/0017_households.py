"""Households: their roll, and consultations that are counted over them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the four tables."""
    op.create_table(
        "households",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(20), nullable=False),
        sa.Column("residential_group", sa.String(80), nullable=False),
        sa.Column("group_folded", sa.String(80), nullable=False),
        sa.Column("head_name", sa.String(120), nullable=False),
        sa.Column("head_folded", sa.String(120), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("address_folded", sa.String(200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ward_key"], ["areas.key"], name="fk_households_ward_key"),
        sa.PrimaryKeyConstraint("id", name="pk_households"),
        sa.UniqueConstraint(
            "ward_key",
            "group_folded",
            "head_folded",
            "address_folded",
            name="uq_households_ward_key_group_folded_head_folded_address_folded",
        ),
    )
    op.create_table(
        "household_members",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_household_members_member_id"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_household_members_household_id"
        ),
        sa.PrimaryKeyConstraint("member_id", name="pk_household_members"),
    )
    op.create_index("ix_household_members_household", "household_members", ["household_id"])
    op.create_table(
        "ballots",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(20), nullable=False),
        sa.Column("residential_group", sa.String(80), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_ballots_survey_id"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_ballots_household_id"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_ballots_member_id"),
        sa.PrimaryKeyConstraint("survey_id", "household_id", name="pk_ballots"),
    )
    op.create_index("ix_ballots_member", "ballots", ["member_id"])
    op.create_table(
        "paper_counts",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(20), nullable=False),
        sa.Column("residential_group", sa.String(80), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=False),
        sa.Column("disagree", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("typed_by", sa.String(60), nullable=False),
        sa.Column("typed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_paper_counts_survey_id"),
        sa.PrimaryKeyConstraint(
            "survey_id", "ward_key", "residential_group", name="pk_paper_counts"
        ),
    )


def downgrade() -> None:
    """Forget them."""
    for table in ("paper_counts", "ballots", "household_members", "households"):
        op.drop_table(table)
