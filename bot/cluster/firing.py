"""Room: a job's firing is taken once, however many programs have a clock.

The moment is the database's, cut to the job's seconds: the machines' clocks may differ, and the
site's may be driven. When the database's clock steps back, what it had reached is forgotten, as is
what is older than an hour.
"""

from __future__ import annotations

from sqlalchemy import text

from bot.db import Database

TAKE = text(
    """
    WITH due AS (
        SELECT to_timestamp(floor(extract(epoch FROM clock_timestamp()) / :seconds) * :seconds)
            AS at
    ), gone AS (
        DELETE FROM firings f USING due WHERE f.job = :job
            AND (f.due_at > due.at OR f.due_at < due.at - interval '1 hour')
    )
    INSERT INTO firings (job, due_at, holder) SELECT :job, at, :holder FROM due
    ON CONFLICT DO NOTHING RETURNING job
    """
)


async def take_firing(database: Database, job: str, seconds: float) -> bool:
    """Tell whether this program is the one that runs a job now; alone it always is."""
    if database.is_sqlite:
        return True
    given = {"job": job, "seconds": seconds, "holder": database.name}
    async with database.transaction() as session:
        return await session.scalar(TAKE, given) is not None
