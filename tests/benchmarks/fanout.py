"""Benchmark `fanout`: launching a broadcast: one line of the ledger a member."""

from __future__ import annotations

import time
from typing import Any

from bot import broadcasts
from bot.access import OPERATOR
from bot.clock import SystemClock
from bot.db import Database
from tests.benchmarks.children import child
from tests.benchmarks.measuring import Row, Stage, round_of
from tests.benchmarks.towns import KINDS, make_town
from tests.kit.broadcasting import make_draft

MEMBERS = 100_000


class Launching:
    """Launch to everybody, as the organizer's press does."""

    def __init__(self, *, database: str, members: int) -> None:
        self._database, self._members = Database(database), members

    async def open(self) -> dict[str, Any]:
        """Do nothing yet."""
        return {}

    async def work(self, *, again: int) -> dict[str, Any]:
        """Write a draft, launch it, and say how long the one transaction took."""
        now = SystemClock().now()
        async with self._database.transaction() as session:
            draft = await make_draft(session, rule={"all": True}, title=f"Thử {again}")
        began = time.monotonic()
        async with self._database.transaction() as session:
            await broadcasts.launch(session, OPERATOR, draft.id, now=now)
        return {"items": self._members, "transaction_s": time.monotonic() - began}

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()


async def run(stage: Stage) -> list[Row]:
    """Launch to a city on both databases, each time beside the lines of the launches before."""
    members = stage.options.size(MEMBERS)
    rows = []
    for kind in KINDS:
        url = stage.ground.make(kind)
        await make_town(url, members)
        given = {"database": url, "members": members}
        async with child(stage.folder, "fanout:Launching", **given) as subject:
            told = [await subject.ask(again=n) for n in range(stage.options.rounds)]
        rounds = [round_of(one, "transaction_s") for one in told]
        rows.append(Row(f"Nhịp Cầu, {kind}, {members:,} members", rounds))
    return rows
