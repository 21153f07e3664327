"""Files that go out, the name that a bot is found by, and who was shown organizers' commands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ORGANIZED = sa.text("organizer_id IS NOT NULL")


def upgrade() -> None:
    """Create the tables; old accounts learn their name when they next reach their platform."""
    create_files()
    create_uploads()
    create_menus()
    op.add_column(
        "channel_accounts",
        sa.Column("public_name", sa.String(length=80), nullable=False, server_default=""),
    )
    op.create_index(
        "ix_chats_organizer",
        "chats",
        ["organizer_id"],
        unique=False,
        sqlite_where=ORGANIZED,
        postgresql_where=ORGANIZED,
    )


def downgrade() -> None:
    """Drop them again, the last one first."""
    op.drop_index("ix_chats_organizer", table_name="chats")
    op.drop_column("channel_accounts", "public_name")
    for table in ("menus", "uploads", "files"):
        op.drop_table(table)


def create_files() -> None:
    """Create the table files with its indexes."""
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index("ix_files_sha256", "files", ["sha256"], unique=False)
    op.create_index("ix_files_expires", "files", ["expires_at"], unique=False)


def create_uploads() -> None:
    """Create the table uploads."""
    op.create_table(
        "uploads",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("platform_id", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_uploads_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "account", name=op.f("pk_uploads")),
    )


def create_menus() -> None:
    """Create the table menus."""
    op.create_table(
        "menus",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("commands", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_menus_chat_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_menus")),
    )
