"""People and their chats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "roll_imports",
    "members",
    "chats",
    "memberships",
    "personal_codes",
    "roll_changes",
    "consents",
    "links",
)


def upgrade() -> None:
    """Create these tables, each after those that it points at."""
    create_roll_imports()
    create_members()
    create_chats()
    create_memberships()
    create_personal_codes()
    create_roll_changes()
    create_consents()
    create_links()


def downgrade() -> None:
    """Drop them again, the last one first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def create_roll_imports() -> None:
    """Create the table roll_imports with its indexes."""
    op.create_table(
        "roll_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_roll_imports_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_imports")),
    )


def create_members() -> None:
    """Create the table members with its indexes."""
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False),
        sa.Column("sort_key", sa.String(length=240), nullable=False),
        sa.Column("address_form", sa.String(length=10), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=15), nullable=False),
        sa.Column("ward_key", sa.String(length=20), nullable=True),
        sa.Column("old_ward_key", sa.String(length=20), nullable=True),
        sa.Column("residential_group", sa.String(length=80), nullable=False),
        sa.Column("group_folded", sa.String(length=80), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("claims_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claims_id"], ["members.id"], name=op.f("fk_members_claims_id")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roll_imports.id"], name=op.f("fk_members_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["members.id"], name=op.f("fk_members_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["old_ward_key"], ["areas.key"], name=op.f("fk_members_old_ward_key")
        ),
        sa.ForeignKeyConstraint(["ward_key"], ["areas.key"], name=op.f("fk_members_ward_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_claims_id"), "members", ["claims_id"], unique=False)
    op.create_index(op.f("ix_members_import_id"), "members", ["import_id"], unique=False)
    op.create_index("ix_members_old_ward", "members", ["old_ward_key", "id"], unique=False)
    op.create_index("ix_members_phone_folded", "members", ["phone", "folded"], unique=False)
    op.create_index("ix_members_ward", "members", ["ward_key", "id"], unique=False)


def create_chats() -> None:
    """Create the table chats with its indexes."""
    op.create_table(
        "chats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("organizer_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=60), nullable=True),
        sa.Column(
            "data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "asked", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "offered", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hushed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["channel_accounts.id"], name=op.f("fk_chats_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organizer_id"], ["organizers.id"], name=op.f("fk_chats_organizer_id")
        ),
        sa.ForeignKeyConstraint(["speaker_id"], ["members.id"], name=op.f("fk_chats_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint(
            "account_id", "external_id", name=op.f("uq_chats_account_id_external_id")
        ),
    )


def create_memberships() -> None:
    """Create the table memberships with its indexes."""
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branches.id"], name=op.f("fk_memberships_branch_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roll_imports.id"], name=op.f("fk_memberships_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_memberships_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "member_id", "organisation_id", name=op.f("uq_memberships_member_id_organisation_id")
        ),
    )
    op.create_index(op.f("ix_memberships_import_id"), "memberships", ["import_id"], unique=False)
    op.create_index(
        op.f("ix_memberships_organisation_id"), "memberships", ["organisation_id"], unique=False
    )


def create_personal_codes() -> None:
    """Create the table personal_codes with its indexes."""
    op.create_table(
        "personal_codes",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_personal_codes_member_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_personal_codes")),
    )


def create_roll_changes() -> None:
    """Create the table roll_changes with its indexes."""
    op.create_table(
        "roll_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=10), nullable=False),
        sa.Column(
            "before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roll_imports.id"], name=op.f("fk_roll_changes_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_roll_changes_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_changes")),
        sa.UniqueConstraint("import_id", "row", name=op.f("uq_roll_changes_import_id_row")),
    )


def create_consents() -> None:
    """Create the table consents with its indexes."""
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("wording", sa.String(length=1000), nullable=False),
        sa.Column("wording_version", sa.String(length=40), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_consents_chat_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_consents_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(
        "uq_consents_current",
        "consents",
        ["member_id", "purpose"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def create_links() -> None:
    """Create the table links with its indexes."""
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_links_chat_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_links_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("chat_id", "member_id", name=op.f("uq_links_chat_id_member_id")),
    )
    op.create_index("ix_links_member", "links", ["member_id"], unique=False)
