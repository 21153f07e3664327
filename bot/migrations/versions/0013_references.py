"""A launch to a million: PostgreSQL no longer checks a line's references one by one.

Triggers of the tables that lines point at refuse deletions instead. And what waits is found by
its broadcast.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.models.references import TRIGGERS

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

POINTED_AT = {
    "broadcasts": "broadcast_id",
    "members": "member_id",
    "chats": "chat_id",
    "channel_accounts": "account_id",
}
WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Put triggers in the place of foreign keys, and add the index."""
    op.create_index(
        "ix_deliveries_waiting_broadcast",
        "deliveries",
        ["broadcast_id"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    for column in POINTED_AT.values():
        op.drop_constraint(f"fk_deliveries_{column}", "deliveries", type_="foreignkey")
    for statements in TRIGGERS.values():
        for one in statements:
            op.execute(one)


def downgrade() -> None:
    """Check by foreign keys again."""
    op.drop_index("ix_deliveries_waiting_broadcast", "deliveries")
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in POINTED_AT.items():
        op.execute(f"DROP TRIGGER keep_{table} ON {table}")
        op.execute(f"DROP FUNCTION keep_{table}()")
        op.create_foreign_key(f"fk_deliveries_{column}", "deliveries", table, [column], ["id"])
