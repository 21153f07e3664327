"""Room: how the site is: its accounts, its jobs' last runs, whether its parts answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.messages import Channel
from bot.models import ChannelAccount, FailedUpdate, Tick
from bot.site import Site

NOTED_EVERY = timedelta(seconds=30)


async def find_account_ids(site: Site, names: Iterable[str]) -> dict[str, int]:
    """Return the ids of these channel accounts, making those that are new."""
    async with site.database.transaction() as session:
        known = {a.name: a for a in await session.scalars(select(ChannelAccount))}
        for name in names:
            if name not in known:
                known[name] = ChannelAccount(name=name, halted_reason="", offset="")
                session.add(known[name])
        await session.flush()
        return {name: account.id for name, account in known.items()}


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


async def find_faults(
    site: Site, channels: Mapping[str, Channel], jobs: Mapping[str, float] | None = None
) -> dict[str, str]:
    """Return what is wrong right now, by part; empty when all is well.

    `jobs` are those that should be running, with the seconds between two runs.
    """
    faults: dict[str, str] = {}
    try:
        async with site.database.reading() as session:
            await session.execute(text("SELECT 1"))
            ticks: Sequence[Tick] = (await session.scalars(select(Tick))).all()
    except SQLAlchemyError as error:
        return {"database": type(error).__name__}
    faults |= {f"job {tick.job}": tick.failure for tick in ticks if tick.failure}
    faults |= {
        f"job {tick.job}": f"has not run since {tick.last_at:%H:%M:%S} UTC"
        for tick in ticks
        if tick.job in (jobs or {})
        and tick.last_at is not None
        and site.now - tick.last_at > NOTED_EVERY * 3 + timedelta(seconds=(jobs or {})[tick.job])
    }
    faults |= {
        f"channel {name}": channel.state
        for name, channel in channels.items()
        if channel.state != "ready"
    }
    return faults


async def count_failed_updates(site: Site) -> int:
    """Return how many updates wait for replay because their handler failed."""
    async with site.database.reading() as session:
        return len((await session.scalars(select(FailedUpdate.id))).all())


def _is_fresh(tick: Tick, now: datetime) -> bool:
    return tick.last_at is not None and timedelta(0) <= now - tick.last_at < NOTED_EVERY
