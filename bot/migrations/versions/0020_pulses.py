"""Pulses: surveys asked again and again of a rotating sample."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "pulses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rule", DOCUMENT, nullable=False),
        sa.Column("schedule", DOCUMENT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.String(60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_pulses_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pulses"),
        sa.UniqueConstraint("code", name="uq_pulses_code"),
    )
    op.create_table(
        "pulse_draws",
        sa.Column("pulse_id", sa.Integer(), nullable=False),
        sa.Column("rotation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pulse_id"], ["pulses.id"], name="fk_pulse_draws_pulse_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_pulse_draws_member_id"),
        sa.PrimaryKeyConstraint("pulse_id", "rotation", "member_id", name="pk_pulse_draws"),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("pulse_draws")
    op.drop_table("pulses")
