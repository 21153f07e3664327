"""Kit: a web channel whose turns are taken by a stand-in that remembers and answers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
from sqlalchemy import select
from starlette.applications import Starlette

from bot.channels.web import WebChannel
from bot.channels.web.sessions import COOKIE, seal_chat
from bot.db import Database
from bot.messages import Choice, Incoming, Reply
from bot.models import ChannelAccount, Chat, WebMessage
from bot.serving import QuietServer
from bot.settings import Settings

QUESTION = Reply("Bác có bảo hiểm y tế chưa?", (Choice("Có", "q:1"), Choice("Chưa", "q:2")))

Answer = Callable[[Incoming], Sequence[Reply]]


@dataclass
class StandIn:
    """Take incomings as the hallway does: a repeat ends here, replies leave afterwards."""

    channel: WebChannel
    answer: Answer = lambda _: ()
    taken: list[Incoming] = field(default_factory=list)
    failures: int = 0  # turns that fail before one succeeds

    async def take(self, incoming: Incoming) -> None:
        """Note an incoming, and send what answers it."""
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        if incoming.update_id in {earlier.update_id for earlier in self.taken}:
            return
        self.taken.append(incoming)
        for reply in self.answer(incoming):
            await self.channel.send(incoming.chat, reply)


def make_app(channel: WebChannel, stand_in: StandIn) -> Starlette:
    """Serve the channel's routes and nothing else."""
    return Starlette(routes=list(channel.routes(stand_in.take)))


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """Serve an application on this machine for a while; give its origin."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=2)
    server = QuietServer(config)
    running = asyncio.create_task(server.serve([listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await running


@dataclass
class Seconds:
    """Tell seconds that a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Site:
    """Hold the channel, what took its incomings, and a browser with no script."""

    channel: WebChannel
    stand_in: StandIn
    database: Database
    settings: Settings
    seconds: Seconds

    def browser(self, address: str = "203.0.113.7") -> httpx.AsyncClient:
        """Open a fresh browser at an address."""
        transport = httpx.ASGITransport(
            make_app(self.channel, self.stand_in), client=(address, 5000)
        )
        return httpx.AsyncClient(transport=transport, base_url="http://chat.test")

    def enter(self, chat: str, address: str = "203.0.113.7") -> httpx.AsyncClient:
        """Open a browser that has a chat already."""
        browser = self.browser(address)
        token = seal_chat(self.settings, "cookie", chat)
        browser.cookies.set(COOKIE, token, domain="chat.test", path="/chat")
        return browser

    async def lines(self, chat: str) -> list[WebMessage]:
        """Return what a chat's page shows."""
        async with self.database.reading() as session:
            query = select(WebMessage).where(WebMessage.external_id == chat)
            return list(await session.scalars(query.order_by(WebMessage.id)))


async def write(browser: httpx.AsyncClient, number: int, text: str = "Chào") -> httpx.Response:
    """Post one message."""
    return await browser.post("/chat/messages", json={"id": f"id-{number:06}", "text": text})


async def press(browser: httpx.AsyncClient, number: int, **fields: object) -> httpx.Response:
    """Post one press."""
    return await browser.post("/chat/messages", json={"id": f"id-{number:06}", **fields})


async def seal(site: Site, chat: str, *, locale: str = "vi", sealed: bool = True) -> None:
    """Let a chat stand in the middle of an anonymous survey."""
    async with site.database.transaction() as session:
        account = await session.scalar(select(ChannelAccount).where(ChannelAccount.name == "web"))
        if account is None:
            account = ChannelAccount(name="web")
            session.add(account)
            await session.flush()
        data = {"sealed": True} if sealed else {}
        now = site.stand_in.channel._history.clock.now()
        session.add(
            Chat(account_id=account.id, external_id=chat, data=data, locale=locale, created_at=now)
        )
