"""Places and organisations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "areas",
    "audit_entries",
    "channel_accounts",
    "organisations",
    "organizers",
    "suppressions",
    "ticks",
    "area_successions",
    "branches",
    "grants",
)


def upgrade() -> None:
    """Create these tables, each after those that it points at."""
    create_areas()
    create_audit_entries()
    create_channel_accounts()
    create_organisations()
    create_organizers()
    create_suppressions()
    create_ticks()
    create_area_successions()
    create_branches()
    create_grants()


def downgrade() -> None:
    """Drop them again, the last one first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def create_areas() -> None:
    """Create the table areas with its indexes."""
    op.create_table(
        "areas",
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("version", sa.String(length=8), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        sa.Column("province_code", sa.String(length=4), nullable=False),
        sa.Column("former_district", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_areas")),
    )
    op.create_index(op.f("ix_areas_folded"), "areas", ["folded"], unique=False)
    op.create_index("ix_areas_province", "areas", ["province_code", "level"], unique=False)


def create_audit_entries() -> None:
    """Create the table audit_entries with its indexes."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column(
            "detail", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_subject", "audit_entries", ["subject", "id"], unique=False)


def create_channel_accounts() -> None:
    """Create the table channel_accounts with its indexes."""
    op.create_table(
        "channel_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("halted_reason", sa.String(length=200), nullable=False),
        sa.Column("offset", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_channel_accounts_name")),
    )


def create_organisations() -> None:
    """Create the table organisations with its indexes."""
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("code", name=op.f("uq_organisations_code")),
    )


def create_organizers() -> None:
    """Create the table organizers with its indexes."""
    op.create_table(
        "organizers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizers")),
    )
    op.create_index(op.f("ix_organizers_code_digest"), "organizers", ["code_digest"], unique=False)


def create_suppressions() -> None:
    """Create the table suppressions with its indexes."""
    op.create_table(
        "suppressions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_suppressions")),
    )


def create_ticks() -> None:
    """Create the table ticks with its indexes."""
    op.create_table(
        "ticks",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_ticks")),
    )


def create_area_successions() -> None:
    """Create the table area_successions with its indexes."""
    op.create_table(
        "area_successions",
        sa.Column("old_key", sa.String(length=20), nullable=False),
        sa.Column("new_key", sa.String(length=20), nullable=False),
        sa.Column("extent", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["new_key"], ["areas.key"], name=op.f("fk_area_successions_new_key")
        ),
        sa.ForeignKeyConstraint(
            ["old_key"], ["areas.key"], name=op.f("fk_area_successions_old_key")
        ),
        sa.PrimaryKeyConstraint("old_key", "new_key", name=op.f("pk_area_successions")),
    )
    op.create_index(
        op.f("ix_area_successions_new_key"), "area_successions", ["new_key"], unique=False
    )


def create_branches() -> None:
    """Create the table branches with its indexes."""
    op.create_table(
        "branches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_branches_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branches")),
        sa.UniqueConstraint(
            "organisation_id", "folded", name=op.f("uq_branches_organisation_id_folded")
        ),
    )


def create_grants() -> None:
    """Create the table grants with its indexes."""
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organizer_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("area_key", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["area_key"], ["areas.key"], name=op.f("fk_grants_area_key")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_grants_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organizer_id"], ["organizers.id"], name=op.f("fk_grants_organizer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index(op.f("ix_grants_organizer_id"), "grants", ["organizer_id"], unique=False)
