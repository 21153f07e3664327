"""Room: how PostgreSQL is told that a slice of rows is found by its indexes.

A slice of a ledger is small whatever its tables are, but right after a large import or launch
there are no statistics yet, and the planner would read whole tables for every slice: 8 s instead
of 0.02 s for a thousand lines of five thousand members.
"""

from __future__ import annotations

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

CHOICES = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_material": "off",
    "join_collapse_limit": "1",  # tables are joined in the order in which they are written
}
PREFER = select(*(func.set_config(*choice, literal(value=True)) for choice in CHOICES.items()))


async def prefer_indexes(session: AsyncSession) -> None:
    """Let this transaction's statements go by index; SQLite always does."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(PREFER)
