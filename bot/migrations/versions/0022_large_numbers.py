"""Answers, replies and web messages may be more than two thousand million on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

NUMBERED = ("answers", "replies", "web_messages")
POINTING = (("followings", "after_reply"), ("followings", "last_reply"))


def upgrade() -> None:
    """Give them larger numbers; SQLite's are large as they are."""
    _alter(sa.BigInteger(), "bigint")


def downgrade() -> None:
    """Take the small ones again, which fails where a number is too large for them."""
    _alter(sa.Integer(), "integer")


def _alter(kind: sa.types.TypeEngine[int], sequence: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in (*((name, "id") for name in NUMBERED), *POINTING):
        op.alter_column(table, column, type_=kind)
    for table in NUMBERED:
        op.execute(f"ALTER SEQUENCE {table}_id_seq AS {sequence}")
