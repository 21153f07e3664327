"""Answers and messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "web_messages",
    "failed_updates",
    "updates",
    "entitlements",
    "responses",
    "sealed_rows",
    "unsealed_answers",
    "answers",
    "replies",
)


def upgrade() -> None:
    """Create these tables, each after those that it points at."""
    create_web_messages()
    create_failed_updates()
    create_updates()
    create_entitlements()
    create_responses()
    create_sealed_rows()
    create_unsealed_answers()
    create_answers()
    create_replies()


def downgrade() -> None:
    """Drop them again, the last one first."""
    for table in reversed(TABLES):
        op.drop_table(table)


def create_web_messages() -> None:
    """Create the table web_messages with its indexes."""
    op.create_table(
        "web_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=80), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "body", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_messages")),
        sqlite_autoincrement=True,  # an open page knows its lines by number
    )
    op.create_index("ix_web_messages_chat", "web_messages", ["external_id", "id"], unique=False)


def create_failed_updates() -> None:
    """Create the table failed_updates with its indexes."""
    op.create_table(
        "failed_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.String(length=64), nullable=False),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("traceback", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["channel_accounts.id"], name=op.f("fk_failed_updates_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_updates")),
    )


def create_updates() -> None:
    """Create the table updates with its indexes."""
    op.create_table(
        "updates",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["channel_accounts.id"], name=op.f("fk_updates_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "update_id", name=op.f("pk_updates")),
    )
    op.create_index(op.f("ix_updates_taken_at"), "updates", ["taken_at"], unique=False)


def create_entitlements() -> None:
    """Create the table entitlements with its indexes."""
    op.create_table(
        "entitlements",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(length=20), nullable=True),
        sa.Column(
            "organisation_ids",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_entitlements_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_entitlements_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "member_id", name=op.f("pk_entitlements")),
    )
    op.create_index("ix_entitlements_member", "entitlements", ["member_id"], unique=False)


def create_responses() -> None:
    """Create the table responses with its indexes."""
    op.create_table(
        "responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_responses_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_responses_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint(
            "survey_id", "member_id", name=op.f("uq_responses_survey_id_member_id")
        ),
    )


def create_sealed_rows() -> None:
    """Create the table sealed_rows with its indexes."""
    op.create_table(
        "sealed_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_sealed_rows_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_sealed_rows_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_rows")),
        sa.UniqueConstraint(
            "survey_id", "member_id", name=op.f("uq_sealed_rows_survey_id_member_id")
        ),
    )


def create_unsealed_answers() -> None:
    """Create the table unsealed_answers with its indexes."""
    op.create_table(
        "unsealed_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(length=20), nullable=True),
        sa.Column(
            "organisation_ids",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_unsealed_answers_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsealed_answers")),
    )
    op.create_index(
        op.f("ix_unsealed_answers_survey_id"), "unsealed_answers", ["survey_id"], unique=False
    )


def create_answers() -> None:
    """Create the table answers with its indexes."""
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column(
            "value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_answers_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "response_id", "question", name=op.f("uq_answers_response_id_question")
        ),
    )


def create_replies() -> None:
    """Create the table replies with its indexes."""
    op.create_table(
        "replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column(
            "body", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("platform_ref", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_replies_chat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    op.create_index("ix_replies_open", "replies", ["state", "chat_id", "id"], unique=False)
