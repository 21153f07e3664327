"""Door, web: a chat page for residents who have neither app; a channel like any other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from starlette.routing import BaseRoute

from bot.channels.web.bodies import ACCOUNT, row_number
from bot.channels.web.history import History
from bot.channels.web.limits import Limits
from bot.channels.web.pages import Pages
from bot.channels.web.sessions import recovery_path
from bot.clock import Clock
from bot.db import Database
from bot.errors import BadSettings
from bot.messages import Capabilities, Rejected, Reply, Sent, Take
from bot.settings import Settings

__all__ = ["WebChannel", "recovery_path"]

MOST_TEXT = 4096
FOREVER = timedelta(days=36_500)  # what the page shows is ours as long as it is kept


class WebChannel:
    """Carry messages to and from the chat page of this site."""

    account = ACCOUNT
    public_name = ""  # a page is found by its address

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        *,
        limits: Limits | None = None,
        reply_wait: float = 1.0,
    ) -> None:
        if not settings.secret_key.get_secret_value():
            raise BadSettings("NHIPCAU_SECRET_KEY: is missing, the web chat cannot sign cookies")
        self._settings = settings
        self._limits = limits or Limits()
        self._reply_wait = reply_wait
        self._history = History(database, clock)

    @property
    def capabilities(self) -> Capabilities:
        """Tell what the page can show."""
        return Capabilities(
            most_text=MOST_TEXT,
            buttons=self._settings.web_buttons,
            edits=True,
            contact_button=False,
            most_caption=MOST_TEXT,
            formats=True,
            recalls=FOREVER,
        )

    @property
    def state(self) -> str:
        """Say whether pages are served."""
        return "stopped" if self._history.bells.stopped else "ready"

    async def send(self, chat: str, reply: Reply) -> Sent:
        """Store a message, or rewrite the one that it edits; open pages show it at once."""
        if reply.recalls:
            await self._history.recall(chat, row_number(reply.recalls[0]))
            return Sent(reply.recalls[0])
        if not (reply.text.strip() or reply.attachment):
            raise Rejected("empty")
        if not reply.edits:
            return Sent(str(await self._history.store_reply(chat, reply)))
        if not await self._history.rewrite(chat, row_number(reply.edits), reply):
            raise Rejected("no such message to edit")
        return Sent(reply.edits)

    async def fetch(self, ref: str) -> bytes:
        """Refuse: nobody can send a file here."""
        raise Rejected("the page takes no files")

    async def show_commands(self, chat: str, commands: Sequence[str]) -> None:
        """List nothing: the page has no list of commands, /giup tells them."""

    def ring(self, chat: str) -> None:
        """Let a chat's open pages look for lines that another program stored; empty: all pages."""
        self._history.bells.ring(chat)

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Return the pages under /chat."""
        return Pages(self._settings, self._history, self._limits, take, self._reply_wait).routes()

    async def run(self, take: Take) -> None:
        """Wait: there is nothing to fetch."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """End every open stream, so that the web server can stop."""
        self._history.bells.stop()
