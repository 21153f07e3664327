"""The sender's notebook: it ends when it is told to, also while what it stores is refused."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.broadcasts.fates import Fate
from bot.broadcasts.ledger import Bundle
from bot.broadcasts.notebook import Notebook
from bot.broadcasts.rendering import Wording
from bot.cluster import Lost
from bot.site import Site
from tests.kit.makers import BEGINNING


class Refusing:
    """Stand for a database that is no longer ours, and says so when it is let."""

    def __init__(self) -> None:
        self.begun, self.let = asyncio.Event(), asyncio.Event()

    async def together(self, work: Any) -> None:
        self.begun.set()
        await self.let.wait()
        raise Lost


async def test_it_ends_though_its_account_is_lost_at_that_moment() -> None:
    database = Refusing()
    site = cast("Site", SimpleNamespace(database=database, bell=asyncio.Event()))
    notebook = Notebook(site, 1, many=1)
    bundle = Bundle((1,), 1, "1", "vi", Wording(1, "…", (), "…"), (), BEGINNING)
    notebook.add(Fate(bundle, "sent"))
    keeping = asyncio.create_task(notebook.keep())
    await database.begun.wait()
    keeping.cancel()
    await asyncio.sleep(0)
    database.let.set()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(keeping, timeout=5)
    assert notebook.lines == 1  # it is not stored
