"""The wiring: the one file that knows everybody: rooms, doors, channels, the clock, the web."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.applications import Starlette
from starlette.routing import Route

from bot.broadcasts import Sender
from bot.channels.web import WebChannel, recovery_path
from bot.health import find_account_ids, record_tick
from bot.logs import name_error
from bot.messages import Channel, Incoming
from bot.outbox import Outbox
from bot.pacing import Pacer
from bot.serving import WebServer
from bot.settings import Settings
from bot.site import Site, open_site
from bot.turns import Taker
from console import PAGES
from handlers import OTHERWISE, SWITCHBOARD
from jobs import TIMETABLE
from jobs.timetable import Job

log = structlog.get_logger(__name__)
GRACE = 5.0  # seconds that jobs under way get when the site stops


@dataclass
class App:
    """Hold a running site."""

    site: Site
    channels: dict[str, Channel]
    pacers: dict[str, Pacer]
    outbox: Outbox
    taker: Taker
    senders: list[Sender]
    web: WebServer
    _tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    _ticks: set[asyncio.Future[None]] = field(default_factory=set)
    _scheduler: AsyncIOScheduler = field(default_factory=AsyncIOScheduler)

    async def take(self, incoming: Incoming) -> None:
        """Store a turn, then let its replies leave; returns once it is stored."""
        self.outbox.push(await self.taker.take(incoming))

    async def start(self) -> None:
        """Recover what a crash left, then open every door."""
        async with self.site.database.transaction() as session:
            for sender in self.senders:
                await sender.recover(session)
        await self.outbox.recover()
        for name, channel in self.channels.items():
            self._supervise(f"channel:{name}", partial(channel.run, self.take))
        for sender in self.senders:
            self._supervise(f"sender:{sender.account}", sender.run)
        for job in TIMETABLE:
            self._schedule(job)
        self._scheduler.start()
        await self.web.start(make_web(self))
        gc.freeze()  # what was loaded stays: the collector need not walk it again and again

    async def stop(self) -> None:
        """Close the doors, finish what is in flight, leave the rest stored."""
        await self._end_ticks()
        await self.channels["web"].close()  # its open streams would keep the server waiting
        await self.web.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.outbox.close()
        for pacer in self.pacers.values():
            await pacer.close()
        for channel in self.channels.values():
            await channel.close()

    async def _end_ticks(self) -> None:
        """Start no more jobs, and let those that run end: the scheduler would cut them off."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._ticks:
            await asyncio.wait(self._ticks, timeout=GRACE)
        self._scheduler.shutdown(wait=False)

    def _supervise(self, name: str, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._tasks.append(asyncio.create_task(_keep_running(name, run), name=name))

    def _schedule(self, job: Job) -> None:
        self._scheduler.add_job(
            partial(self._tick, job),
            "interval",
            seconds=job.seconds,
            id=job.name,
            name=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    async def _tick(self, job: Job) -> None:
        """Run one job; a failure is noted for `check` and stops no other."""
        ticking = asyncio.ensure_future(job.tick(self.site))
        self._ticks.add(ticking)
        ticking.add_done_callback(self._ticks.discard)
        try:
            await ticking
        except Exception as error:
            log.exception("job-failed", job=job.name)
            await record_tick(self.site, job.name, failure=name_error(error))
        else:
            await record_tick(self.site, job.name, failure=None)


@asynccontextmanager
async def open_app(settings: Settings) -> AsyncIterator[App]:
    """Wire a site and start it; stop it cleanly at the end."""
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(open_site(settings))
        app = await wire(site)
        await app.start()
        stack.push_async_callback(app.stop)
        yield app


async def wire(site: Site) -> App:
    """Build the parts and tie them together; nothing runs yet."""
    settings, database = site.settings, site.database
    channels = make_channels(site)
    accounts = await find_account_ids(site, channels)
    rates = {"telegram": settings.telegram_rate, "web": settings.web_rate}
    pacers = {name: Pacer(rates[name]) for name in channels}
    senders = [
        Sender(site, channel=channel, account_id=accounts[name], pacer=pacers[name])
        for name, channel in channels.items()
    ]
    taker = Taker(database, site.clock, settings, accounts, SWITCHBOARD, OTHERWISE)
    return App(
        site=site,
        channels=channels,
        pacers=pacers,
        outbox=Outbox(database, channels, pacers),
        taker=taker,
        senders=senders,
        web=WebServer(settings),
    )


def make_channels(site: Site) -> dict[str, Channel]:
    """Return the channels that the settings switch on."""
    channels: dict[str, Channel] = {"web": WebChannel(site.database, site.clock, site.settings)}
    if site.settings.telegram_token.get_secret_value():
        from bot.channels.telegram import (
            TelegramChannel,
        )  # half a second that others can do without

        channels["telegram"] = TelegramChannel(site.settings)
    return channels


def make_web(app: App) -> Starlette:
    """Return everything that is served over HTTP."""
    routes = [route for channel in app.channels.values() for route in channel.routes(app.take)]
    pages = [Route(page.path, page.endpoint, methods=["GET"]) for page in PAGES]
    web = Starlette(routes=[*pages, *routes])
    web.state.site, web.state.channels = app.site, app.channels
    web.state.jobs = {job.name: job.seconds for job in TIMETABLE}
    return web


async def _keep_running(name: str, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Start a part again whenever it fails, later each time, up to a minute."""
    wait = 1.0
    while True:
        try:
            await run()
        except Exception:
            log.exception("part-failed", part=name, again_in=wait)
        await asyncio.sleep(wait)
        wait = min(wait * 2, 60.0)


async def ask_telegram(settings: Settings) -> tuple[bool, str]:
    """Ask Telegram who this token is and how its webhook stands; return (well, what it said)."""
    from bot.channels.telegram.asking import ask_account

    return await ask_account(settings)


def chat_path(settings: Settings, chat: str) -> str:
    """Return the path that opens a web chat elsewhere; who has it can read the chat."""
    return recovery_path(settings, chat)
