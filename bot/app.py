"""The wiring: the one file that knows everybody: rooms, doors, channels, the clock, the web."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.applications import Starlette
from starlette.routing import Route

from bot import quotas, tariffs
from bot.accounts import platform_of
from bot.channels.web import WebChannel, recovery_path
from bot.clock import to_local
from bot.cluster import Leased, Sole, Wire, take_firing
from bot.collecting import settle
from bot.desks import Desk, keep_running
from bot.health import Duties, find_account_ids, record_tick, retire_names, watch_channels
from bot.logs import name_error
from bot.messages import Channel, Incoming
from bot.models.notices import BROADCASTS, LINES, REPLIES
from bot.official_accounts import find_official_accounts
from bot.onlyone import ROLES
from bot.quotas import Limits
from bot.serving import WebServer
from bot.settings import Settings
from bot.signs import Signs
from bot.site import Site, open_site
from bot.templates import Told
from bot.turns import Taker
from console import PAGES
from handlers import OTHERWISE, SWITCHBOARD
from jobs import TIMETABLE
from jobs.timetable import Job

if TYPE_CHECKING:
    from bot.channels.zalo_oa import SignIn

log = structlog.get_logger(__name__)
GRACE = 5.0  # seconds that jobs under way get when the site stops


@dataclass
class App:
    """Hold a running site, or the part of it that this program plays."""

    site: Site
    roles: frozenset[str]
    channels: dict[str, Channel]
    desks: dict[str, Desk]
    taker: Taker
    web: WebServer
    wire: Wire | None = None  # where other programs may share the database
    here: dict[str, Channel] = field(default_factory=dict)  # whose updates come in here
    _tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    _ticks: set[asyncio.Future[None]] = field(default_factory=set)
    _scheduler: AsyncIOScheduler = field(default_factory=AsyncIOScheduler)

    async def take(self, incoming: Incoming) -> None:
        """Store a turn, then let its replies leave; returns once it is stored."""
        self.desks[incoming.account].push(await self.taker.take(incoming))

    async def start(self) -> None:
        """Open every door that this program has."""
        if "sender" in self.roles:
            for name, desk in self.desks.items():
                self._begin(f"desk:{name}", desk.run)
        if self.wire is not None:
            self._begin("wire", self.wire.run)
        self._begin("watch", partial(watch_channels, self.site, self.here))
        if "jobs" in self.roles:
            for job in TIMETABLE:
                self._schedule(job)
            self._scheduler.start()
        if "web" in self.roles:
            await self._serve()
        settle()

    async def stop(self) -> None:
        """Close the doors, finish what is in flight, leave the rest stored."""
        await self._end_ticks()
        await self.channels["web"].close()  # its open streams would keep the server waiting
        await self.web.stop()
        desks = [task for task in self._tasks if task.get_name() != "wire"]
        for tasks in (desks, self._tasks):  # the wire gives back what no desk uses any more
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for channel in self.channels.values():
            await channel.close()

    async def drain(self) -> None:
        """Wait until every reply in hand has left or failed."""
        for desk in self.desks.values():
            if desk.outbox is not None:
                await desk.outbox.drain()

    async def _serve(self) -> None:
        """Serve HTTP, with what the channels whose updates are brought here want served."""
        for name, channel in self.channels.items():
            if channel.routes(self.take):
                self.here[name] = channel
                signs = Signs(self.site.database, {name: channel})
                self._begin(f"channel:{name}", partial(channel.run, self.take))
                self._begin(f"signs:{name}", signs.run)
        await self.web.start(make_web(self))

    async def _end_ticks(self) -> None:
        """Start no more jobs, and let those that run end: the scheduler would cut them off."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._ticks:
            await asyncio.wait(self._ticks, timeout=GRACE)
        self._scheduler.shutdown(wait=False)

    def _begin(self, name: str, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._tasks.append(asyncio.create_task(keep_running(name, run), name=name))

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
        ticking = asyncio.ensure_future(self._fire(job))
        self._ticks.add(ticking)
        ticking.add_done_callback(self._ticks.discard)
        try:
            await ticking
        except Exception as error:
            log.exception("job-failed", job=job.name)
            await record_tick(self.site, job.name, failure=name_error(error))

    async def _fire(self, job: Job) -> None:
        """Run one job, unless another program has taken this firing."""
        if await take_firing(self.site.database, job.name, job.seconds):
            await job.tick(self.site)
            await record_tick(self.site, job.name, failure=None)


@asynccontextmanager
async def open_app(settings: Settings, roles: Iterable[str] = ROLES) -> AsyncIterator[App]:
    """Wire a site and start it, or some roles of it; stop it cleanly at the end."""
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(open_site(settings))
        app = await wire(site, roles)
        stack.push_async_callback(app.stop)
        await app.start()
        yield app


async def wire(site: Site, roles: Iterable[str] = ROLES) -> App:
    """Build the parts and tie them together; nothing runs yet."""
    settings, database = site.settings, site.database
    channels = make_channels(site)
    accounts = await find_account_ids(site, channels)
    await retire_names(site, channels)
    taker = Taker(database, site.clock, settings, accounts, SWITCHBOARD, OTHERWISE)
    app = App(site, frozenset(roles), channels, {}, taker, WebServer(settings))
    limits = await note_limits_of(site, channels)
    leases = {name: Leased(accounts[name]) for name in channels}
    for name, channel in channels.items():
        tenure = Sole() if database.is_sqlite else leases[name]
        app.desks[name] = Desk(
            site, channel, accounts[name], settings.rate_of(name), app.take, tenure
        )
        app.desks[name].fetches = not channel.routes(app.take)
        app.desks[name].here = app.here
        has_windows = tariffs.terms_of(platform_of(name), site.now) is not None
        app.desks[name].is_counted = limits[name].messages is not None and not has_windows
    if not database.is_sqlite:
        app.wire = Wire(database, list(leases.values()), make_ears(app))
    return app


async def note_limits_of(site: Site, accounts: Iterable[str]) -> dict[str, Limits]:
    """Note and return what each account may from today on."""
    today = to_local(site.now).date()
    limits = {name: quotas.limits_of(site.settings, name, today) for name in accounts}
    async with site.database.transaction() as session:
        await quotas.note_limits(session, limits)
    return limits


def make_ears(app: App) -> dict[str, Callable[[str], None]]:
    """Say who is told what other programs have stored, by the name of the notice."""

    def tell_desks(_: str) -> None:
        for desk in app.desks.values():
            desk.wake()

    def tell_pages(chat: str) -> None:
        web = app.channels["web"]
        assert isinstance(web, WebChannel)
        web.ring(chat)

    return {
        REPLIES: tell_desks,
        LINES: tell_pages,
        BROADCASTS: lambda _: app.site.bell.set(),
    }


def make_channels(site: Site) -> dict[str, Channel]:
    """Return the channels that the settings switch on."""
    channels: dict[str, Channel] = {"web": WebChannel(site.database, site.clock, site.settings)}
    if telegram := site.settings.tokens_of("telegram"):
        from bot.channels.telegram import (
            TelegramChannel,
        )  # half a second that others can do without

        channels |= {name: TelegramChannel(site.settings, account=name) for name in telegram}
    if zalo := site.settings.tokens_of("zalo-bot"):
        from bot.channels.zalo_bot import ZaloBotChannel

        given = (site.database, site.clock, site.settings)
        channels |= {name: ZaloBotChannel(*given, account=name) for name in zalo}
    for name, own in find_official_accounts(site.settings).items():
        from bot.channels.zalo_oa import ZaloOaChannel, renew

        channels[name] = ZaloOaChannel(site.database, site.clock, own, account=name)
        site.renewers[name] = partial(renew, own)
    return channels


def make_web(app: App) -> Starlette:
    """Return everything that is served over HTTP."""
    routes = [route for channel in app.channels.values() for route in channel.routes(app.take)]
    pages = [Route(page.path, page.endpoint, methods=["GET"]) for page in PAGES]
    web = Starlette(routes=[*pages, *routes])
    web.state.site, web.state.channels = app.site, app.here
    jobs = {job.name: job.seconds for job in TIMETABLE}
    web.state.duties = Duties(jobs, app.site.now, tuple(app.channels))
    return web


async def ask_telegram(settings: Settings, account: str) -> tuple[bool, str]:
    """Ask Telegram whose token it is and how its webhook stands; return (well, what it said)."""
    from bot.channels.telegram.asking import ask_account

    return await ask_account(settings, account)


async def ask_zalo_bot(settings: Settings, account: str) -> tuple[bool, str]:
    """Ask Zalo whose token it is and where its webhook is; return (well, what it said)."""
    from bot.channels.zalo_bot import ask_account

    return await ask_account(settings, account)


def sign_in_zalo_oa(settings: Settings, account: str) -> SignIn:
    """Begin to sign an Official Account in; the settings are its own."""
    from bot.channels.zalo_oa import SignIn
    from bot.channels.zalo_oa.channel import check_settings

    check_settings(settings)
    return SignIn(settings, account)


async def ask_zalo_oa(site: Site, account: str) -> tuple[bool, list[str]]:
    """Ask Zalo what it says of an Official Account; return (well, sentences)."""
    from bot.channels.zalo_oa import ask_account

    own = find_official_accounts(site.settings)[account]
    return await ask_account(replace(site, settings=own), account)


async def list_zalo_oa_templates(site: Site, account: str) -> Sequence[Told]:
    """Ask Zalo for the templates of an Official Account."""
    from bot.channels.zalo_oa import list_templates

    own = find_official_accounts(site.settings)[account]
    return await list_templates(replace(site, settings=own), account)


def chat_path(settings: Settings, chat: str) -> str:
    """Return the path that opens a web chat elsewhere; who has it can read the chat."""
    return recovery_path(settings, chat)
