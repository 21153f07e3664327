"""Kit: the people's side of each channel, so that one test speaks through every one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
from starlette.applications import Starlette

from bot import lines
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.channels.zalo_bot import ZaloBotChannel
from bot.clock import Clock
from bot.db import Database
from bot.messages import Channel, Incoming, Kind, Take
from bot.settings import Settings
from tests.channels import zalo_site
from tests.channels.telegram_site import make_channel
from tests.channels.web_site import served
from tests.kit.bot_api import BotApiServer
from tests.kit.zalo.bot_server import ZaloBotServer
from tests.kit.zalo.bot_world import Settings as ZaloSettings


@dataclass(frozen=True)
class Seen:
    """Hold a message of ours as a person sees it now."""

    ref: int | str
    text: str
    buttons: dict[str, str]  # label -> press


class Side(Protocol):
    """Let people speak through one channel, by the wire that their phones use."""

    channel: Channel
    secrets: tuple[str, ...]  # what no log may show
    most_said: int  # the longest text that a person can send
    kinds: tuple[Kind, ...]  # what else they can send

    async def say(self, who: int, text: str) -> None: ...
    async def send(self, who: int, kind: Kind) -> None: ...
    async def press(self, who: int, label: str) -> None: ...
    async def repeat(self) -> None: ...
    async def see(self, who: int) -> list[Seen]: ...


async def read(side: Side, who: int, count: int) -> list[Seen]:
    """Wait until a person sees so many messages, and return them."""
    async with asyncio.timeout(5):
        while len(seen := await side.see(who)) < count:  # noqa: ASYNC110 - another process's state
            await asyncio.sleep(0.01)
    return seen


@dataclass
class TelegramSide:
    """Speak through the Bot API server for tests."""

    server: BotApiServer
    channel: TelegramChannel
    most_said: int = 4096
    kinds: tuple[Kind, ...] = (
        Kind.PHOTO,
        Kind.VOICE,
        Kind.STICKER,
        Kind.LOCATION,
        Kind.DOCUMENT,
        Kind.CONTACT,
    )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Name the token, and the part of it that is secret by itself."""
        return (self.server.token, self.server.token.partition(":")[2])

    async def say(self, who: int, text: str) -> None:
        self.server.people.say(who, text)

    async def send(self, who: int, kind: Kind) -> None:
        if kind is Kind.CONTACT:
            self.server.people.share_contact(who)
        else:
            self.server.people.send(who, kind.value)

    async def press(self, who: int, label: str) -> None:
        found = [seen for seen in await self.see(who) if label in seen.buttons]
        self.server.people.press(who, found[-1].ref, label)

    async def repeat(self) -> None:
        self.server.updates.repeat(max(self.server.updates.sent))

    async def see(self, who: int) -> list[Seen]:
        stored = self.server.account.world.chats[who].messages.values()
        return [
            Seen(message["message_id"], message["text"], _buttons_of(message))
            for message in stored
            if message["from"]["is_bot"]
        ]


