"""Room: how the site is: its accounts, its jobs' last runs, whether its parts answer."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, audit
from bot.access import Actor
from bot.account_rows import make_accounts
from bot.cluster import find_standings
from bot.errors import NotFound
from bot.messages import Channel
from bot.models import ChannelAccount, Chat, FailedUpdate, Tick
from bot.site import Site

NOTED_EVERY = timedelta(seconds=30)
WATCHED_EVERY = 10.0  # seconds between two looks at the channels
READY = "ready"
NOBODY = "nobody sends for it"
CHANNEL = "channel:"  # begins the names of ticks that are a channel's, not a job's


@dataclass(frozen=True, slots=True)
class Duties:
    """Name what somebody should do: jobs, with the seconds between two runs, and accounts."""

    jobs: Mapping[str, float]
    since: datetime
    accounts: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """Hold what is wrong, by part, when a job last ran and when each channel was last well."""

    faults: Mapping[str, str]
    last_tick: datetime | None = None
    channels: Mapping[str, datetime | None] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)  # account -> who sends; empty: nobody


async def find_account_ids(site: Site, names: Iterable[str]) -> dict[str, int]:
    """Return the ids of these channel accounts, making those that are new."""
    async with site.database.transaction() as session:
        return await make_accounts(session, [*names])


async def retire_names(site: Site, names: Collection[str]) -> None:
    """Let nobody be led to an account that the settings no longer have."""
    gone = ChannelAccount.name.not_in(names), ChannelAccount.public_name != ""
    async with site.database.transaction() as session:
        await session.execute(update(ChannelAccount).where(*gone).values(public_name=""))


async def find_rate(site: Site, account_id: int) -> float | None:
    """Return the rate of an account's own, None when the setting's holds."""
    async with site.database.reading() as session:
        account = await session.get_one(ChannelAccount, account_id)
        return account.rate


async def list_accounts(session: AsyncSession) -> Sequence[ChannelAccount]:
    """Return the channel accounts by name."""
    return (await session.scalars(select(ChannelAccount).order_by(ChannelAccount.name))).all()


async def count_open_chats(site: Site) -> dict[str, int]:
    """Return how many chats of each account are open to us."""
    query = (
        select(ChannelAccount.name, func.count(Chat.id).label("n"))
        .outerjoin(Chat, and_(Chat.account_id == ChannelAccount.id, Chat.state == "open"))
        .group_by(ChannelAccount.name)
        .order_by(ChannelAccount.name)
    )
    async with site.database.reading() as session:
        return {row.name: row.n for row in await session.execute(query)}


async def set_rate(
    session: AsyncSession, actor: Actor, name: str, rate: float | None, *, now: datetime
) -> None:
    """Give an account a rate of its own, None: the setting's; it holds from the next start on."""
    access.require(actor, "account:rate")
    account = await session.scalar(select(ChannelAccount).where(ChannelAccount.name == name))
    if account is None:
        raise NotFound("account-unknown", account=name)
    account.rate = rate
    audit.record(session, actor, "account:rate", f"account:{account.id}", now=now, rate=rate)
    await session.flush()


async def record_tick(site: Site, job: str, *, failure: str | None) -> None:
    """Note how a job's run ended; a run as well as the last one is noted now and then only."""
    async with site.database.reading() as session:
        last = await session.get(Tick, job)
    if last is not None and failure is None and not last.failure and _is_fresh(last, site.now):
        return
    async with site.database.transaction() as session:
        tick = await session.get(Tick, job) or Tick(job=job, failure="")
        session.add(tick)
        tick.last_at = site.now
        if failure is None:
            tick.failure = ""
        else:
            tick.failed_at, tick.failure = site.now, failure[:500]


async def watch_channels(site: Site, channels: Mapping[str, Channel]) -> None:
    """Look at the channels again and again, until cancelled."""
    while True:
        await note_channels(site, channels)
        await asyncio.sleep(WATCHED_EVERY)


async def note_channels(site: Site, channels: Mapping[str, Channel]) -> None:
    """Note which channels are well now."""
    for name, channel in list(channels.items()):  # accounts come and go meanwhile
        if channel.state == READY:
            await record_tick(site, CHANNEL + name, failure=None)


async def get_health(
    site: Site, channels: Mapping[str, Channel], duties: Duties | None = None
) -> Health:
    """Return how the site is right now; without `duties` no job is looked for."""
    try:
        async with site.database.reading() as session:
            ticks: Sequence[Tick] = (await session.scalars(select(Tick))).all()
            standings = [] if site.database.is_sqlite else await find_standings(session)
    except SQLAlchemyError as error:
        return Health({"database": type(error).__name__})
    well = {
        tick.job.removeprefix(CHANNEL): tick.last_at
        for tick in ticks
        if tick.job.startswith(CHANNEL)
    }
    jobs = {tick.job: tick for tick in ticks if not tick.job.startswith(CHANNEL)}
    faults = {f"job {tick.job}": tick.failure for tick in jobs.values() if tick.failure}
    faults |= _find_idle(jobs, duties, site.now) if duties else {}
    faults |= {
        f"channel {name}": channel.state
        for name, channel in channels.items()
        if channel.state != READY
    }
    holders = {one.account: one.holder for one in standings}
    due = duties.accounts if duties and not site.database.is_sqlite else ()
    faults |= {f"account {name}": NOBODY for name in due if not holders.get(name)}
    ran = [tick.last_at for tick in jobs.values() if tick.last_at is not None]
    seen = {**dict.fromkeys(channels), **well}
    return Health(faults, max(ran, default=None), seen, holders)


def _find_idle(jobs: Mapping[str, Tick], duties: Duties, now: datetime) -> dict[str, str]:
    """Return the jobs that have not run for too long; before the start none could."""
    idle = {}
    for name, seconds in duties.jobs.items():
        last = jobs[name].last_at if name in jobs else None
        begun = max(last or duties.since, duties.since)
        if now - begun > NOTED_EVERY * 3 + timedelta(seconds=seconds):
            idle[f"job {name}"] = f"has not run since {last or duties.since:%H:%M:%S} UTC"
    return idle


async def count_failed_updates(site: Site) -> int:
    """Return how many updates wait for replay because their handler failed."""
    async with site.database.reading() as session:
        return len((await session.scalars(select(FailedUpdate.id))).all())


def _is_fresh(tick: Tick, now: datetime) -> bool:
    return tick.last_at is not None and timedelta(0) <= now - tick.last_at < NOTED_EVERY
