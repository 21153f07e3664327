"""PostgreSQL tells the programs of a site what one of them has stored; SQLite has one program."""

from __future__ import annotations

from alembic import op

from bot.models.notices import NOTICES, TRIGGERS

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the tables tell."""
    if op.get_bind().dialect.name == "postgresql":
        for statements in TRIGGERS.values():
            for one in statements:
                op.execute(one)


def downgrade() -> None:
    """Let them be silent."""
    if op.get_bind().dialect.name == "postgresql":
        for name, (table, *_) in NOTICES.items():
            op.execute(f"DROP TRIGGER {name} ON {table.__tablename__}")
            op.execute(f"DROP FUNCTION {name}()")