def _buttons_of(message: dict[str, Any]) -> dict[str, str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


@dataclass
class WebSide:
    """Speak through the chat page's own requests; each person has a browser."""

    database: Database
    channel: WebChannel
    secrets: tuple[str, ...]
    origin: str
    chats: dict[int, str] = field(default_factory=dict)
    most_said: int = 4000
    kinds: tuple[Kind, ...] = ()
    heard: Callable[[], Incoming] = field(default=lambda: Incoming("", "", "", Kind.OTHER))
    _browsers: dict[int, aiohttp.ClientSession] = field(default_factory=dict)
    _last: tuple[int, dict[str, Any]] = (0, {})
    _count: int = 0

    async def say(self, who: int, text: str) -> None:
        await self._post(who, {"text": text})

    async def send(self, who: int, kind: Kind) -> None:
        raise NotImplementedError(f"a page sends no {kind}")

    async def press(self, who: int, label: str) -> None:
        found = [seen for seen in await self.see(who) if label in seen.buttons]
        await self._post(who, {"press": found[-1].buttons[label], "ref": found[-1].ref})

    async def repeat(self) -> None:
        await self._send(*self._last)

    async def see(self, who: int) -> list[Seen]:
        async with self.database.reading() as session:
            found = await lines.find_latest(session, self.chats.get(who, ""), most=100)
        return [Seen(row.id, row.text, _open_buttons(row.body)) for row in found if not row.mine]

    async def close(self) -> None:
        for browser in self._browsers.values():
            await browser.close()

    async def _post(self, who: int, fields: dict[str, Any]) -> None:
        self._count += 1
        await self._send(who, {"id": f"phone-line-{self._count}", **fields})

    async def _send(self, who: int, fields: dict[str, Any]) -> None:
        browser = await self._browser(who)
        self._last = (who, fields)
        async with browser.post(f"{self.origin}/chat/messages", json=fields) as answer:
            answer.raise_for_status()

    async def _browser(self, who: int) -> aiohttp.ClientSession:
        if who not in self._browsers:
            jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address, not of a name
            browser = self._browsers[who] = aiohttp.ClientSession(cookie_jar=jar)
            opening = browser.post(
                f"{self.origin}/chat/start", data={"lang": "vi"}, allow_redirects=False
            )
            async with opening as answer:
                assert answer.status == 303
            self.chats[who] = self.heard().chat
        return self._browsers[who]


PHOTO = "https://photo.zalo.example/a.jpg"


@dataclass
class ZaloBotSide:
    """Speak through the Bot Platform for tests, which posts to the channel's webhook."""

    server: ZaloBotServer
    channel: ZaloBotChannel
    most_said: int = 2000
    kinds: tuple[Kind, ...] = (Kind.PHOTO, Kind.VOICE, Kind.STICKER, Kind.WITHHELD)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Name the token, the part of it that is secret by itself, and the webhook's secret."""
        token, hook = self.server.bot.settings.token, self.server.bot.hook
        return (token, token.partition(":")[2], hook.secret if hook else token)

    async def say(self, who: int, text: str) -> None:
        assert self.server.bot.say(who, text=text)

    async def send(self, who: int, kind: Kind) -> None:
        event = {Kind.PHOTO: "image", Kind.WITHHELD: "unsupported"}.get(kind, kind.value)
        self.server.bot.say(who, event, **({"photo": PHOTO} if kind is Kind.PHOTO else {}))

    async def press(self, who: int, label: str) -> None:
        raise NotImplementedError("a Zalo bot has no buttons")

    async def repeat(self) -> None:
        self.server.bot.offer(self.server.bot.sent[-1])

    async def see(self, who: int) -> list[Seen]:
        inbox = self.server.bot.person(who).inbox
        return [Seen(one["message_id"], one["text"], {}) for one in inbox]


def _open_buttons(body: dict[str, Any]) -> dict[str, str]:
    return {} if body.get("closed") else dict(body.get("choices", []))


@asynccontextmanager
async def telegram_side(settings: Settings, take: Take) -> AsyncIterator[TelegramSide]:
    """Open a Bot API server and a channel that polls it."""
    async with BotApiServer(rate=None) as server:
        channel = make_channel(settings, server)
        task = asyncio.create_task(channel.run(take))
        yield TelegramSide(server, channel)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()
        assert server.violations == []


@asynccontextmanager
async def web_side(
    settings: Settings, database: Database, clock: Clock, hear: Callable[[], Incoming], take: Take
) -> AsyncIterator[WebSide]:
    """Serve the chat page."""
    channel = WebChannel(database, clock, settings, reply_wait=0.0)
    secret = settings.secret_key.get_secret_value()
    async with served(Starlette(routes=list(channel.routes(take)))) as origin:
        side = WebSide(database, channel, (secret,), origin, heard=hear)
        yield side
        await side.close()
        await channel.close()


@asynccontextmanager
async def zalo_side(
    settings: Settings, database: Database, take: Take
) -> AsyncIterator[ZaloBotSide]:
    """Open the Bot Platform and a channel to whose webhook it posts, in both shapes by turns."""
    given = ZaloSettings(shapes=("flat", "wrapped"), private_hooks=True)
    app = Starlette()
    async with ZaloBotServer(given) as server, served(app) as origin:
        channel = zalo_site.make_channel(database, settings, server, public_url=origin)
        app.router.routes.extend(channel.routes(take))
        task = asyncio.create_task(channel.run(take))
        while channel.state != "ready":  # noqa: ASYNC110 - another process's state
            await asyncio.sleep(0.005)
        yield ZaloBotSide(server, channel)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()
        assert server.bot.violations == []
