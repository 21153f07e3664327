"""What broadcasts that can be trusted need: approval, windows, series, dates, links, leases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
CREATED = (  # each before those that it points at
    *("approvals", "blocked_dates", "member_dates", "member_tags", "arrivals", "campaign_links"),
    *("firings", "leases", "series"),
)
ADDED = {
    "broadcasts": (
        *("attachments", "pause_reason", "send_by", "urgent", "twice_ok", "follows", "due_on"),
        *("audience", "last_member_id", "frozen_chat_id", "frozen_member_id", "frozen_at"),
        *("parent_id", "series_id"),
    ),
    "deliveries": ("organisation_id", "not_before", "begun_at"),
    "organisations": ("quiet_from", "quiet_until"),
    "organizers": ("digest", "digested_at"),
    "channel_accounts": ("rate",),
}
REFERENCE = "ALTER TABLE {0} ADD COLUMN {1} INTEGER CONSTRAINT fk_{0}_{1} REFERENCES {2}(id)"


def upgrade() -> None:
    """Create the new tables, then the columns that point at them."""
    create_series()
    create_approvals()
    create_blocked_dates()
    create_member_dates()
    create_member_tags()
    create_links()
    create_leases()
    widen_broadcasts()
    widen_deliveries()
    widen_people()


def downgrade() -> None:
    """Drop the columns, then the tables that they pointed at; what was planned is forgotten."""
    op.drop_index("ix_deliveries_waiting", "deliveries")
    op.drop_index("ix_deliveries_member", "deliveries")
    op.create_index("ix_deliveries_member", "deliveries", ["member_id"])
    op.drop_index("uq_broadcasts_series_id_due_on", "broadcasts")
    op.drop_index("ix_broadcasts_parent_id", "broadcasts")
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
    for table in CREATED:
        op.drop_table(table)


def create_series() -> None:
    """Create the table of broadcasts that are sent again and again."""
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("draft", DOCUMENT, nullable=False),
        sa.Column("schedule", DOCUMENT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_by", sa.String(length=60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_series_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_series_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_index(op.f("ix_series_next_at"), "series", ["next_at"])


def create_approvals() -> None:
    """Create the table of what a second person approves."""
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_approvals_broadcast_id")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_approvals_series_id")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_approvals_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    for column in ("broadcast_id", "series_id", "survey_id"):
        op.create_index(op.f(f"ix_approvals_{column}"), "approvals", [column])


def create_blocked_dates() -> None:
    """Create the table of days on which nothing is sent."""
    op.create_table(
        "blocked_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_blocked_dates_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_dates")),
    )


def create_member_dates() -> None:
    """Create the table of members' dates."""
    op.create_table(
        "member_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_dates_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roll_imports.id"], name=op.f("fk_member_dates_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_dates")),
        sa.UniqueConstraint("member_id", "kind", name=op.f("uq_member_dates_member_id_kind")),
    )
    op.create_index("ix_member_dates_day", "member_dates", ["kind", "day"])


def create_member_tags() -> None:
    """Create the table of the words under which members are kept together."""
    op.create_table(
        "member_tags",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_tags_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "tag", name=op.f("pk_member_tags")),
    )
    op.create_index(op.f("ix_member_tags_tag"), "member_tags", ["tag"])


def create_links() -> None:
    """Create the tables of campaigns' links and of who came through them."""
    op.create_table(
        "campaign_links",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(length=20), nullable=True),
        sa.Column("recruiter", sa.String(length=120), nullable=False),
        sa.Column("created_by", sa.String(length=60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_links_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["ward_key"], ["areas.key"], name=op.f("fk_campaign_links_ward_key")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_campaign_links")),
    )
    op.create_index(op.f("ix_campaign_links_campaign_id"), "campaign_links", ["campaign_id"])
    op.create_table(
        "arrivals",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_arrivals_campaign_id")
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_arrivals_chat_id")),
        sa.ForeignKeyConstraint(["code"], ["campaign_links.code"], name=op.f("fk_arrivals_code")),
        sa.PrimaryKeyConstraint("campaign_id", "chat_id", name=op.f("pk_arrivals")),
    )
    op.create_index(op.f("ix_arrivals_code"), "arrivals", ["code"])


def create_leases() -> None:
    """Create the tables by which several programs share the work."""
    op.create_table(
        "firings",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("job", "due_at", name=op.f("pk_firings")),
    )
    op.create_index("ix_firings_due_at", "firings", ["due_at"])
    op.create_table(
        "leases",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("backend", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["channel_accounts.id"], name=op.f("fk_leases_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_leases")),
    )


def widen_broadcasts() -> None:
    """Give broadcasts what a plan and a slow, safe launch need."""
    for column in (
        sa.Column("attachments", DOCUMENT, nullable=False, server_default="[]"),
        sa.Column("pause_reason", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("send_by", MOMENT, nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("twice_ok", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("follows", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("audience", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("last_member_id", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("frozen_chat_id", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("frozen_member_id", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("frozen_at", MOMENT, nullable=True),
    ):
        op.add_column("broadcasts", column)
    op.execute(REFERENCE.format("broadcasts", "parent_id", "broadcasts"))
    op.execute(REFERENCE.format("broadcasts", "series_id", "series"))
    op.execute("UPDATE broadcasts SET frozen_at = launched_at")  # whole already, where launched
    op.create_index(op.f("ix_broadcasts_parent_id"), "broadcasts", ["parent_id"])
    op.create_index(
        "uq_broadcasts_series_id_due_on", "broadcasts", ["series_id", "due_on"], unique=True
    )


def widen_deliveries() -> None:
    """Give the ledger's lines larger numbers, and what budgets and reports ask."""
    for column in (
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("begun_at", MOMENT, nullable=True),
    ):
        op.add_column("deliveries", column)
    op.execute("UPDATE deliveries SET begun_at = sent_at")
    op.drop_index("ix_deliveries_member", "deliveries")
    op.create_index("ix_deliveries_member", "deliveries", ["member_id", "begun_at"])
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["not_before"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
    with op.batch_alter_table("deliveries") as ledger:
        ledger.alter_column("platform_ref", type_=sa.String(length=200))
    if op.get_bind().dialect.name == "postgresql":  # SQLite's numbers are large as they are
        op.alter_column("deliveries", "id", type_=sa.BigInteger())
        op.execute("ALTER SEQUENCE deliveries_id_seq AS bigint")


def widen_people() -> None:
    """Give organisations hours of their own, organizers a digest, accounts a rate."""
    op.add_column("organisations", sa.Column("quiet_from", sa.Time(), nullable=True))
    op.add_column("organisations", sa.Column("quiet_until", sa.Time(), nullable=True))
    op.add_column(
        "organizers", sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("organizers", sa.Column("digested_at", MOMENT, nullable=True))
    op.add_column("channel_accounts", sa.Column("rate", sa.Double(), nullable=True))
