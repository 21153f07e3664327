"""Room: leases in PostgreSQL: renewed, taken when their holder is gone, given back.

A killed holder's session ends with it and frees its advisory lock: who finds the lock free waits a
margin and takes over. A paused holder's session lives on: when its lease has run out, all its
sessions are ended, and with them whatever its open transactions held.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog

from bot.clock import boottime
from bot.cluster.leases import TTL, Leased

if TYPE_CHECKING:  # a site on SQLite need not wait until the driver is loaded
    import psycopg

log = structlog.get_logger(__name__)

LOCKS = 0x6E68  # the class of our advisory locks
RENEW_EVERY = 1.0  # seconds
MARGIN = 0.5  # seconds: a holder that lost its session alone notices, and what it sent arrives
TURN_WAIT = 0.3  # seconds that a program waits for each account that it holds already

LOCK = "SELECT pg_try_advisory_lock(%s, %s)"
FIND = """
    SELECT a.id, coalesce(l.holder, ''), coalesce(l.until > clock_timestamp(), false),
        coalesce(l.until + make_interval(secs => %s) < clock_timestamp(), true),
        EXISTS (
            SELECT FROM pg_locks p WHERE p.locktype = 'advisory' AND p.granted
            AND p.classid = %s AND p.objid = a.id
            AND p.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        )
    FROM unnest(%s::int[]) AS a(id) LEFT JOIN leases l ON l.account_id = a.id
"""
WAIT = "SELECT FROM leases WHERE account_id = %s FOR UPDATE"  # for what the old holder stores now
TAKE = """
    INSERT INTO leases (account_id, holder, fence, until, backend)
    VALUES (%s, %s, 1, clock_timestamp() + make_interval(secs => %s), pg_backend_pid())
    ON CONFLICT (account_id) DO UPDATE SET holder = excluded.holder, fence = leases.fence + 1,
        until = excluded.until, backend = excluded.backend
    RETURNING fence
"""
RENEW = """
    UPDATE leases SET until = clock_timestamp() + make_interval(secs => %s)
    WHERE account_id = %s AND fence = %s RETURNING account_id
"""
GIVE_BACK = """
    UPDATE leases SET until = clock_timestamp() WHERE account_id = %s AND fence = %s
"""
RESUME = """
    UPDATE leases SET until = clock_timestamp() + make_interval(secs => %s),
        backend = pg_backend_pid()
    WHERE account_id = %s AND fence = %s AND holder = %s RETURNING account_id
"""
END_OLD = """
    SELECT pg_terminate_backend(p.pid, 1000) FROM leases l
    JOIN pg_locks p ON p.locktype = 'advisory' AND p.granted AND p.classid = %s
        AND p.objid = l.account_id AND p.pid = l.backend
    WHERE l.account_id = %s AND l.holder = current_setting('application_name')
"""
CUT_OFF = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = %s AND pid <> pg_backend_pid()
"""


async def resume(
    session: psycopg.AsyncConnection, suspended: Sequence[Leased], *, name: str
) -> None:
    """Go on with what was ours when our session was lost, unless another has taken it since."""
    for lease in suspended:
        asked_at = boottime()
        given = (TTL, lease.account_id, lease.fence_number, name)
        locked = await _lock_again(session, lease)
        if locked and await (await session.execute(RESUME, given)).fetchone() is not None:
            lease.renew(asked_at=asked_at)
            continue
        if locked:
            await _unlock(session, lease)
        log.warning("account-lost", account=lease.account_id)
        lease.lose()


async def _lock_again(session: psycopg.AsyncConnection, lease: Leased) -> bool:
    """Take the lock, if need be from our own old session, which the server has not missed yet."""
    return await _ask(session, LOCK, lease) or (
        await _ask(session, END_OLD, lease) and await _ask(session, LOCK, lease)
    )


async def renew(session: psycopg.AsyncConnection, held: Sequence[Leased]) -> None:
    """Let what is ours be ours for longer; what another has taken is lost."""
    for lease in held:
        asked_at = boottime()
        if asked_at < lease.renewed_at + RENEW_EVERY:
            continue
        found = await session.execute(RENEW, (TTL, lease.account_id, lease.fence_number))
        if await found.fetchone() is None:
            log.warning("account-lost", account=lease.account_id)
            await _unlock(session, lease)
            lease.lose()
        else:
            lease.renew(asked_at=asked_at)


async def take(
    session: psycopg.AsyncConnection, wanted: Sequence[Leased], *, name: str, held: int
) -> None:
    """Take the accounts that nobody has, later the more this program holds already."""
    if not wanted:
        return
    by_id = {lease.account_id: lease for lease in wanted}
    found = await session.execute(FIND, (MARGIN, LOCKS, list(by_id)))
    for account_id, holder, alive, dead, locked in await found.fetchall():
        lease = by_id[account_id]
        if locked:
            lease.free_since = None
            if dead and holder:
                log.warning("holder-cut-off", account=account_id, holder=holder)
                await (
                    _ask(session, END_OLD, lease)
                    if holder == name
                    else session.execute(CUT_OFF, (holder,))
                )
            continue
        if lease.free_since is None:
            lease.free_since = boottime()
        margin = MARGIN if alive and holder != name else 0.0
        if boottime() >= lease.free_since + margin + held * TURN_WAIT:
            held += await _take_one(session, lease, name)


async def _take_one(session: psycopg.AsyncConnection, lease: Leased, name: str) -> bool:
    if not await _ask(session, LOCK, lease):
        return False
    asked_at = boottime()
    async with session.transaction():
        await session.execute(WAIT, (lease.account_id,))
        taken = await session.execute(TAKE, (lease.account_id, name, TTL))
        row = await taken.fetchone()
    assert row is not None
    lease.give(row[0], asked_at=asked_at)
    log.info("account-taken", account=lease.account_id, fence=row[0])
    return True


async def give_back(session: psycopg.AsyncConnection, leases: Sequence[Leased]) -> None:
    """Let others have these accounts at once."""
    for lease in leases:
        await session.execute(GIVE_BACK, (lease.account_id, lease.fence_number))
        await _unlock(session, lease)
        lease.lose()


async def _unlock(session: psycopg.AsyncConnection, lease: Leased) -> None:
    await _ask(session, "SELECT pg_advisory_unlock(%s, %s)", lease)


async def _ask(session: psycopg.AsyncConnection, query: Any, lease: Leased) -> bool:
    found = await session.execute(query, (LOCKS, lease.account_id))
    row = await found.fetchone()
    return bool(row and row[0])
