"""A survey's roll and answers count themselves, by triggers; the roll keeps group and age band.

Surveys that are open or over have neither of these two: what somebody was then is not known.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from bot.models.survey_counts import (
    ANSWER_KEY,
    ROLL_KEY,
    TRIGGERS,
    select_answers,
    select_roll,
)

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {"answer_counts": ANSWER_KEY, "roll_counts": ROLL_KEY}
ADDED = (
    ("entitlements", "residential_group", 80),
    ("entitlements", "age_band", 6),
    ("responses", "channel", 20),
)


def upgrade() -> None:
    """Add the columns, create the counts, fill them, and let the rows keep them."""
    for table, name, size in ADDED:
        op.add_column(table, sa.Column(name, sa.String(size), nullable=False, server_default=""))
    op.add_column("surveys", sa.Column("dispositions", DOCUMENT, nullable=True))
    op.create_table(
        "answer_counts",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("ward_key", sa.String(20), nullable=False),
        sa.Column("organisation_ids", sa.Text(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_counts")),
    )
    op.create_table(
        "roll_counts",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("ward_key", sa.String(20), nullable=False),
        sa.Column("organisation_ids", sa.Text(), nullable=False),
        sa.Column("residential_group", sa.String(80), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("handed_in", sa.String(10), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_counts")),
    )
    dialect = op.get_bind().dialect.name
    for table, key in KEYS.items():
        op.create_index(f"ix_{table}_survey", table, ["survey_id"])
        if dialect == "sqlite":
            op.create_index(f"uq_{table}", table, list(key), unique=True)
    fill("roll_counts", select_roll(dialect))
    for changed in ("", "u"):
        fill("answer_counts", select_answers(dialect, changed))
    for _, _, statement in TRIGGERS[dialect]:
        op.execute(statement)


def fill(table: str, rows: str) -> None:
    """Count what stands already."""
    key = ", ".join(KEYS[table])
    named = f"WITH c ({key}, step) AS ({rows}) "
    op.execute(
        f"INSERT INTO {table} ({key}, lines) {named}SELECT {key}, SUM(step) FROM c GROUP BY {key}"
    )


def downgrade() -> None:
    """Count no more, and forget group, band and channel."""
    dialect = op.get_bind().dialect.name
    for name, table in dict.fromkeys((name, table) for name, table, _ in TRIGGERS[dialect]):
        op.execute(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else f" ON {table}"))
        if dialect != "sqlite":
            op.execute(f"DROP FUNCTION {name}()")
    for table in KEYS:
        op.drop_table(table)
    for table, name, _ in ADDED:
        op.drop_column(table, name)
    op.drop_column("surveys", "dispositions")
