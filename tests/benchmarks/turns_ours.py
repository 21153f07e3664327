"""Benchmarks, under test: our program as `nhipcau run` wires it, with Telegram by webhook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.app import App, wire
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.clock import SystemClock
from bot.db import Database
from bot.doorplates import Doorplate
from bot.outbox import Outbox
from bot.replies import Leaving
from bot.settings import Settings
from bot.site import Site
from tests.benchmarks.children import find_port
from tests.kit.tokens import TOKEN

STORED = """
    SELECT (SELECT COUNT(*) FROM answers) AS answers, (SELECT COUNT(*) FROM members) AS members,
    COUNT(*) AS responses, COUNT(DISTINCT member_id) AS people FROM responses
"""
KEY = "a key for benchmarks only, as long as a real one"


class HeldBack(Outbox):
    """Leave replies stored, as the dispatchers beside us send none."""

    def push(self, leaving: Iterable[Leaving]) -> None:
        """Send nothing."""

    async def collect(self) -> int:
        """Look for nothing."""
        return 0


class Ours:
    """Serve the webhook; `held` keeps the stored replies from leaving."""

    def __init__(self, *, database: str, api: str, folder: str, held: bool) -> None:
        self._settings = settings_of(database, api, folder)
        self._held = held
        self._app: App | None = None

    async def open(self) -> dict[str, Any]:
        """Start the whole program, with no limit to its sending, and say where it listens."""
        settings = self._settings
        site = Site(settings, SystemClock(), Database(settings.database_url))
        self._app = app = await wire(site)
        app.desks["telegram"].rate = None
        if self._held:
            app.desks["telegram"].outbox_of = HeldBack
        await app.start()
        plate = Doorplate.of("telegram", KEY, TOKEN)
        path = f"http://127.0.0.1:{app.web.port}{plate.path}"
        return {"url": path, "headers": {SECRET_HEADER: plate.secret}}

    async def work(self, *, rest: bool) -> dict[str, Any]:
        """Let every reply leave, so that what they cost is counted, and say what is stored."""
        assert self._app is not None
        await self._app.drain()
        async with self._app.site.database.reading() as session:
            row = (await session.execute(text(STORED))).one()
        return dict(row._mapping)

    async def close(self) -> None:
        """Stop the program."""
        assert self._app is not None
        await self._app.stop()
        await self._app.site.database.close()


def settings_of(database: str, api: str, folder: str, **more: Any) -> Settings:
    """Return settings that point to the Bot API server of a run."""
    port = find_port()
    return Settings(
        _env_file=None,
        database_url=database,
        data_dir=Path(folder),
        secret_key=KEY,
        public_url=f"http://127.0.0.1:{port}",
        web_port=port,
        telegram_token=TOKEN,
        telegram_api_url=api,
        **more,
    )
