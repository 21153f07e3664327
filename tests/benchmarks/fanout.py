"""Benchmark `fanout`: a launch of a size: lines a second, the longest lock, report and memory."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from sqlalchemy import text

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import ledger
from bot.clock import SystemClock
from bot.db import Database
from bot.settings import load_settings
from bot.site import Site
from jobs import deliver, freeze
from tests.benchmarks.broadcast_ours import EVERYBODY, UNLIMITED
from tests.benchmarks.children import child
from tests.benchmarks.costs import peak_mb
from tests.benchmarks.measuring import Round, Row, Stage
from tests.benchmarks.towns import KINDS, make_town
from tests.kit.broadcasting import make_draft

SIZES = (10_000, 100_000, 1_000_000)
SEEN = (
    *("seconds", "launch_ms", "longest_lock_ms", "report_ms", "group_by_ms"),
    *("claim_ms", "bytes_a_line", "memory_mb"),
)
ONCE = 1_000_000  # lines of a launch that is measured once
CLAIMS, CLAIMED = 10, 100
OURS = "Nhịp Cầu, {}, {:,} members"
GROUPS = """
    SELECT ward_key, account_id, state, reason, pressed, COUNT(*) FROM deliveries
    WHERE broadcast_id = :broadcast GROUP BY 1, 2, 3, 4, 5
"""
MIDNIGHT = dt.time()
ALL_DAY = {"quiet_from": MIDNIGHT, "quiet_until": MIDNIGHT, "closed_at_tet": False}


class Watched(Database):
    """Note how long the longest transaction held its locks."""

    longest = 0.0

    def transaction(self) -> Any:
        """Give a transaction that is timed."""
        return _Timed(self, super().transaction())


class _Timed:
    def __init__(self, database: Watched, inner: Any) -> None:
        self._database, self._inner = database, inner

    async def __aenter__(self) -> Any:
        session = await self._inner.__aenter__()
        self._began = time.monotonic()
        return session

    async def __aexit__(self, *error: Any) -> Any:
        ended = await self._inner.__aexit__(*error)
        held = time.monotonic() - self._began
        self._database.longest = max(self._database.longest, held)
        return ended


class Launching:
    """Launch to everybody as the organizer's press does, and freeze as the clock does."""

    def __init__(self, *, database: str, members: int) -> None:
        self._database, self._members = Watched(database), members
        self._settings = load_settings().model_copy(update=UNLIMITED | ALL_DAY)

    async def open(self) -> dict[str, Any]:
        """Do nothing yet."""
        return {}

    async def work(self, *, again: int) -> dict[str, Any]:
        """Write a draft, launch it, and write its audience down to the end."""
        before = await self._size()
        now = SystemClock().now()
        async with self._database.transaction() as session:
            draft = await make_draft(session, rule={"all": True}, title=f"Thử {again}")
        self._database.longest = 0.0
        began, used = time.monotonic(), time.process_time()
        async with self._database.transaction() as session:
            await broadcasts.launch(session, OPERATOR, draft.id, now=now, approve_over=EVERYBODY)
        launched = time.monotonic() - began
        site = Site(self._settings, SystemClock(), self._database)
        await freeze.tick(site)
        await deliver.tick(site)
        wall, cpu = time.monotonic() - began, time.process_time() - used
        return {
            "wall": wall,
            "seconds": wall,
            "cpu": cpu,
            "launch_ms": launched * 1000,
            "longest_lock_ms": self._database.longest * 1000,
            "bytes_a_line": (await self._size() - before) / self._members,
            "memory_mb": peak_mb(),
            **await self._read(),
        }

    async def _read(self) -> dict[str, float]:
        """Time the report and the claims of a sender, over what was launched."""
        async with self._database.reading() as session:
            latest = await session.scalar(text("SELECT MAX(id) FROM broadcasts"))
            began = time.monotonic()
            told = await broadcasts.report(session, OPERATOR, latest)
            report = time.monotonic() - began
            await session.execute(text(GROUPS), {"broadcast": latest})
            grouped = time.monotonic() - began - report
        assert told.total == self._members, "the counts do not hold every line"
        began = time.monotonic()
        for _ in range(CLAIMS):
            async with self._database.transaction() as session:
                account = await session.scalar(text("SELECT id FROM channel_accounts"))
                now = SystemClock().now()
                await ledger.claim(session, account, self._settings, now=now, limit=CLAIMED)
        claimed = time.monotonic() - began
        return {
            "report_ms": report * 1000,
            "group_by_ms": grouped * 1000,
            "claim_ms": claimed * 1000 / CLAIMS,
        }

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()

    async def _size(self) -> int:
        """Return the bytes of the ledger with its indexes."""
        async with self._database.reading() as session:
            if self._database.is_sqlite:
                query = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            else:
                query = "SELECT pg_total_relation_size('deliveries')"
            return int(await session.scalar(text(query)) or 0)


async def run(stage: Stage) -> list[Row]:
    """Launch to a city of each size on both databases, beside the lines of launches before."""
    rows, sizes = [], stage.options.all_sizes(SIZES)
    for members in sizes:
        for kind in KINDS:
            url = stage.ground.make(kind)
            await make_town(url, members)
            given = {"database": url, "members": members}
            async with child(stage.folder, "fanout:Launching", **given) as subject:
                many = stage.options.rounds if members < ONCE else 1
                told = [await subject.ask(again=again) for again in range(many)]
            rounds = [
                Round(members, one["wall"], one["cpu"], {name: one[name] for name in SEEN})
                for one in told
            ]
            beside = OURS.format(kind, sizes[0]) if members > sizes[0] else ""
            rows.append(Row(OURS.format(kind, members), rounds, beside))
    return rows
